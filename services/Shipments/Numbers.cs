using System.Text.Json.Serialization;
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
        carrier ??= Chosen(await Detect(merchantId, number, postalCode: null, country: null, ct));
        return new CarrierNumber(carrier, number, carriers.Find(carrier)?.TrackingUrl(number));
    }

    public async Task<Detection> Detect(
        string merchantId, string number, string? postalCode, string? country, CancellationToken ct)
    {
        var connected = (await accounts.OfMerchant(merchantId, ct)).Select(account => account.Carrier).ToHashSet();
        return TrackingNumbers.Detect(number, new NumberHints(carriers.All, connected, postalCode, country));
    }

    /// <summary>
    /// A parcel is sent with whom one is a customer of: where the merchant's own accounts leave one way in which it
    /// can be reported, that is it.
    /// </summary>
    public static string Chosen(Detection detection)
    {
        var mine = detection.Candidates.Where(candidate => candidate.HasAccount || candidate.Via.Count > 0).ToList();
        var ways = (mine.Count > 0 ? mine : detection.Candidates)
            .SelectMany(candidate => candidate.Connections).Distinct().ToList();
        return ways switch
        {
            [var only] => only,
            [] => throw Unclear("carrier-not-detected", "The number's carrier is not known.", detection),
            _ => throw Unclear("carrier-ambiguous", "The number may be from more than one carrier.", detection),
        };
    }

    private static ProblemException Unclear(string code, string title, Detection detection) =>
        new(422, code, title, $"{detection.Message} Send the request again with its 'carrier'.")
        {
            More = new Dictionary<string, object>
            {
                ["candidates"] = detection.Candidates,
                ["rejected"] = detection.Rejected,
            },
        };
}

/// <summary>What an unclear number's problem tells besides: by these the request can be made clear.</summary>
internal sealed record UnclearNumber(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<CarrierCandidate>? Candidates,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<RejectedCarrier>? Rejected);
