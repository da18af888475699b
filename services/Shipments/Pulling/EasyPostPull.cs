using System.Net.Http.Headers;
using System.Text;

namespace Shipments.Pulling;

/// <summary>
/// EasyPost's trackers: GET /v2/trackers?tracking_code=…, one number a request, the API key as the user of basic
/// credentials, 5 requests a second. Source: EasyPost API documentation, Trackers, and its Rate Limiting Guide.
/// </summary>
internal sealed class EasyPostPull : IPull
{
    public string Carrier => "easypost";

    public PullLimits Limits { get; } = new(
        NumbersMax: 1, RequestsMax: 5, Window: TimeSpan.FromSeconds(1), Every: TimeSpan.FromHours(6));

    public Uri BaseUrl { get; } = new("https://api.easypost.com");

    public IReadOnlyList<string> Credentials { get; } = ["apiKey"];

    public async Task<HttpResponseMessage> Ask(
        HttpClient http, PullAccess access, IReadOnlyList<string> numbers, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, access.At($"/v2/trackers?tracking_code={Uri.EscapeDataString(numbers[0])}"));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(access["apiKey"] + ":")));
        return await http.SendAsync(request, ct);
    }
}
