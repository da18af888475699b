using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Notifications.Channels;

namespace Notifications.Sms;

/// <summary>
/// Any provider that takes a request a message, as the account describes it. Whether it takes the same {id} only once
/// is the provider's matter: one that does not may send twice what it was asked twice.
/// </summary>
internal sealed class HttpSms(IHttpClientFactory clients, TimeProvider clock) : ISmsProvider
{
    public string Name => "http";

    public async Task<Outcome> Send(SmsAccount account, SmsMessage message, CancellationToken ct)
    {
        var http = account.Http!;
        using var request = Request(http, message);
        var answer = await SmsHttp.Send(clients, request, clock, ct);
        if (answer.IsSuccess)
            return IsAccepted(http, answer.Json) ? Outcome.Taken
                : new Outcome.Again($"the provider answers {answer.Status}, but not as for an accepted message");
        return answer.Status is >= 400 and < 500 and not (401 or 403 or 408 or 425 or 429)
            ? new Outcome.Refused($"the provider answers {answer.Status}")
            : new Outcome.Again($"the provider answers {answer.Status}", answer.RetryAfter, answer.MayBeTaken);
    }

    internal static HttpRequestMessage Request(HttpSmsAccount http, SmsMessage message)
    {
        var isForm = http.Format == "form";
        var request = new HttpRequestMessage(new(http.Method ?? "POST"), http.Url)
        {
            Content = new StringContent(
                Fill(http.Body!, message, isForm ? Uri.EscapeDataString : InJson), Encoding.UTF8,
                isForm ? "application/x-www-form-urlencoded" : "application/json"),
        };
        foreach (var (name, value) in http.Headers ?? new Dictionary<string, string>())
            request.Headers.TryAddWithoutValidation(name, Fill(value, message, Uri.EscapeDataString));
        return request;
    }

    /// <summary>A text is escaped where it stands, so that none of it can become a field of its own.</summary>
    private static string Fill(string text, SmsMessage message, Func<string, string> escape) => string.Concat(
        SmsHttp.Placeholder().Split(text).Select(part => part switch
        {
            "{to}" => escape(message.To),
            "{text}" => escape(message.Text),
            "{id}" => escape(message.Id.ToString("D")),
            _ => part,
        }));

    private static string InJson(string text) => JsonEncodedText.Encode(text).ToString();

    private static bool IsAccepted(HttpSmsAccount http, JsonNode? answer)
    {
        if (http.SuccessField is not { } path)
            return true;
        var found = path.Split('.').Aggregate(answer, (node, name) => node is JsonObject all ? all[name] : null);
        return found is JsonValue && http.SuccessValues?.Contains(found.ToString()) == true;
    }
}
