using System.Collections.Frozen;

namespace Shipments.Carriers;

/// <summary>
/// What a carrier's codes mean, as data: <c>Codes/{carrier}.tsv</c>, a line a code with the columns code, status, leg,
/// detail, reason, text. Leg is empty (forward) or "return"; reason is a code of <see cref="Reasons"/>; text is what
/// the carrier's documents say, for who reads the table. A code that stays "unknown" on purpose stands there too, with
/// its reason as the text. Lines that begin with # are remarks. Case and spacing of a code do not count; one that ends
/// in * stands for all that begin as it does and have no row of their own.
/// </summary>
internal sealed class CodeTable
{
    private const string Columns = "code\tstatus\tleg\tdetail\treason\ttext";

    private readonly FrozenDictionary<string, Meaning> meanings;
    private readonly (string Beginning, Meaning Meaning)[] beginnings;

    private CodeTable(IEnumerable<KeyValuePair<string, Meaning>> rows)
    {
        meanings = rows.ToFrozenDictionary();
        beginnings = [.. meanings.Where(row => row.Key.EndsWith('*')).OrderByDescending(row => row.Key.Length)
            .Select(row => (row.Key[..^1], row.Value))];
    }

    public static CodeTable Empty { get; } = new([]);

    /// <summary>Each code as it is looked up, with its meaning.</summary>
    public IReadOnlyDictionary<string, Meaning> All => meanings;

    /// <exception cref="InvalidDataException">The table is not right; the message says where.</exception>
    public static CodeTable Load(string carrier)
    {
        using var resource = typeof(CodeTable).Assembly.GetManifestResourceStream($"Codes/{carrier}.tsv")
            ?? throw new InvalidDataException($"There is no Codes/{carrier}.tsv.");
        using var reader = new StreamReader(resource);
        return Read(carrier, reader.ReadToEnd());
    }

    /// <exception cref="InvalidDataException">The table is not right; the message says where.</exception>
    public static CodeTable Read(string carrier, string tsv)
    {
        var rows = new Dictionary<string, Meaning>();
        var lines = tsv.Split('\n').Select((text, i) => (Text: text.TrimEnd('\r'), Number: i + 1))
            .Where(line => line.Text.Length > 0 && line.Text[0] != '#').ToList();
        if (lines.Count == 0 || lines[0].Text != Columns)
            throw new InvalidDataException($"Codes/{carrier}.tsv does not begin with its columns.");
        foreach (var (text, number) in lines.Skip(1))
        {
            var cells = text.Split('\t');
            string Cell(int column) => column < cells.Length ? cells[column].Trim() : "";
            var wrong = cells.Length > 6 || Key(Cell(0)).Length == 0 ? "is no row"
                : Fault(Cell(1), Cell(2), Cell(3), Cell(4))
                ?? (rows.TryAdd(Key(Cell(0)), Row(Cell(1), Cell(2), Cell(3), Cell(4))) ? null : "is there already");
            if (wrong is not null)
                throw new InvalidDataException($"Codes/{carrier}.tsv, line {number}: '{cells[0]}' {wrong}.");
        }

        return new CodeTable(rows);
    }

    /// <summary>The table as an account's settings would write it.</summary>
    public IReadOnlyList<CodeRow> Rows => [.. meanings.OrderBy(row => row.Key, StringComparer.Ordinal)
        .Select(row => new CodeRow(row.Key, row.Value.Status, row.Value.Leg == Legs.Return ? Legs.Return : null,
            row.Value.Detail, row.Value.Reason?.Code))];

    /// <summary>The table with these rows, which must be right, in place of its own of the same code.</summary>
    public CodeTable With(IEnumerable<CodeRow> rows)
    {
        var all = new Dictionary<string, Meaning>(meanings);
        foreach (var row in rows)
            all[Key(row.Code!)] = Row(row.Status!, row.Leg ?? "", row.Detail ?? "", row.Reason ?? "");
        return new CodeTable(all);
    }

    /// <summary>What is not right about a row, as a continuation of its code; null when nothing is.</summary>
    public static string? FaultOf(CodeRow row) => Key(row.Code ?? "").Length == 0 ? "is no row"
        : Fault(row.Status ?? "", row.Leg ?? "", row.Detail ?? "", row.Reason ?? "");

    /// <summary>Null when the table has no such code.</summary>
    public Meaning? Of(string? code)
    {
        if (code is null)
            return null;
        var key = Key(code);
        return meanings.GetValueOrDefault(key) ?? Array.Find(
            beginnings, row => key.StartsWith(row.Beginning, StringComparison.Ordinal)).Meaning;
    }

    private static string Key(string code) =>
        string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    private static Meaning Row(string status, string leg, string detail, string reason) => new(
        status, detail.Length == 0 ? null : detail, Reasons.Find(reason), leg == Legs.Return ? leg : Legs.Forward);

    private static string? Fault(string status, string leg, string detail, string reason) =>
        !Statuses.IsReportable(status) && status != Statuses.Unknown ? $"has the unknown status '{status}'"
        : leg is not ("" or Legs.Return) ? $"has the unknown leg '{leg}'"
        : status is Statuses.Returning or Statuses.Returned && leg != Legs.Return ? "goes back without its leg"
        : detail.Length > 0 && !Details.IsKnown(detail) ? $"has the unknown detail '{detail}'"
        : reason.Length > 0 && Reasons.Find(reason) is null ? $"has the unknown reason '{reason}'"
        : reason.Length == 0 && NeedsReason(status, detail) ? "needs a reason"
        : null;

    private static bool NeedsReason(string status, string detail) =>
        Statuses.NeedReason(status)
        || detail is Details.PickupFailed or Details.Delayed or Details.Held or Details.Missorted;
}

/// <summary>A row of a table as an account's settings write it; <c>Leg</c> is "return" or nothing.</summary>
internal sealed record CodeRow(
    string? Code, string? Status, string? Leg = null, string? Detail = null, string? Reason = null);
