namespace Shipments;

/// <summary>
/// Who may carry a number, the likeliest first, and why. <c>Rejected</c>: whose number it would be but for a wrong
/// check digit. <c>Needs</c>: what to send besides, for the candidates that ask for it.
/// </summary>
internal sealed record Detection(
    string TrackingNumber, IReadOnlyList<CarrierCandidate> Candidates, IReadOnlyList<RejectedCarrier> Rejected,
    IReadOnlyList<string> Needs, string Message);

/// <summary>
/// A carrier that may have given out a number. <c>IsSupported</c>: it reports to us itself; <c>Via</c>: the
/// aggregators of the merchant's that can report in its place. <c>Confidence</c>: high (something of the carrier's own
/// and a check digit), medium (either), low (a count of digits that others use too).
/// </summary>
internal sealed record CarrierCandidate(
    string Carrier, string Format, string Confidence, bool IsSupported, bool HasAccount, IReadOnlyList<string> Via,
    IReadOnlyList<string> Needs, IReadOnlyList<string> Reasons)
{
    /// <summary>The connections that the parcel could be registered under.</summary>
    public IReadOnlyList<string> Connections =>
        HasAccount ? [Carrier] : Via.Count > 0 ? Via : IsSupported ? [Carrier] : [];
}

internal sealed record RejectedCarrier(string Carrier, string Format, string Reason);

/// <summary>What is known beside the number. Postal code and country are those of the delivery.</summary>
internal sealed record NumberHints(
    IReadOnlyCollection<string> Supported, IReadOnlyCollection<string> Accounts, string? PostalCode = null,
    string? Country = null);

/// <summary>
/// Which carriers a number may be from. Formats overlap (14 digits are Delhivery's, DHL's and, under an aggregator, any
/// courier's), so what is found is ranked by the format, its check digit and the merchant's accounts, and never
/// narrowed silently: who asks sees every candidate with its reasons.
/// </summary>
internal static class TrackingNumbers
{
    // They report on other carriers' parcels; only in India ClickPost does.
    private static readonly string[] Worldwide = ["easypost", "aftership", "17track", "shippo"];
    private static readonly string[] InIndia = ["aftership", "17track", "clickpost"];

    /// <summary>Spaces and hyphens are how people write a number, not part of it.</summary>
    public static string Normalize(string number) =>
        string.Concat(number.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();

    public static Detection Detect(string number, NumberHints hints)
    {
        var plain = Normalize(number);
        var matches = NumberFormats.All.Select(format => format.Match(plain)).OfType<NumberMatch>().ToList();
        var candidates = matches.Where(match => match.Wrong is null)
            .GroupBy(match => match.Format.Carrier)
            .Select(own => own.Select(match => Candidate(match, hints)).MaxBy(found => found.Points))
            .OrderByDescending(found => found.Points).ThenBy(found => found.Candidate.Carrier, StringComparer.Ordinal)
            .Select(found => found.Candidate).ToList();
        var rejected = matches.Where(match => match.Wrong is not null
                && candidates.TrueForAll(candidate => candidate.Carrier != match.Format.Carrier))
            .Select(match => new RejectedCarrier(match.Format.Carrier, match.Format.Name,
                $"the check digit would be {match.Wrong}")).ToList();
        return new Detection(plain, candidates, rejected,
            [.. candidates.SelectMany(candidate => candidate.Needs).Distinct()], Message(candidates, rejected));
    }

    private static (CarrierCandidate Candidate, int Points) Candidate(NumberMatch match, NumberHints hints)
    {
        var format = match.Format;
        var carrier = format.Carrier;
        var sure = (format.IsOwn ? 1 : 0) + (format.HasCheckDigit ? 1 : 0);
        var hasAccount = hints.Accounts.Contains(carrier);
        var isSupported = hints.Supported.Contains(carrier);
        var aggregators = format.Countries is ["IN"] ? InIndia : Worldwide;
        string[] via = [.. aggregators.Where(name => name != carrier && hints.Accounts.Contains(name))];
        string[] needs = hints.PostalCode is null ? [.. format.Needs] : [];

        var reasons = new List<string> { $"looks like {format.Name}" };
        var points = 2 * sure;
        void Because(bool holds, string reason, int worth)
        {
            if (!holds)
                return;
            reasons.Add(reason);
            points += worth;
        }

        var postal = hints.PostalCode is null || match.Postal is null ? (bool?)null
            : Normalize(hints.PostalCode).TrimStart('0').StartsWith(match.Postal, StringComparison.Ordinal);
        var served = hints.Country is null || format.Countries.Count == 0 ? (bool?)null
            : format.Countries.Contains(hints.Country.ToUpperInvariant());
        Because(format.HasCheckDigit, "its check digit is right", 0);
        Because(hasAccount, "you have an account with this carrier", 3);
        Because(!hasAccount && via.Length > 0, $"{string.Join(", ", via)} can report it to you", 1);
        Because(!isSupported && via.Length == 0, "it does not report here itself, nor does an aggregator of yours", -1);
        Because(postal == true, "it names this postal code", 3);
        Because(postal == false, $"it names another postal code, {match.Postal}", -3);
        Because(served == true, $"the carrier delivers in {hints.Country}", 1);
        Because(served == false, $"the carrier delivers in {string.Join(", ", format.Countries)} only", -3);
        Because(match.From is not null, $"it was posted in {match.From}", 0);
        Because(needs.Length > 0, $"tracking it asks for: {string.Join(", ", needs)}", 0);
        var confidence = sure switch { 2 => "high", 1 => "medium", _ => "low" };
        return (new CarrierCandidate(
            carrier, format.Name, confidence, isSupported, hasAccount, via, needs, reasons), points);
    }

    private static string Message(List<CarrierCandidate> candidates, List<RejectedCarrier> rejected) =>
        candidates switch
        {
            [var only] => $"It can only be {only.Carrier}'s, as far as we know its format.",
            [] when rejected.Count > 0 =>
                $"It looks like {rejected[0].Format}, but its check digit is wrong: is there a slip in it?",
            [] => "No carrier that we know of gives out numbers like this.",
            _ => $"It may be any of {candidates.Count} carriers: say which.",
        };
}
