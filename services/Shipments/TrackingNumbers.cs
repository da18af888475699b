using System.Text.RegularExpressions;

namespace Shipments;

/// <summary>A carrier that may have given out a number, and why we think so.</summary>
internal sealed record CarrierCandidate(string Carrier, bool HasAccount, string Reason);

/// <summary>
/// Which of our carriers a number may be from. The formats overlap (a Shiprocket parcel carries its courier's
/// number), so the merchant's own accounts rank them; more than one candidate is shown and none is picked silently.
/// </summary>
internal static partial class TrackingNumbers
{
    private static readonly (string Carrier, Regex Format, string Reason)[] Formats =
    [
        ("delhivery", DelhiveryWaybill(), "11 to 14 digits, as Delhivery's waybills"),
        ("shiprocket", CourierWaybill(), "a courier's waybill, as Shiprocket hands out those of its couriers"),
        ("easypost", EasyPostTest(), "a test number of EasyPost"),
        ("easypost", Ups(), "1Z and 16 more, as UPS numbers, which EasyPost tracks"),
        ("easypost", Usps(), "20 to 22 digits from 91 to 95, as USPS numbers, which EasyPost tracks"),
        ("easypost", Postal(), "two letters, nine digits, two letters, as post numbers, which EasyPost tracks"),
        ("easypost", FedEx(), "12 or 15 digits, as FedEx numbers, which EasyPost tracks"),
    ];

    /// <summary>Spaces and hyphens are how people write a number, not part of it.</summary>
    public static string Normalize(string number) =>
        string.Concat(number.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();

    /// <summary>
    /// Most likely first. Where the merchant has an account with some of the candidates, the others are left out: a
    /// parcel is sent with a carrier one is a customer of.
    /// </summary>
    public static IReadOnlyList<CarrierCandidate> Detect(string number, IReadOnlyCollection<string> accounts)
    {
        var plain = Normalize(number);
        var candidates = Formats
            .Where(format => format.Format.IsMatch(plain))
            .Select(format => new CarrierCandidate(format.Carrier, accounts.Contains(format.Carrier), format.Reason))
            .DistinctBy(candidate => candidate.Carrier)
            .ToList();
        return candidates.Exists(candidate => candidate.HasAccount)
            ? candidates.FindAll(candidate => candidate.HasAccount)
            : candidates;
    }

    [GeneratedRegex(@"^\d{11,14}$", RegexOptions.None, 250)]
    private static partial Regex DelhiveryWaybill();

    [GeneratedRegex(@"^(\d{10,16}|[A-Z]\d{8}|SF\w{6,16}|FMP[CP]\d{8,14})$", RegexOptions.None, 250)]
    private static partial Regex CourierWaybill();

    [GeneratedRegex(@"^EZ[1-7]0{8}[1-7]$", RegexOptions.None, 250)]
    private static partial Regex EasyPostTest();

    [GeneratedRegex(@"^1Z[A-Z0-9]{15}\d$", RegexOptions.None, 250)]
    private static partial Regex Ups();

    [GeneratedRegex(@"^9[1-5]\d{18,20}$", RegexOptions.None, 250)]
    private static partial Regex Usps();

    [GeneratedRegex(@"^[A-Z]{2}\d{9}[A-Z]{2}$", RegexOptions.None, 250)]
    private static partial Regex Postal();

    [GeneratedRegex(@"^(\d{12}|\d{15})$", RegexOptions.None, 250)]
    private static partial Regex FedEx();
}
