using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Notifications.Channels;

namespace Notifications.Sms;

/// <summary>
/// Twilio's Messages resource. It knows no idempotency key: a message that was tried before, and may have been taken,
/// is looked for first among those sent to the number (the same text, which holds the order's own link, of the last
/// day).
/// Source: Twilio's API reference (Messages resource; error and warning dictionary).
/// </summary>
internal sealed class Twilio(IHttpClientFactory clients, TimeProvider clock) : ISmsProvider
{
    public const string BaseUrl = "https://api.twilio.com";

    private static readonly TimeSpan LookBack = TimeSpan.FromDays(1);

    /// <summary>
    /// What will never go through, whoever tries; any other refusal may be put right. All but the account's and the
    /// sender's own limits are of the number.
    /// </summary>
    private static readonly Dictionary<int, string> Final = new()
    {
        [21211] = "the phone number is not valid",
        [21214] = "the phone number cannot be reached",
        [21217] = "the phone number is not valid",
        [21265] = "the phone number is a short code",
        [21408] = "the provider's account may not send to this country",
        [21421] = "the phone number is not valid",
        [21610] = "the recipient has opted out of messages",
        [21612] = "the phone number cannot be reached from the sender's",
        [21614] = "the phone number is no mobile number",
        [21635] = "the phone number is a fixed line",
    };

    public string Name => "twilio";

    public async Task<Outcome> Send(SmsAccount account, SmsMessage message, CancellationToken ct)
    {
        var twilio = account.Twilio!;
        if (message.Attempt > 1 && await WasTaken(twilio, message, ct))
            return Outcome.Taken;
        var sender = twilio.MessagingServiceSid is { } service
            ? KeyValuePair.Create("MessagingServiceSid", service) : KeyValuePair.Create("From", twilio.From!);
        using var request = Request(twilio, HttpMethod.Post, "");
        request.Content = new FormUrlEncodedContent(
            [KeyValuePair.Create("To", message.To), sender, KeyValuePair.Create("Body", message.Text)]);
        var answer = await SmsHttp.Send(clients, request, clock, ct);
        if (answer.IsSuccess)
            return answer.Json?["sid"] is not null ? Outcome.Taken
                : new Outcome.Again("Twilio's answer names no message", MayBeTaken: true);
        var code = answer.Json?["code"] is { } told && told.GetValueKind() == JsonValueKind.Number
            ? told.GetValue<int>() : 0;
        return answer.Status is >= 400 and < 500 && Final.TryGetValue(code, out var why)
            ? new Outcome.Refused(why, IsDead: code is not (21408 or 21612))
            : new Outcome.Again($"Twilio answers {answer.Status}{(code > 0 ? $" ({code})" : "")}", answer.RetryAfter,
                answer.MayBeTaken);
    }

    private async Task<bool> WasTaken(TwilioAccount twilio, SmsMessage message, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - LookBack;
        using var request = Request(twilio, HttpMethod.Get,
            $"?To={Uri.EscapeDataString(message.To)}&DateSent%3E={since:yyyy-MM-dd}&PageSize=100");
        var answer = await SmsHttp.Send(clients, request, clock, ct);
        if (!answer.IsSuccess || answer.Json?["messages"]?.AsArray() is not { } sent)
            throw new HttpRequestException(
                $"Twilio answers {answer.Status} when asked whether it has taken the message already.");
        // A trial account puts words of its own before the text.
        return sent.Any(one => ((string?)one!["body"])?.EndsWith(message.Text, StringComparison.Ordinal) == true
            && (string?)one["status"] is not ("failed" or "undelivered" or "canceled")
            && DateTimeOffset.TryParse((string?)one["date_created"], CultureInfo.InvariantCulture, out var at)
            && at >= since);
    }

    private static HttpRequestMessage Request(TwilioAccount twilio, HttpMethod method, string query)
    {
        var url = $"{(twilio.BaseUrl ?? BaseUrl).TrimEnd('/')}/2010-04-01/Accounts/"
            + $"{Uri.EscapeDataString(twilio.AccountSid!)}/Messages.json{query}";
        var credentials = Encoding.UTF8.GetBytes($"{twilio.AccountSid}:{twilio.AuthToken}");
        return new(method, url)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials)) },
        };
    }
}
