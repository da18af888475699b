using System.Collections.Frozen;
using Contracts;
using ServiceDefaults;

namespace Shipments;

/// <summary>
/// What one of another system's statuses is here. <c>Leg</c>, <c>Detail</c>, <c>Reason</c> null: any, on the way to
/// theirs; none, on the way from theirs. <c>Way</c>: both, from theirs alone, or to theirs alone, where two of one
/// side are one of the other's; <c>Text</c> says why.
/// </summary>
internal sealed record StatusMapping(
    IReadOnlyList<string> Theirs, string Status, string? Leg, string? Detail, string? Reason, string Way, string? Text)
{
    public bool IsFrom => Way != "to";

    public bool IsTo => Way != "from";
}

/// <summary><c>Fields</c>: what theirs are called over there, the coarser first.</summary>
[ApiName("SystemStatusMappings")]
internal sealed record StatusMappingView(
    string System, IReadOnlyList<string> Fields, IReadOnlyList<StatusMapping> Mappings);

/// <summary>
/// Our statuses as other systems say them and theirs as ours, as data: <c>Mappings/{system}.tsv</c>, with the columns
/// theirs (words separated by a blank), status, leg, detail, reason, way, text. docs/status-mappings.md tells how to
/// use them.
/// </summary>
internal static class StatusMappings
{
    private const string Columns = "theirs\tstatus\tleg\tdetail\treason\tway\ttext";

    private static readonly FrozenDictionary<string, string[]> Fields = new Dictionary<string, string[]>
    {
        ["aftership"] = ["tag", "subtag"],
        ["easypost"] = ["status", "status_detail"],
        ["shippo"] = ["status", "substatus"],
        ["17track"] = ["status", "sub_status"],
        ["shopify"] = ["status"],
    }.ToFrozenDictionary();

    public static IReadOnlyList<StatusMappingView> All { get; } =
        [.. Fields.Select(one => new StatusMappingView(one.Key, one.Value, Load(one.Key)))
            .OrderBy(view => view.System, StringComparer.Ordinal)];

    public static void MapStatusMappings(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/status-mappings", () => Results.Ok(new Page<StatusMappingView>(All, null)))
            .RequireScope("storefront").Describe<Page<StatusMappingView>>(
                "listStatusMappings", "List our statuses as other systems say them, and theirs as ours");

    public static IReadOnlyList<StatusMapping> Of(string system) => All.Single(view => view.System == system).Mappings;

    /// <summary>How another system would say it: the row that says most of it. Null: it has no word for it.</summary>
    public static StatusMapping? To(string system, string status, string leg, string? detail, string? reason) =>
        Of(system).Where(row => row.IsTo && row.Status == status && Fits(row.Leg, leg)
                && Fits(row.Detail, detail) && Fits(row.Reason, reason))
            .OrderByDescending(row => (row.Leg is null ? 0 : 4) + (row.Detail is null ? 0 : 2)
                + (row.Reason is null ? 0 : 1))
            .FirstOrDefault();

    private static bool Fits(string? wanted, string? said) => wanted is null || wanted == said;

    private static List<StatusMapping> Load(string system)
    {
        using var resource = typeof(StatusMappings).Assembly.GetManifestResourceStream($"Mappings/{system}.tsv")!;
        using var reader = new StreamReader(resource);
        var lines = reader.ReadToEnd().Split('\n').Where(line => line is not ("" or ['#', ..])).ToList();
        if (lines[0] != Columns)
            throw new InvalidDataException($"Mappings/{system}.tsv does not begin with its columns.");
        return [.. lines.Skip(1).Select(line => Row(line.Split('\t')))];
    }

    private static StatusMapping Row(string[] cells)
    {
        string? Cell(int column) => cells.ElementAtOrDefault(column) is { Length: > 0 } cell ? cell : null;
        return new StatusMapping(cells[0].Split(' '), cells[1], Cell(2), Cell(3), Cell(4), Cell(5) ?? "both", Cell(6));
    }
}
