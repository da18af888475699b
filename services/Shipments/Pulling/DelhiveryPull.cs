using System.Net.Http.Headers;

namespace Shipments.Pulling;

/// <summary>
/// Delhivery's track API: GET /api/v1/packages/json/?waybill=…, 50 waybills a request, 750 requests in 5 minutes,
/// "Authorization: Token …". Source: Delhivery's B2C API documentation, Shipment Tracking.
/// </summary>
internal sealed class DelhiveryPull : IPull
{
    public string Carrier => "delhivery";

    public PullLimits Limits { get; } = new(
        NumbersMax: 50, RequestsMax: 750, Window: TimeSpan.FromMinutes(5), Every: TimeSpan.FromHours(2));

    public Uri BaseUrl { get; } = new("https://track.delhivery.com");

    public IReadOnlyList<string> Credentials { get; } = ["token"];

    public async Task<HttpResponseMessage> Ask(
        HttpClient http, PullAccess access, IReadOnlyList<string> numbers, CancellationToken ct)
    {
        var waybills = string.Join(',', numbers.Select(Uri.EscapeDataString));
        using var request = new HttpRequestMessage(
            HttpMethod.Get, access.At($"/api/v1/packages/json/?waybill={waybills}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Token", access["token"]);
        return await http.SendAsync(request, ct);
    }
}
