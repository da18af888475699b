using Gateway.Keys;
using Gateway.Pages.Embed;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>Shows the order that a token leads to, or the page that says there is none.</summary>
internal sealed class OrderPages(
    TrackClient orders, KeyRing merchants, IOptions<MapOptions> map, TimeProvider clock)
{
    private const int TokenMax = 200;

    /// <summary><paramref name="problem"/>: the key of why what was sent could not be done.</summary>
    public async Task<IResult> Show(
        string token, Visit visit, CancellationToken ct, string? problem = null, int status = StatusCodes.Status200OK)
    {
        if (await Find(token, visit, ct) is not var (order, store, language))
            return Messages.Unknown(visit, "/track");
        return new Page<OrderPage>(status, new()
        {
            [nameof(OrderPage.Order)] = order,
            [nameof(OrderPage.Language)] = language,
            [nameof(OrderPage.Visit)] = visit,
            [nameof(OrderPage.Token)] = token,
            [nameof(OrderPage.Now)] = order.AsOf ?? clock.GetUtcNow(),
            [nameof(OrderPage.Store)] = store,
            [nameof(OrderPage.Problem)] = problem,
        })
        {
            Image = store?.LogoUrl,
            Tiles = map.Value.TileUrl is { } tiles ? MapTiles.Address(tiles, 0, 0, 0) : null,
            Language = language.Tag,
        };
    }

    /// <summary>The delivery as a calendar's entry; 404 when there is none to expect.</summary>
    public async Task<IResult> Calendar(string token, string page, Visit visit, CancellationToken ct)
    {
        if (await Find(token, visit, ct) is not var (order, store, language)
            || DeliveryCalendar.Of(order, page, store, language, order.AsOf ?? clock.GetUtcNow()) is not { } calendar)
            return Messages.Unknown(visit, "/track");
        return Results.Text(calendar, "text/calendar; charset=utf-8");
    }

    /// <summary>The order in a few words; null: nobody holds this token.</summary>
    public async Task<OrderSummary?> Summary(string token, Visit visit, CancellationToken ct) =>
        await Find(token, visit, ct) is var (order, _, language)
            ? OrderSummary.Of(order, language, order.AsOf ?? clock.GetUtcNow(),
                visit.Link($"/track/{Uri.EscapeDataString(token)}"))
            : null;

    /// <summary>The order, and how it is to be shown; null: nobody holds this token.</summary>
    public async Task<(TrackedOrder Order, Appearance? Store, Language Language)?> Find(
        string token, Visit visit, CancellationToken ct)
    {
        if (token.Length > TokenMax || await orders.Find(token, ct) is not { } order)
            return null;
        var store = StoreOf(token);
        var language = visit.LanguageFor(order.Locale, store?.Language);
        return (order, store, store?.In(language) ?? language);
    }

    /// <summary>A token ends with its merchant's id, after 22 characters at random and 22 of the order.</summary>
    public Appearance? StoreOf(string token) =>
        token.Length > 44 && merchants.Tenant(token[44..]) is { Settings: var settings }
            ? Appearance.Of(settings) : null;
}
