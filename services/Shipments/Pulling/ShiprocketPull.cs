using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Shipments.Pulling;

/// <summary>
/// Shiprocket's tracking: a token by POST /v1/external/auth/login (valid for ten days), then
/// GET /v1/external/courier/track/awb/{awb}, one number a request. Nothing is documented of how often one may ask: one
/// a second is modest. Source: Shiprocket API documentation, Authentication and Tracking.
/// </summary>
internal sealed class ShiprocketPull : IPull
{
    private readonly ConcurrentDictionary<string, string> tokens = [];

    public string Carrier => "shiprocket";

    public PullLimits Limits { get; } = new(
        NumbersMax: 1, RequestsMax: 60, Window: TimeSpan.FromMinutes(1), Every: TimeSpan.FromHours(4));

    public Uri BaseUrl { get; } = new("https://apiv2.shiprocket.in");

    public IReadOnlyList<string> Credentials { get; } = ["email", "password"];

    public async Task<HttpResponseMessage> Ask(
        HttpClient http, PullAccess access, IReadOnlyList<string> numbers, CancellationToken ct)
    {
        if (tokens.TryGetValue(access.Account, out var known))
        {
            var answer = await Ask(http, access, numbers[0], known, ct);
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
                return answer;
            answer.Dispose();
        }

        var token = await SignIn(http, access, ct);
        tokens[access.Account] = token;
        return await Ask(http, access, numbers[0], token, ct);
    }

    private static async Task<HttpResponseMessage> Ask(
        HttpClient http, PullAccess access, string number, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, access.At($"/v1/external/courier/track/awb/{Uri.EscapeDataString(number)}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, ct);
    }

    private static async Task<string> SignIn(HttpClient http, PullAccess access, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, access.At("/v1/external/auth/login"))
        {
            Content = JsonContent.Create(new { email = access["email"], password = access["password"] }),
        };
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        using var document = LenientJson.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
        return document?.RootElement.TextAt("token")
            ?? throw new HttpRequestException("Signed in, but no token came.");
    }
}
