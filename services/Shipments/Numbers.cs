using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments;

/// <summary>
/// A parcel's number with its carrier and the carrier's own page of it; all null for one updated by hand.
/// </summary>
internal sealed record CarrierNumber(string? Carrier, string? TrackingNumber, string? Url);

/// <summary>
/// Finds out whose number it is when nobody says so, and asks when more than one carrier may be meant.
/// </summary>
internal sealed class Numbers(CarrierList carriers, CarrierAccounts accounts)
{
    /// <exception cref="ProblemException">422 with <c>candidates</c>: none, or more than one.</exception>
    public async Task<CarrierNumber> Resolve(
        string merchantId, string? carrier, string? trackingNumber, CancellationToken ct)
    {
        if (trackingNumber is null)
            return new CarrierNumber(carrier, null, null);
        var number = TrackingNumbers.Normalize(trackingNumber);
        carrier ??= await Detect(merchantId, number, ct);
        return new CarrierNumber(carrier, number, carriers.Find(carrier)?.TrackingUrl(number));
    }

    private async Task<string> Detect(string merchantId, string number, CancellationToken ct)
    {
        var connected = (await accounts.OfMerchant(merchantId, ct)).Select(account => account.Carrier).ToHashSet();
        var candidates = TrackingNumbers.Detect(number, connected);
        return candidates switch
        {
            [var only] => only.Carrier,
            [] => throw Unclear("carrier-not-detected", "No carrier is known by this number's format.", candidates),
            _ => throw Unclear("carrier-ambiguous", "The number may be from more than one carrier.", candidates),
        };
    }

    private static ProblemException Unclear(string code, string title, IReadOnlyList<CarrierCandidate> candidates) =>
        new(422, code, title, "Send the request again with its 'carrier'.")
        {
            More = new Dictionary<string, object> { ["candidates"] = candidates },
        };
}
