using FluentValidation;
using Notifications.Channels;
using ServiceDefaults;
using Streams;

namespace Notifications;

/// <summary>
/// What a customer wants, as it is answered: every message that they can switch, and whether it is told now.
/// </summary>
[ApiName("Preferences")]
internal sealed record PreferencesView(
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>> Messages, QuietHours? QuietHours,
    bool QuietHoursOff, int? DigestMinutes, string? TimeZone, string? Locale);

/// <summary>Messages as customers want them: by their storefront, or by themselves with the tracking link.</summary>
internal static class PreferencesApi
{
    internal static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/customers/{id}/preferences", OfCustomer).RequireScope("storefront").Versioned()
            .Describe<PreferencesView>("getPreferences", "Read which messages a customer gets");
        routes.MapPut("/v1/customers/{id}/preferences", ChangeOfCustomer).RequireScope("storefront").Versioned()
            .Describe<PreferencesView>("setPreferences", "Say which messages a customer wants");
        routes.MapGet("/v1/track/{token}/preferences", OfToken).Versioned()
            .Describe<PreferencesView>("getPublicPreferences", "Read which messages one gets");
        routes.MapPut("/v1/track/{token}/preferences", ChangeOfToken).Versioned()
            .Describe<PreferencesView>("setPublicPreferences", "Say which messages one wants");
    }

    private static Task<IResult> OfCustomer(
        string id, Caller caller, PersonalKeys keys, PreferencesDesk desk, HttpContext http) =>
        desk.Read(caller.MerchantId, PersonOf(caller, id, keys), http);

    private static Task<IResult> ChangeOfCustomer(
        string id, Body<Preferences> body, Caller caller, PersonalKeys keys, PreferencesDesk desk, HttpContext http) =>
        desk.Change(caller.MerchantId, PersonOf(caller, id, keys), body.Value, "merchant", http);

    /// <summary>Somebody who has ordered, and is not erased.</summary>
    private static Guid PersonOf(Caller caller, string id, PersonalKeys keys) =>
        PersonalKeys.PersonOf(caller.MerchantId, id) is var person && keys.Find(person) is not null
            ? person : throw ProblemException.NotFound("customer");

    private static async Task<IResult> OfToken(string token, PreferencesDesk desk, HttpContext http)
    {
        var (merchant, person, _) = await desk.Open(token, http.RequestAborted);
        return await desk.Read(merchant, person, http);
    }

    private static async Task<IResult> ChangeOfToken(
        string token, Body<Preferences> body, PreferencesDesk desk, HttpContext http)
    {
        var (merchant, person, isErased) = await desk.Open(token, http.RequestAborted);
        return isErased
            ? throw new RuleViolation("customer_erased",
                "The customer's personal data is erased: they get no messages, and no wishes of theirs are kept.")
            : await desk.Change(merchant, person, body.Value, "customer", http);
    }
}

/// <summary>Reads and changes a person's preferences.</summary>
internal sealed class PreferencesDesk(
    EventStore store, IEnumerable<IChannel> channels, PersonalKeys keys, TimeProvider clock)
{
    /// <exception cref="ProblemException">404 for what opens no order.</exception>
    public async Task<(string MerchantId, Guid Person, bool IsErased)> Open(string token, CancellationToken ct)
    {
        var (link, contact) = await TrackedOrder.Open(store, token, ct);
        return (link.MerchantId, contact.PersonId ?? link.OrderId, keys.IsErased(contact.Name));
    }

    public async Task<IResult> Read(string merchantId, Guid person, HttpContext http)
    {
        var known = await store.Load(Wanted.Customers, merchantId, person, http.RequestAborted);
        return ETags.NotModified(http, known.Version) ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(await View(merchantId, known.State.Value, http.RequestAborted));
    }

    public async Task<IResult> Change(
        string merchantId, Guid person, Preferences preferences, string by, HttpContext http)
    {
        var changed = await store.Transact(Wanted.Customers, merchantId, person,
            s => Wanted.Decide(s, _ => preferences, by, clock.GetUtcNow()),
            expectedVersion: ETags.ExpectedVersion(http), ct: http.RequestAborted);
        http.Response.Headers.ETag = ETags.Of(changed.Version);
        return Results.Ok(await View(merchantId, changed.State.Value, http.RequestAborted));
    }

    private async Task<PreferencesView> View(string merchantId, Preferences preferences, CancellationToken ct)
    {
        var settings = await store.Load(Wanted.Settings, merchantId, Wanted.SettingsId, ct);
        var wishes = new Wishes(settings.State.Value, preferences, TimeZoneInfo.Utc);
        var names = new List<string>();
        foreach (var channel in channels.Where(channel => channel.IsForCustomers))
            if (await channel.Serves(merchantId, ct))
                names.Add(channel.Name);
        return new(
            Rows.All.Select(row => (row.Milestone, On: names
                    .Where(channel => wishes.IsOffered(row.Milestone, channel))
                    .ToDictionary(channel => channel, channel => wishes.IsOn(row, channel))))
                .Where(row => row.On.Count > 0)
                .ToDictionary(row => row.Milestone, IReadOnlyDictionary<string, bool> (row) => row.On),
            preferences.QuietHours, preferences.QuietHoursOff == true, preferences.DigestMinutes, preferences.TimeZone,
            preferences.Locale);
    }
}

internal sealed class PreferencesValidator : AbstractValidator<Preferences>
{
    public PreferencesValidator()
    {
        RuleFor(p => p.Messages).Switches();
        RuleFor(p => p.QuietHours).Quiet();
        RuleFor(p => p.QuietHoursOff).Must((p, off) => off != true || p.QuietHours is null)
            .WithMessage("does not go with quietHours");
        RuleFor(p => p.DigestMinutes).InclusiveBetween(0, WishRules.DigestMinutesMax).WithMessage(WishRules.Digest);
        RuleFor(p => p.TimeZone).Must(zone => zone is null
                || (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) && known.HasIanaId))
            .WithMessage("must be an IANA time zone such as Asia/Kolkata");
        RuleFor(p => p.Locale).Must(locale => locale is null || Locales.Supported.Contains(locale))
            .WithMessage($"must be one of {string.Join(", ", Locales.Supported)}");
    }
}

/// <summary>What merchants and customers say alike.</summary>
internal static class WishRules
{
    public const int DigestMinutesMax = 24 * 60;
    public static readonly string Digest = $"must be from 0 to {DigestMinutesMax}";

    private static readonly string Known = $"must be by milestone ({Notifications.Switches.Every} for all of "
        + $"{string.Join(", ", Rows.All.Select(row => row.Milestone))}), then by channel "
        + $"({string.Join(", ", ChannelNames.All)})";

    public static void Switches<T>(
        this IRuleBuilder<T, IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>>?> rule) => rule
        .Must(messages => messages is null || messages.All(row =>
            (row.Key == Notifications.Switches.Every || Rows.All.Any(known => known.Milestone == row.Key))
            && row.Value?.Keys.All(ChannelNames.All.Contains) == true))
        .WithMessage(Known);

    public static void Quiet<T>(this IRuleBuilder<T, QuietHours?> rule) =>
        rule.Must(hours => hours is null || hours.IsValid()).WithMessage(QuietHours.Help);
}
