using Contracts;
using Microsoft.Extensions.Primitives;

namespace Shipments.Carriers;

/// <summary>
/// A carrier or aggregator that reports to us. Chosen by its name, which is also its place in
/// <c>/webhooks/carriers/{carrier}/{account}</c>.
/// </summary>
internal interface ICarrier
{
    string Name { get; }

    /// <summary>
    /// How its senders can prove themselves. The token of <see cref="CarrierAuth.OAuth"/> is checked before the adapter
    /// is asked (<see cref="WebhookTokens"/>).
    /// </summary>
    IReadOnlyList<string> Schemes => [CarrierAuth.Header, CarrierAuth.Basic, CarrierAuth.Query];

    /// <summary>What an account with this carrier can be set to besides.</summary>
    IReadOnlyList<CarrierSetting> Settings => [];

    /// <summary>
    /// Whether the sender knows one of the account's secrets: over the bytes as they came, before anything is parsed.
    /// </summary>
    bool IsAuthentic(CarrierRequest request, CarrierAuth auth);

    /// <summary>
    /// Reads the push and the pull shape of a payload. Never throws: what cannot be read is said to be so. The same
    /// bytes and context give the same scans again.
    /// </summary>
    CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context);

    /// <summary>Whether <see cref="Parse"/> may make anything of it; else the sender is told at once.</summary>
    bool IsReadable(ReadOnlySpan<byte> body) => LenientJson.IsJson(body);

    /// <summary>What is written down of a body: all of it, but for a secret that it brings, which is sealed.</summary>
    byte[] WithoutSecrets(byte[] body, Func<string, string> seal) => body;

    /// <summary>The carrier's own public page of a parcel, if it has one.</summary>
    string? TrackingUrl(string trackingNumber);
}

/// <summary>What authentication looks at. Header names do not care for case.</summary>
internal sealed record CarrierRequest(
    ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, StringValues> Headers,
    IReadOnlyDictionary<string, StringValues> Query)
{
    /// <summary>Against which a signature's own time is held.</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>
/// How an account's sender proves itself. <c>Scheme</c>: header, hmac (the carrier's own signature), basic, query,
/// oauth (a token that we gave for the secret). <c>Name</c> is the header's or query parameter's name where the
/// merchant chooses it. Several secrets are valid at once, so that they can be rotated.
/// </summary>
internal sealed record CarrierAuth(string Scheme, string? Name, string? Username, IReadOnlyList<string> Secrets)
{
    public const string Header = "header";
    public const string Hmac = "hmac";
    public const string Basic = "basic";
    public const string Query = "query";
    public const string OAuth = "oauth";
}

/// <summary>
/// A setting of an account. A secret one goes in and never comes out; <c>Wanted</c> says of a value that is not valid
/// what it must be.
/// </summary>
internal sealed record CarrierSetting(
    string Name, bool IsSecret = false, Func<string, bool>? IsValid = null, string Wanted = "");

/// <summary>What reading needs besides the bytes: when they came, and the zone the account is set to, if any.</summary>
internal sealed record CarrierContext(DateTimeOffset ReceivedAt, TimeZoneInfo? AccountZone)
{
    /// <summary>The merchant's own meanings of this carrier's codes; <see cref="Scans.Of"/> applies them.</summary>
    public Overrides Overrides { get; init; } = Overrides.None;

    /// <summary>What the account says of how its payloads are to be read, where that is a setting.</summary>
    public CarrierFormat? Format { get; init; }

    /// <summary>The zone for times without an offset: the account's own, else the one the carrier documents.</summary>
    public ZoneGuess ZoneOr(TimeZoneInfo documented) =>
        AccountZone is null ? new ZoneGuess(documented, "assumed") : new ZoneGuess(AccountZone, "account");

    /// <summary>The zone for times of a place without an offset: the place's own, if it can have only one.</summary>
    public ZoneGuess ZoneAt(ScanLocation? place, TimeZoneInfo documented) =>
        Places.ZoneOf(place) is { } zone ? new ZoneGuess(zone, "location") : ZoneOr(documented);
}

/// <summary>What a payload came to.</summary>
internal abstract record CarrierReport
{
    private CarrierReport()
    {
    }

    public sealed record Parcels(IReadOnlyList<Parcel> All) : CarrierReport;

    /// <summary>Known for what it is, and no news of a parcel.</summary>
    public sealed record Ignored(string Reason) : CarrierReport;

    public sealed record Unparseable(string Reason) : CarrierReport;

    /// <summary>
    /// The sender asks us to confirm a subscription with the secret that it sent, sealed as
    /// <see cref="ICarrier.WithoutSecrets"/> has it.
    /// </summary>
    public sealed record Handshake(string Subscription, string Secret) : CarrierReport;
}

/// <summary>
/// What a payload says of one parcel. <c>Reference</c> is the shipper's own, as told to the carrier. <c>Cod</c> and
/// <c>Proof</c> are what it says of the whole parcel rather than in one of its scans; a payload may say nothing else.
/// <c>ReturnNumber</c> is the number under which the same carrier takes the parcel back.
/// </summary>
internal sealed record Parcel(
    string TrackingNumber, IReadOnlyList<Scan> Scans, EstimatedDelivery? Estimate = null, string? Reference = null,
    CashOnDelivery? Cod = null, DeliveryProof? Proof = null, string? ReturnNumber = null);

/// <summary>The carriers there are, by name.</summary>
internal sealed class CarrierList(IEnumerable<ICarrier> carriers)
{
    private readonly Dictionary<string, ICarrier> byName = carriers.ToDictionary(carrier => carrier.Name);

    public IReadOnlyCollection<string> All => byName.Keys;

    public IEnumerable<ICarrier> Each => byName.Values;

    public string Names => string.Join(", ", byName.Keys.Order(StringComparer.Ordinal));

    public ICarrier? Find(string? name) => name is null ? null : byName.GetValueOrDefault(name);
}
