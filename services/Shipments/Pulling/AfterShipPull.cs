namespace Shipments.Pulling;

/// <summary>
/// AfterShip's trackings: GET /tracking/2025-01/trackings?tracking_numbers=…, the key in as-api-key, 6 requests a
/// second; a page holds up to 200. Source: AfterShip Tracking API documentation 2025-01, Get trackings and Rate limit.
/// </summary>
internal sealed class AfterShipPull : IPull
{
    public string Carrier => "aftership";

    public PullLimits Limits { get; } = new(
        NumbersMax: 50, RequestsMax: 6, Window: TimeSpan.FromSeconds(1), Every: TimeSpan.FromHours(6));

    public Uri BaseUrl { get; } = new("https://api.aftership.com");

    public IReadOnlyList<string> Credentials { get; } = ["apiKey"];

    public async Task<HttpResponseMessage> Ask(
        HttpClient http, PullAccess access, IReadOnlyList<string> numbers, CancellationToken ct)
    {
        var wanted = string.Join(',', numbers.Select(Uri.EscapeDataString));
        using var request = new HttpRequestMessage(
            HttpMethod.Get, access.At($"/tracking/2025-01/trackings?limit={numbers.Count}&tracking_numbers={wanted}"));
        request.Headers.Add("as-api-key", access["apiKey"]);
        return await http.SendAsync(request, ct);
    }
}
