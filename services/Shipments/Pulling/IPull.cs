namespace Shipments.Pulling;

/// <summary>
/// A carrier that can be asked how parcels stand, beside the <see cref="Carriers.ICarrier"/> of the same name, whose
/// Parse reads the answer as it reads a push.
/// </summary>
internal interface IPull
{
    string Carrier { get; }

    /// <summary>What its API is documented to bear.</summary>
    PullLimits Limits { get; }

    /// <summary>Where its API is, unless an account says otherwise.</summary>
    Uri BaseUrl { get; }

    /// <summary>What an account has to tell so that it may ask: the names of its credentials.</summary>
    IReadOnlyList<string> Credentials { get; }

    /// <summary>Asks once. The caller disposes the answer, whatever its status is.</summary>
    /// <exception cref="HttpRequestException">The carrier does not answer, or does not let us in.</exception>
    Task<HttpResponseMessage> Ask(
        HttpClient http, PullAccess access, IReadOnlyList<string> numbers, CancellationToken ct);
}

/// <summary>
/// At most <c>NumbersMax</c> numbers a request and <c>RequestsMax</c> requests in a <c>Window</c>; a number is asked
/// about each <c>Every</c> unless an account says otherwise.
/// </summary>
internal sealed record PullLimits(int NumbersMax, int RequestsMax, TimeSpan Window, TimeSpan Every)
{
    /// <summary>From one request to the next: so many fit into the window, and no burst is ever sent.</summary>
    public TimeSpan Pace => Window / RequestsMax;

    /// <summary>After so many failures in a row: half a minute, doubling, at most an hour.</summary>
    public static TimeSpan PauseAfter(int failures) =>
        TimeSpan.FromSeconds(Math.Min(3600, 30 * Math.Pow(2, Math.Min(failures - 1, 10))));
}

/// <summary>An account's own way in: credentials by name.</summary>
internal sealed record PullAccess(string Account, Uri BaseUrl, IReadOnlyDictionary<string, string> Credentials)
{
    public string this[string credential] => Credentials[credential];

    public Uri At(string pathAndQuery) => new(BaseUrl.AbsoluteUri.TrimEnd('/') + pathAndQuery);
}

/// <summary>The carriers that can be asked, a line each.</summary>
internal sealed class PullList(IEnumerable<IPull> pulls)
{
    private readonly Dictionary<string, IPull> byCarrier = pulls.ToDictionary(pull => pull.Carrier);

    public string Names => string.Join(", ", byCarrier.Keys.Order(StringComparer.Ordinal));

    public IPull? Find(string? carrier) => carrier is null ? null : byCarrier.GetValueOrDefault(carrier);
}
