namespace Tools.Describe;

/// <summary>Every file that <c>describe</c> writes: its path from the repository's root, and what it holds.</summary>
internal static class Descriptions
{
    public static IEnumerable<(string File, string Text)> Of(IReadOnlyList<string> parts)
    {
        yield return ("contracts/openapi.json", ApiDocument.Of(parts));
        yield return ("contracts/asyncapi.yaml", BusDocument.Text(parts));
    }
}
