using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServiceDefaults;

namespace Notifications.Sms;

/// <summary>What a provider answered. <c>Json</c> null: it was none.</summary>
internal sealed record SmsAnswer(int Status, JsonNode? Json, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Of an answer that is no success: 503 is from before anything was done.</summary>
    public bool MayBeTaken => Status is >= 500 and not 503;
}

/// <summary>HTTP to providers: bounded in time and size, by the outbound client that reaches no private address.
/// </summary>
internal static partial class SmsHttp
{
    public const string Client = "sms";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private const int AnswerBytesMax = 1 << 18;

    public static void Limit(HttpClient client)
    {
        client.Timeout = Timeout;
        client.MaxResponseContentBufferSize = AnswerBytesMax;
    }

    public static async Task<SmsAnswer> Send(
        IHttpClientFactory clients, HttpRequestMessage request, TimeProvider clock, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        using var response = await client.SendAsync(request, ct);
        return new((int)response.StatusCode, Parse(await response.Content.ReadAsStringAsync(ct)),
            response.RetryAfter(clock.GetUtcNow()));
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(\{to\}|\{text\}|\{id\})")]
    public static partial Regex Placeholder();
}
