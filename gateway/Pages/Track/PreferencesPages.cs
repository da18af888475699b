using System.Collections.Immutable;

namespace Gateway.Pages.Track;

/// <summary>
/// <c>/track/{token}/preferences</c>: which messages the customer gets. A page of its own: few readers need it, and the
/// order is shown even where Notifications is away.
/// </summary>
internal static class PreferencesPages
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPreferencesPages(this IEndpointRouteBuilder pages)
    {
        pages.MapMethods("/{token}/preferences", Read,
            async (string token, HttpContext http, OrderPages orders, PreferencesClient preferences,
                CancellationToken ct) =>
                await Show(token, Visit.Of(http), orders, await preferences.Find(token, ct),
                    ImmutableHashSet<string>.Empty, ct));
        pages.MapPost("/{token}/preferences", Change);
    }

    private static async Task<IResult> Change(
        string token, HttpContext http, OrderPages orders, PreferencesClient preferences, CancellationToken ct)
    {
        var visit = Visit.Of(http) with { Said = null };
        var form = await TrackForms.Read(http.Request, ct);
        if (await preferences.Find(token, ct) is not { } known)
            return Messages.Unknown(visit, "/track");
        var asked = known.Asked(form);
        if (await preferences.Change(token, asked, ct) is not { } wrong)
            return Messages.Unknown(visit, "/track");
        return wrong.Count == 0 ? new SeeOther(visit.Link(Address(token), said: "preferences"))
            : await Show(token, visit, orders, known.Shown(asked), wrong, ct);
    }

    private static async Task<IResult> Show(
        string token, Visit visit, OrderPages orders, TrackedPreferences? wanted, IReadOnlySet<string> wrong,
        CancellationToken ct)
    {
        if (await orders.Find(token, visit, ct) is not var (order, store, language))
            return Messages.Unknown(visit, "/track");
        // Notifications hears of an order a moment after Orders does.
        if (wanted is null)
            return Messages.Away(visit, Address(token));
        return new Page<PreferencesPage>(wrong.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            new()
            {
                [nameof(PreferencesPage.Wanted)] = wanted,
                [nameof(PreferencesPage.Wrong)] = wrong,
                [nameof(PreferencesPage.Language)] = language,
                [nameof(PreferencesPage.Visit)] = visit,
                [nameof(PreferencesPage.Token)] = token,
                [nameof(PreferencesPage.OrderNumber)] = order.OrderNumber,
                [nameof(PreferencesPage.Store)] = store,
            })
        {
            Image = store?.LogoUrl,
            Language = language.Tag,
        };
    }

    private static string Address(string token) => $"/track/{Uri.EscapeDataString(token)}/preferences";
}
