using System.Net;
using System.Text.Json;

namespace Gateway.Pages.Track;

/// <summary>
/// Notifications, as the customer's page asks it: the same calls that anyone with a token could make.
/// </summary>
internal sealed class PreferencesClient(HttpClient http)
{
    /// <summary>Null: Notifications knows of no order that this token opens, or not yet.</summary>
    public async Task<TrackedPreferences?> Find(string token, CancellationToken ct)
    {
        using var answer = await http.GetAsync(Address(token), ct);
        if (answer.StatusCode is HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync(TrackJson.Default.TrackedPreferences, ct);
    }

    /// <summary>
    /// The fields that are wrong (quietHours, timeZone, …); none: it is so. Null: nobody is told of the order any more.
    /// </summary>
    public async Task<IReadOnlySet<string>?> Change(string token, TrackedPreferences wanted, CancellationToken ct)
    {
        using var answer = await http.PutAsJsonAsync(
            Address(token), wanted, TrackJson.Default.TrackedPreferences, ct);
        if (answer.StatusCode is HttpStatusCode.Conflict)
            return null;
        if (answer.StatusCode is not HttpStatusCode.BadRequest)
        {
            answer.EnsureSuccessStatusCode();
            return new HashSet<string>();
        }

        using var problem = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), default, ct);
        return problem.RootElement.GetProperty("errors").EnumerateArray()
            .Select(error => error.GetProperty("pointer").GetString()!.Split('/')[1]).ToHashSet();
    }

    private static string Address(string token) => $"/v1/track/{Uri.EscapeDataString(token)}/preferences";
}
