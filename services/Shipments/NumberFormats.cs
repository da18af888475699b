using System.Text.RegularExpressions;

namespace Shipments;

/// <summary>What a number looks like under one of a carrier's formats: a line of NumberFormats.tsv.</summary>
internal sealed class NumberFormat
{
    private readonly string check;
    private readonly string prepend;
    private readonly Regex pattern;

    /// <param name="cells">The columns of the line.</param>
    public NumberFormat(string[] cells)
    {
        (Id, Carrier, Name) = (cells[0], cells[1], cells[2]);
        Countries = cells[3].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        IsOwn = cells[4] == "own";
        (check, prepend) = (cells[5], cells[6]);
        Needs = cells[7].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        pattern = new Regex($"^(?:{cells[8]})$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(250));
    }

    public string Id { get; }
    public string Carrier { get; }
    public string Name { get; }

    /// <summary>ISO 3166-1 codes of where the carrier delivers such parcels; empty: anywhere.</summary>
    public IReadOnlyList<string> Countries { get; }

    /// <summary>Something in it is the carrier's own, not only a count of digits.</summary>
    public bool IsOwn { get; }

    public bool HasCheckDigit => check.Length > 0;

    /// <summary>What its tracking asks for besides the number: postalCode.</summary>
    public IReadOnlyList<string> Needs { get; }

    /// <summary>Null when <paramref name="number"/> (normalised) does not look like this.</summary>
    public NumberMatch? Match(string number)
    {
        if (pattern.Match(number) is not { Success: true } match)
            return null;
        var postal = match.Groups["postal"] is { Success: true } told ? told.Value.TrimStart('0') : null;
        var from = match.Groups["from"] is { Success: true } country ? country.Value : null;
        if (!HasCheckDigit)
            return new NumberMatch(this, Wrong: null, postal, from);
        var serial = match.Groups["serial"].Value;
        if (!serial.StartsWith(prepend, StringComparison.Ordinal))
            serial = prepend + serial;
        var expected = CheckDigits.Of(check, serial);
        return new NumberMatch(this, match.Groups["check"].ValueSpan[0] == expected ? null : expected, postal, from);
    }
}

/// <summary>
/// A number that looks like one of a format. <c>Wrong</c>: the check digit that it should have, and has not.
/// <c>Postal</c> without leading zeros and <c>From</c> (ISO 3166-1) are what the number itself tells.
/// </summary>
internal sealed record NumberMatch(NumberFormat Format, char? Wrong, string? Postal, string? From);

/// <summary>The formats there are.</summary>
internal static class NumberFormats
{
    public static IReadOnlyList<NumberFormat> All { get; } = Load();

    private static List<NumberFormat> Load()
    {
        using var resource = typeof(NumberFormats).Assembly.GetManifestResourceStream("NumberFormats.tsv")!;
        using var reader = new StreamReader(resource);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Skip(1)
            .Select(line => new NumberFormat(line.TrimEnd('\r').Split('\t')))];
    }
}
