using System.Net;
using System.Text.Json;

namespace Gateway.Pages.Track;

/// <summary>
/// Orders, as the customer's page asks it: the same public calls that anyone with a token could make.
/// </summary>
internal sealed class TrackClient(HttpClient http)
{
    /// <summary>
    /// Null: nobody holds this token. Throws <see cref="HttpRequestException"/> when Orders cannot answer.
    /// </summary>
    public async Task<TrackedOrder?> Find(string token, CancellationToken ct)
    {
        using var answer = await http.GetAsync(Address(token), HttpCompletionOption.ResponseHeadersRead, ct);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync(TrackJson.Default.TrackedOrder, ct);
    }

    /// <summary>
    /// The token of the order that fits, or null: an unknown order and a wrong e-mail are the same. <c>Wait</c>: so
    /// many seconds nobody may ask for this order number.
    /// </summary>
    public async Task<(string? Token, string? Wait)> LookUp(string orderNumber, string contact, CancellationToken ct)
    {
        using var answer = await Post("/v1/track/lookup", Question(orderNumber, contact), ct);
        if (!answer.IsSuccessStatusCode)
            return (null, answer.StatusCode is HttpStatusCode.TooManyRequests
                ? answer.Headers.RetryAfter?.ToString() ?? "60" : null);
        using var found = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), default, ct);
        // Only the token is taken: where the page lives is this gateway's to say, whatever address is in the answer.
        return (found.RootElement.GetProperty("trackingUrl").GetString()!.Split('/')[^1], null);
    }

    /// <summary>The parcel of a tracking number; null: nobody has such a one.</summary>
    public async Task<TrackedParcel?> FindParcel(string number, CancellationToken ct)
    {
        using var answer = await http.GetAsync($"/v1/track/parcel?number={Uri.EscapeDataString(number)}", ct);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync(TrackJson.Default.TrackedParcel, ct);
    }

    /// <summary>
    /// 2xx: it is so. 400 and 422: what was told is not complete; 409: the order is past that; 404: nobody's token.
    /// </summary>
    public async Task<HttpStatusCode> Tell(
        string token, string what, Dictionary<string, object?> told, CancellationToken ct)
    {
        using var answer = await Post($"{Address(token)}/{what}", told, ct);
        return answer.StatusCode;
    }

    private static Dictionary<string, object?> Question(string orderNumber, string contact)
    {
        var name = contact.Contains('@') ? "email"
            : contact.StartsWith('+') || contact.Count(char.IsAsciiDigit) >= 10 ? "phone"
            : "postalCode";
        return new() { ["orderNumber"] = orderNumber, [name] = contact };
    }

    private static string Address(string token) => $"/v1/track/{Uri.EscapeDataString(token)}";

    private async Task<HttpResponseMessage> Post(string path, Dictionary<string, object?> body, CancellationToken ct)
    {
        var answer = await http.PostAsJsonAsync(path, body, ct);
        if ((int)answer.StatusCode < 500)
            return answer;
        using (answer)
            throw new HttpRequestException(null, null, answer.StatusCode);
    }
}
