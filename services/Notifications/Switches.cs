using Streams;

namespace Notifications;

/// <summary>Which messages somebody wants: milestone, or * for all, then channel. The others are left open.</summary>
internal static class Switches
{
    public const string Every = "*";

    /// <summary>What is said of the message itself, else of the whole channel; null: nothing.</summary>
    public static bool? Of(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>>? messages, string milestone, string channel) =>
        Find(messages, milestone, channel) ?? Find(messages, Every, channel);

    private static bool? Find(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>>? messages, string milestone, string channel) =>
        messages?.GetValueOrDefault(milestone)?.TryGetValue(channel, out var on) == true ? on : null;
}

/// <summary>
/// What a merchant settles about messages; null where it leaves it to the platform. <c>Messages</c>: see
/// <see cref="Switches"/>. <c>DailyMax</c>: messages to one recipient in 24 hours on one channel, but for urgent ones.
/// <c>Texts</c>: by language (en, pt-BR), then by key (letter.shipped.body), in place of the catalogue's.
/// </summary>
internal sealed record MessageSettings
{
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>>? Messages { get; init; }
    public QuietHours? QuietHours { get; init; }
    public int? DigestMinutes { get; init; }
    public int? DailyMax { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Texts { get; init; }
}

/// <summary>
/// What a customer wants of a merchant's messages; null where they have not said. TimeZone (IANA) and Locale (BCP 47)
/// count before the order's.
/// </summary>
internal sealed record Preferences
{
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>>? Messages { get; init; }
    public QuietHours? QuietHours { get; init; }

    /// <summary>True: none, whatever the merchant has settled.</summary>
    public bool? QuietHoursOff { get; init; }
    public int? DigestMinutes { get; init; }
    public string? TimeZone { get; init; }
    public string? Locale { get; init; }

    /// <summary>The same without any message on the channel.</summary>
    public Preferences Without(string channel)
    {
        var messages = (Messages ?? new Dictionary<string, IReadOnlyDictionary<string, bool>>()).ToDictionary(
            row => row.Key, IReadOnlyDictionary<string, bool> (row) =>
                row.Value.Where(one => one.Key != channel).ToDictionary());
        var every = messages.GetValueOrDefault(Switches.Every) ?? new Dictionary<string, bool>();
        messages[Switches.Every] = new Dictionary<string, bool>(every) { [channel] = false };
        return this with { Messages = messages };
    }
}

/// <summary>A merchant's settings: one stream for each. The names and fields are the storage format.</summary>
internal abstract record SettingsEvent
{
    private SettingsEvent() { }

    /// <summary>All settings from then on. <c>ChangedBy</c> is the id of the key that made the change.</summary>
    [EventAlias("settings_changed")]
    public sealed record Changed(
        MessageSettings Settings, string? ChangedBy, DateTimeOffset OccurredAt) : SettingsEvent;
}

/// <summary>A customer's preferences: one stream for each person, or for the order of nobody known.</summary>
internal abstract record PreferencesEvent
{
    private PreferencesEvent() { }

    /// <summary>All of them from then on. <c>By</c>: merchant, customer, unsubscribe.</summary>
    [EventAlias("preferences_changed")]
    public sealed record Changed(Preferences Preferences, string By, DateTimeOffset OccurredAt) : PreferencesEvent;
}

internal sealed record Known<T>(T Value);

internal static class Wanted
{
    /// <summary>Each merchant has one: the tenant alone tells them apart.</summary>
    public static readonly Guid SettingsId = new("6d657373-6167-8573-8000-000000000001");

    public static readonly StreamKind<Known<MessageSettings>, SettingsEvent> Settings =
        new("settings", new(new MessageSettings()), (_, happened) => new(((SettingsEvent.Changed)happened).Settings));

    public static readonly StreamKind<Known<Preferences>, PreferencesEvent> Customers =
        new("preferences", new(new Preferences()),
            (_, happened) => new(((PreferencesEvent.Changed)happened).Preferences));

    public static IReadOnlyList<SettingsEvent> Decide(
        Known<MessageSettings> s, MessageSettings settings, string? changedBy, DateTimeOffset now) =>
        IsSame(s.Value, settings) ? [] : [new SettingsEvent.Changed(settings, changedBy, now)];

    public static IReadOnlyList<PreferencesEvent> Decide(
        Known<Preferences> s, Func<Preferences, Preferences> change, string by, DateTimeOffset now) =>
        change(s.Value) is var after && IsSame(s.Value, after) ? []
            : [new PreferencesEvent.Changed(after, by, now)];

    /// <summary>Dictionaries are the same by what is in them.</summary>
    private static bool IsSame<T>(T one, T other) => System.Text.Json.Nodes.JsonNode.DeepEquals(
        System.Text.Json.JsonSerializer.SerializeToNode(one), System.Text.Json.JsonSerializer.SerializeToNode(other));
}
