using System.Collections.Frozen;
using Contracts;

namespace Shipments;

/// <summary>
/// What a merchant says a carrier's code means. <c>Leg</c> null: the one that the adapter read. The status
/// <c>unknown</c> says that the code means nothing, on purpose.
/// </summary>
internal sealed record CodeOverride(
    string Code, string Status, string? Leg = null, string? Detail = null, StatusReason? Reason = null);

/// <summary>
/// A merchant's own meanings of one carrier's codes. They stand above the adapter's tables, for every adapter alike,
/// where its readings become scans (<see cref="Scans.Of"/>). A scan without a code is known by its text.
/// </summary>
internal sealed class Overrides(IEnumerable<CodeOverride> all)
{
    public static readonly Overrides None = new([]);

    private readonly FrozenDictionary<string, CodeOverride> byCode = all.ToFrozenDictionary(one => KeyOf(one.Code));

    /// <summary>Case and spacing of a code do not count.</summary>
    public static string KeyOf(string code) =>
        string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    public bool Knows(string? code, string? text) => Find(code, text) is not null;

    public Reading Apply(Reading reading)
    {
        if (Find(reading.Code, reading.Text) is not { } says)
            return reading;
        var leg = says.Status is Statuses.Returning or Statuses.Returned ? Legs.Return
            : says.Leg ?? reading.Meaning.Leg;
        var meaning = new Meaning(says.Status, says.Detail, says.Reason.Saying(reading.Text), leg);
        return reading with { Meaning = leg == Legs.Return ? meaning.OnReturn() : meaning };
    }

    private CodeOverride? Find(string? code, string? text) =>
        byCode.Count > 0 && (code ?? text) is { } known ? byCode.GetValueOrDefault(KeyOf(known)) : null;
}
