using Gateway.Keys;
using Gateway.Pages.Embed;
using Gateway.Proxy;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Gateway.Pages.Track;

/// <summary>
/// The customer's pages: <c>/track</c> finds an order, <c>/track/{token}</c> shows it. No key, no script needed.
/// </summary>
internal static class TrackPages
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void AddTrackPages(this IServiceCollection services)
    {
        services.AddTransient<OrderPages>();
        services.AddOptions<MapOptions>().BindConfiguration("Map")
            .Validate(map => map.IsUsable(), MapOptions.WhatIsNeeded).ValidateOnStart();
        services.AddTransient<ClusterHandler>();
        services.AddHttpClient<TrackClient>(http => Ask(http, "orders")).AddHttpMessageHandler<ClusterHandler>();
        services.AddHttpClient<PreferencesClient>(http => Ask(http, "notifications"))
            .AddHttpMessageHandler<ClusterHandler>();
    }

    private static void Ask(HttpClient http, string cluster)
    {
        http.BaseAddress = new Uri($"http://{cluster}");
        http.Timeout = TimeSpan.FromSeconds(10);
        http.MaxResponseContentBufferSize = 4 * 1024 * 1024;
    }

    public static void MapTrackPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect("/track")).Needs(null, "public");
        var pages = routes.MapGroup("/track").AddEndpointFilter(Guard).DisableAntiforgery();
        pages.MapMethods("", Read, (HttpContext http) => LookUp(Visit.Of(http), null, null, null));
        pages.MapPost("", Search).Needs(null, "lookup");
        pages.MapMethods("/parcel/{number}", Read, ParcelPages.Show).Needs(null, "lookup");
        pages.MapMethods("/{token}", Read, (string token, HttpContext http, OrderPages shown, CancellationToken ct) =>
            shown.Show(token, Visit.Of(http), ct));
        pages.MapGet("/{token}/delivery.ics", Calendar);
        pages.MapTrackForms();
        pages.MapPreferencesPages();
        pages.MapTrackApp();
        pages.MapEmbedded();
    }

    /// <summary>
    /// What holds for every page: its headers, and a friendly page in place of an error when Orders is away.
    /// </summary>
    private static async ValueTask<object?> Guard(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        PageHeaders.Set(http.Response);
        http.Response.Headers.Vary = "Accept-Language";
        try
        {
            return await next(call);
        }
        catch (HttpRequestException)
        {
            return Away(http);
        }
        catch (TaskCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return Away(http);
        }
    }

    private static IResult Away(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "10";
        return Messages.Away(Visit.Of(http), http.Request.Path);
    }

    private static Task<IResult> Calendar(
        string token, HttpContext http, OrderPages shown, IOptions<PlatformOptions> options, CancellationToken ct) =>
        shown.Calendar(token, $"{options.Value.PublicUrl.TrimEnd('/')}/track/{Uri.EscapeDataString(token)}",
            Visit.Of(http), ct);

    private static async Task<IResult> Search(HttpContext http, TrackClient orders, CancellationToken ct)
    {
        var (visit, form) = (Visit.Of(http), await TrackForms.Read(http.Request, ct));
        if (TrackForms.Text(form["trackingNumber"]) is { } parcel)
            return new SeeOther(visit.Link($"/track/parcel/{Uri.EscapeDataString(parcel)}"));
        var (number, contact) = (TrackForms.Text(form["orderNumber"]), TrackForms.Text(form["contact"]));
        if (number is null || contact is null)
            return LookUp(visit, number, contact, "lookup.incomplete", StatusCodes.Status400BadRequest);
        var (token, wait) = await orders.LookUp(number, contact, ct);
        if (wait is not null)
        {
            http.Response.Headers.RetryAfter = wait;
            return Messages.TooMany(visit, "/track");
        }

        return token is not null
            ? new SeeOther(visit.Link($"/track/{Uri.EscapeDataString(token)}"))
            : LookUp(visit, number, contact, "lookup.not_found", StatusCodes.Status404NotFound);
    }

    internal static Page<LookupPage> LookUp(
        Visit visit, string? number, string? contact, string? problem, int status = StatusCodes.Status200OK) =>
        new(status, new()
        {
            [nameof(LookupPage.Language)] = visit.LanguageFor(null, null),
            [nameof(LookupPage.Visit)] = visit,
            [nameof(LookupPage.OrderNumber)] = number,
            [nameof(LookupPage.Contact)] = contact,
            [nameof(LookupPage.Problem)] = problem,
        })
        { Language = visit.LanguageFor(null, null).Tag };
}
