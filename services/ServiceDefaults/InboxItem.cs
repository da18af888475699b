using Microsoft.Extensions.Primitives;

namespace ServiceDefaults;

/// <summary>One webhook as it came: bytes and headers (without secrets), and what became of it.</summary>
public sealed record InboxItem
{
    public required Guid Id { get; init; }
    public required string MerchantId { get; init; }
    /// <summary>The carrier's or provider's name.</summary>
    public required string Source { get; init; }
    public required string Account { get; init; }
    /// <summary>How it came to us: see <see cref="InboxVia"/>.</summary>
    public string Via { get; init; } = InboxVia.Push;
    public required DateTimeOffset ReceivedAt { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
    public required byte[] Body { get; init; }
    public string State { get; init; } = InboxState.Received;
    public string? Reason { get; init; }
    /// <summary>What the payload is about, as far as it was understood: "delhivery:1234567890".</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
    public int Attempts { get; init; }
    /// <summary>When somebody last asked for it to be worked on again; null: never.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }
    public string? TraceParent { get; init; }
}

/// <summary>How a payload came to us.</summary>
public static class InboxVia
{
    public const string Push = "push";

    /// <summary>The answer to a question of ours.</summary>
    public const string Pull = "pull";
}

/// <summary>What can become of a webhook; all but <c>received</c> rest until they are replayed or released.</summary>
public static class InboxState
{
    public const string Received = "received";
    public const string Done = "done";
    public const string Ignored = "ignored";

    /// <summary>It is about something that nobody has told us of yet.</summary>
    public const string Unmatched = "unmatched";

    /// <summary>It holds codes that mean nothing to us yet; what it says beside them is worked on.</summary>
    public const string Unmapped = "unmapped";

    public const string Unparseable = "unparseable";

    public static readonly IReadOnlyList<string> All = [Received, Done, Ignored, Unmatched, Unmapped, Unparseable];
}

/// <summary>
/// How a handler leaves a webhook: its state, why, what it was about and, where it waits, for what.
/// </summary>
public sealed record InboxOutcome(
    string State, string? Reason, IReadOnlyList<string> Keys, IReadOnlyList<string> WaitsFor)
{
    public static InboxOutcome Done(params IReadOnlyList<string> keys) => new(InboxState.Done, null, keys, []);

    /// <summary>
    /// Nothing is known under one of these keys yet; <see cref="WebhookInbox.Release"/> brings it back.
    /// </summary>
    public static InboxOutcome Unmatched(string reason, params IReadOnlyList<string> keys) =>
        new(InboxState.Unmatched, reason, keys, keys);

    /// <summary>Another meaning of these codes, or another build of the service, brings it back.</summary>
    public static InboxOutcome Unmapped(IReadOnlyList<string> keys, IReadOnlyList<string> codes) =>
        new(InboxState.Unmapped, "codes that mean nothing to us yet", keys, codes);

    public static InboxOutcome Unparseable(string reason) => new(InboxState.Unparseable, reason, [], []);

    public static InboxOutcome Ignored(string reason, params IReadOnlyList<string> keys) =>
        new(InboxState.Ignored, reason, keys, []);
}

/// <summary>Works on one webhook. It may be called again with the same one: what it does must bear a repeat.</summary>
public interface IWebhookHandler
{
    Task<InboxOutcome> Handle(InboxItem item, CancellationToken ct);
}

/// <summary>Which of a webhook's headers are written down.</summary>
public static class InboxHeaders
{
    private static readonly HashSet<string> Never = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "x-api-key", "anx-api-key", "x-webhook-token", "token",
        "client-id", "webhook_key", "webhook-key", "XBKey", "x-access-token", "credential",
        PlatformIdentity.Header,
    };

    /// <summary>
    /// All but what could be used to pose as the sender or as one of us: those that usually do, the account's
    /// own <paramref name="header"/>, and whichever holds one of its <paramref name="secrets"/>. A signature proves one
    /// body only and is kept unless the account has named its header.
    /// </summary>
    public static Dictionary<string, string> WithoutSecrets(
        IEnumerable<KeyValuePair<string, StringValues>> headers, IReadOnlyList<string> secrets, string? header) =>
        headers.Select(h => (Name: h.Key, Value: h.Value.ToString()))
            .Where(h => !Never.Contains(h.Name)
                && !string.Equals(h.Name, header, StringComparison.OrdinalIgnoreCase)
                && !secrets.Any(secret => h.Value.Contains(secret, StringComparison.Ordinal)))
            // PostgreSQL's jsonb refuses NUL.
            .ToDictionary(h => h.Name, h => h.Value.Replace("\0", "", StringComparison.Ordinal));
}
