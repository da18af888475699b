using System.Text.Json.Nodes;

namespace Tools.Describe;

/// <summary>Every file that <c>describe</c> writes: its path from the repository's root, and what it holds.</summary>
internal static class Descriptions
{
    public static IEnumerable<(string File, string Text)> Of(IReadOnlyList<string> parts)
    {
        var api = ApiDocument.Of(parts);
        var document = JsonNode.Parse(api)!;
        yield return ("contracts/openapi.json", api);
        yield return ("contracts/asyncapi.yaml", BusDocument.Text(parts));
        yield return ("client/Operations.g.cs", CSharpClient.Operations(document));
        yield return ("client/Types.g.cs", CSharpTypes.All(document));
        yield return ("client/ClientJson.g.cs", CSharpClient.Context(document));
    }
}
