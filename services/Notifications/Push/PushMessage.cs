using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Notifications.Templates;

namespace Notifications.Push;

/// <summary>
/// What a device shows: a letter in two lines, as gateway/Pages/Files/worker.js reads it. <c>Tag</c>: a message that
/// comes twice is shown once.
/// </summary>
internal sealed record PushMessage(string Title, string Body, string? Url, string Tag)
{
    /// <summary>How long a push service keeps it for a device that is away, in seconds.</summary>
    private const int UrgentTime = 12 * 60 * 60;
    private const int OtherTime = 3 * 24 * 60 * 60;

    /// <summary>As it is, but for what would end the string: a script in another language is not six times as long.
    /// </summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static PushMessage Of(Letter letter, Guid id) => new(
        letter.Sender.Name is { } store ? $"{store}: {letter.Heading}" : letter.Heading,
        letter.News is [var only] ? only.Text : string.Join(" · ", letter.News.Select(news => news.Heading)),
        letter.Link, id.ToString("D"));

    /// <summary>No longer than a push service must take: the longer of the two lines gives way.</summary>
    public byte[] Text()
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        return text.Length <= PushCipher.TextBytesMax ? text
            : Body.Length > Title.Length ? (this with { Body = Half(Body) }).Text()
            : (this with { Title = Half(Title) }).Text();
    }

    /// <summary>The request, but for who we are.</summary>
    public HttpRequestMessage To(PushSubscription device, bool isUrgent)
    {
        var content = new ByteArrayContent(PushCipher.Seal(
            Text(), Base64Url.DecodeFromChars(device.P256dh), Base64Url.DecodeFromChars(device.Auth)));
        content.Headers.ContentType = new("application/octet-stream");
        content.Headers.ContentEncoding.Add("aes128gcm");
        var request = new HttpRequestMessage(HttpMethod.Post, device.Endpoint) { Content = content };
        request.Headers.Add("TTL", $"{(isUrgent ? UrgentTime : OtherTime)}");
        request.Headers.Add("Urgency", isUrgent ? "high" : "normal");
        // What waits under the same topic is replaced: tried again, it comes once. 32 characters at most.
        request.Headers.Add("Topic", Base64Url.EncodeToString(Guid.Parse(Tag).ToByteArray(bigEndian: true)));
        return request;
    }

    /// <summary>By what people see as a character.</summary>
    private static string Half(string text)
    {
        var starts = System.Globalization.StringInfo.ParseCombiningCharacters(text);
        return starts.Length < 2 ? "" : text[..starts[starts.Length / 2]].TrimEnd() + "…";
    }
}
