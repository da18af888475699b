using System.Net.Http.Json;

namespace Shipments.Pulling;

/// <summary>
/// 17TRACK's POST /track/v2.2/gettrackinfo, 40 numbers a request, 3 requests a second, the key in 17token. Numbers that
/// were never registered there are refused one by one. Source: 17TRACK API documentation v2.2.
/// </summary>
internal sealed class SeventeenTrackPull : IPull
{
    public string Carrier => "17track";

    public PullLimits Limits { get; } = new(
        NumbersMax: 40, RequestsMax: 3, Window: TimeSpan.FromSeconds(1), Every: TimeSpan.FromHours(6));

    public Uri BaseUrl { get; } = new("https://api.17track.net");

    public IReadOnlyList<string> Credentials { get; } = ["apiKey"];

    public async Task<HttpResponseMessage> Ask(
        HttpClient http, PullAccess access, IReadOnlyList<string> numbers, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, access.At("/track/v2.2/gettrackinfo"))
        {
            Content = JsonContent.Create(numbers.Select(number => new { number })),
        };
        request.Headers.Add("17token", access["apiKey"]);
        return await http.SendAsync(request, ct);
    }
}
