using System.Globalization;
using Contracts;
using Gateway.Keys;
using ServiceDefaults;
using Streams;

namespace Gateway.Merchants;

/// <summary>
/// A merchant's settings: <c>GET</c> and <c>PATCH /v1/merchants/me</c> (a merge patch, RFC 7396), and who changed what
/// when: <c>GET /v1/merchants/me/history</c>.
/// </summary>
internal static class SettingsApi
{
    public static void MapMerchants(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/merchants/me", Get).Needs(Scope.Any).Versioned()
            .Describe<MerchantView>("getMerchant", "Read whose key this is, what it allows, and what is settled");
        routes.MapPatch("/v1/merchants/me", Change).Needs(Scope.Admin).Versioned()
            .Describe<MerchantView>("changeMerchant", "Change the merchant's settings; null takes one back");
        routes.MapGet("/v1/merchants/me/history", History).Needs(Scope.Admin).Describe<Page<MerchantChangeView>>(
            "listMerchantChanges", "List who changed which setting when, the newest first");
        routes.MapGet("/internal/merchants/{id}", Tell).Needs(null, "public").ExcludeFromDescription();
    }

    private static async Task<IResult> Get(Caller caller, KeyRing ring, EventStore store, HttpContext http)
    {
        var merchant = await store.Load(Merchant.Stream, caller.MerchantId, Merchant.Id, http.RequestAborted);
        return ETags.NotModified(http, merchant.Version)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(MerchantView.Of(caller, ring, merchant.State));
    }

    private static async Task<IResult> Change(
        MergePatch<MerchantSettings> patch, Caller caller, KeyRing ring, EventStore store, TimeProvider clock,
        HttpContext http)
    {
        var command = new MerchantCommand.ChangeSettings(
            ring.Tenant(caller.MerchantId)!.RegisteredName, patch.Apply, caller.KeyId, clock.GetUtcNow());
        var changed = await store.Transact(Merchant.Stream, caller.MerchantId, Merchant.Id,
            s => Merchant.Decide(s, command), expectedVersion: ETags.ExpectedVersion(http), ct: http.RequestAborted);
        http.Response.Headers.ETag = ETags.Of(changed.Version);
        return Results.Ok(MerchantView.Of(caller, ring, changed.State));
    }

    /// <summary>The newest first. The settings are few and seldom changed: all of the stream is read.</summary>
    private static async Task<IResult> History(
        Caller caller, KeyRing ring, EventStore store, ListQuery<PageQuery> query, CancellationToken ct)
    {
        var before = query.After is { } after ? long.Parse(after, CultureInfo.InvariantCulture) : long.MaxValue;
        var events = await store.Read(Merchant.Stream, caller.MerchantId, Merchant.Id, ct: ct);
        var settings = Merchant.Stream.Initial.SettingsOf(ring.Tenant(caller.MerchantId)!.RegisteredName);
        var changes = new List<MerchantChangeView>();
        foreach (var recorded in events)
            if (recorded.Event is MerchantEvent.SettingsChanged e)
            {
                changes.Add(new(
                    recorded.Version, e.OccurredAt, e.ChangedBy, SettingChange.Between(settings, e.Settings)));
                settings = e.Settings;
            }

        var found = changes.Where(change => change.Version < before).Reverse().ToList();
        return Results.Ok(query.PageOf(found, change => change.Version.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>
    /// For the services, see <see cref="MerchantsClient"/>: who is no service of the platform finds nothing here.
    /// </summary>
    private static IResult Tell(
        string id, HttpContext http, PlatformIdentity identity, KeyRing ring, TimeProvider clock) =>
        http.Features.Get<ShownIdentity>() is { Header: var shown }
        && identity.Verify(shown) is { } caller && caller.MerchantId == id && caller.Scopes.Contains("internal")
        && ring.Tenant(id) is { } tenant
            ? Results.Ok(new MerchantChanged
            {
                MerchantId = id,
                Version = tenant.Version,
                Settings = tenant.Settings,
                OccurredAt = clock.GetUtcNow(),
            })
            : throw ProblemException.NotFound("merchant");
}

/// <summary>Whose key it is, what the key allows, and what the merchant has settled.</summary>
internal sealed record MerchantView(
    string Id, string Name, IReadOnlyList<string> Scopes, bool Operator, MerchantBrand Brand, string? TimeZone,
    MerchantPolicies Policies, MerchantRetention Retention, IReadOnlyList<MerchantText>? Texts)
{
    public static MerchantView Of(Caller caller, KeyRing ring, MerchantState state)
    {
        var tenant = ring.Tenant(caller.MerchantId)!;
        var settings = state.SettingsOf(tenant.RegisteredName);
        return new(caller.MerchantId, settings.Name, caller.Scopes, tenant.IsOperator, settings.Brand,
            settings.TimeZone, settings.Policies, settings.Retention, settings.Texts);
    }
}

/// <summary><c>ChangedBy</c> is the id of the key that made the change.</summary>
internal sealed record MerchantChangeView(
    long Version, DateTimeOffset ChangedAt, string? ChangedBy, IReadOnlyList<SettingChange> Changes);
