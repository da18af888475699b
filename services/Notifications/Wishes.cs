using ServiceDefaults;
using ServiceDefaults.Languages;
using Streams;

namespace Notifications;

/// <summary>What merchant and customer want of an order's messages, and the clock that quiet hours go by.</summary>
internal sealed record Wishes(MessageSettings Merchant, Preferences Customer, TimeZoneInfo Zone)
{
    public static readonly Wishes None = new(new(), new(), TimeZoneInfo.Utc);

    public TimeSpan Digest => TimeSpan.FromMinutes(Customer.DigestMinutes ?? Merchant.DigestMinutes ?? 0);

    /// <summary>
    /// Whether a message is told: as the customer says, unless the merchant does not tell it at all; where neither says
    /// anything, as the table has it.
    /// </summary>
    public bool IsOn(Row row, string channel) => IsOffered(row.Milestone, channel)
        && (Switches.Of(Customer.Messages, row.Milestone, channel)
            ?? Switches.Of(Merchant.Messages, row.Milestone, channel) ?? row.On.Contains(channel));

    public bool IsOffered(string milestone, string channel) =>
        Switches.Of(Merchant.Messages, milestone, channel) ?? true;

    /// <summary>The customer's language, with the merchant's own words in place of ours.</summary>
    public Language LanguageOf(Contact contact, Appearance sender)
    {
        var language = Language.Choose(Customer.Locale ?? contact.Locale, null, sender.Language);
        return language.With(Merchant.Texts?.GetValueOrDefault(language.Texts));
    }

    public DateTimeOffset? QuietUntil(DateTimeOffset now) => Customer.QuietHoursOff == true ? null
        : (Customer.QuietHours ?? Merchant.QuietHours)?.EndAfter(now, Zone);
}

/// <summary>Reads what is wanted: two streams, and the merchant's own settings for the zone.</summary>
internal sealed class WishBook(EventStore store, Merchants merchants)
{
    public async ValueTask<Wishes> Of(string merchantId, Guid orderId, Contact? contact, CancellationToken ct)
    {
        var settings = await store.Load(Wanted.Settings, merchantId, Wanted.SettingsId, ct);
        var customer = await store.Load(Wanted.Customers, merchantId, contact?.PersonId ?? orderId, ct);
        var zone = customer.State.Value.TimeZone ?? contact?.TimeZone ?? (await merchants.Of(merchantId, ct)).TimeZone;
        return new(settings.State.Value, customer.State.Value,
            zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : TimeZoneInfo.Utc);
    }
}
