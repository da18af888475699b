using System.Globalization;
using Gateway.Keys;
using Gateway.Proxy;
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
        services.AddTransient<ClusterHandler>();
        services.AddHttpClient<TrackClient>(http =>
        {
            http.BaseAddress = new Uri("http://orders");
            http.Timeout = TimeSpan.FromSeconds(10);
            http.MaxResponseContentBufferSize = 4 * 1024 * 1024;
        }).AddHttpMessageHandler<ClusterHandler>();
    }

    public static void MapTrackPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect("/track")).Needs(null, "public");
        var pages = routes.MapGroup("/track").AddEndpointFilter(Guard).DisableAntiforgery();
        pages.MapMethods("", Read, () => LookUp(null, null, null, StatusCodes.Status200OK));
        pages.MapPost("", Search).Needs(null, "lookup");
        pages.MapMethods("/{token}", Read, Show);
        pages.MapPost("/{token}/feedback", Feedback);
        pages.MapPost("/{token}/issues", Issue);
    }

    /// <summary>
    /// What holds for every page: its headers, and a friendly page in place of an error when Orders is away.
    /// </summary>
    private static async ValueTask<object?> Guard(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        PageHeaders.Set(call.HttpContext.Response);
        try
        {
            return await next(call);
        }
        catch (HttpRequestException)
        {
            call.HttpContext.Response.Headers.RetryAfter = "10";
            return Messages.Away(call.HttpContext.Request.Path);
        }
        catch (TaskCanceledException) when (!call.HttpContext.RequestAborted.IsCancellationRequested)
        {
            call.HttpContext.Response.Headers.RetryAfter = "10";
            return Messages.Away(call.HttpContext.Request.Path);
        }
    }

    private static Task<IResult> Show(string token, string? said, OrderPages pages, CancellationToken ct) =>
        pages.Show(token, Thanks(said), null, StatusCodes.Status200OK, ct);

    private static async Task<IResult> Feedback(
        string token, HttpRequest request, TrackClient orders, OrderPages pages, CancellationToken ct)
    {
        var form = await ReadForm(request, ct);
        var told = new Dictionary<string, object?>
        {
            ["score"] = int.TryParse(form["score"], CultureInfo.InvariantCulture, out var score) ? score : null,
            ["comment"] = Text(form["comment"]),
        };
        return await orders.Tell(token, "feedback", told, ct)
            ? new SeeOther($"/track/{Uri.EscapeDataString(token)}?said=feedback")
            : await pages.Show(token, null, "This could not be sent. Please choose a score from 1 to 5.",
                StatusCodes.Status400BadRequest, ct);
    }

    private static async Task<IResult> Issue(
        string token, HttpRequest request, TrackClient orders, OrderPages pages, CancellationToken ct)
    {
        var form = await ReadForm(request, ct);
        var told = new Dictionary<string, object?>
        {
            ["kind"] = Text(form["kind"]),
            ["message"] = Text(form["message"]),
        };
        return await orders.Tell(token, "issues", told, ct)
            ? new SeeOther($"/track/{Uri.EscapeDataString(token)}?said=issue")
            : await pages.Show(token, null,
                "This could not be sent. Please choose what it is about and tell what happened.",
                StatusCodes.Status400BadRequest, ct);
    }

    private static async Task<IResult> Search(HttpRequest request, TrackClient orders, CancellationToken ct)
    {
        var form = await ReadForm(request, ct);
        var (number, contact) = (Text(form["orderNumber"]), Text(form["contact"]));
        if (number is null || contact is null)
            return LookUp(number, contact, "Please fill in both fields.", StatusCodes.Status400BadRequest);
        return await orders.LookUp(number, contact, ct) is { } token
            ? new SeeOther($"/track/{Uri.EscapeDataString(token)}")
            : LookUp(number, contact, "We find no order with these details. Please check both.",
                StatusCodes.Status404NotFound);
    }

    private static async Task<IFormCollection> ReadForm(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType)
            throw new ProblemException(415, "unsupported-media-type", "The body must be a form.");
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (InvalidDataException wrong)
        {
            throw new ProblemException(400, "bad-request", "The form cannot be read.", wrong.Message);
        }
    }

    private static Page<LookupPage> LookUp(string? number, string? contact, string? problem, int status) =>
        new(status, new()
        {
            [nameof(LookupPage.OrderNumber)] = number,
            [nameof(LookupPage.Contact)] = contact,
            [nameof(LookupPage.Problem)] = problem,
        });

    private static string? Thanks(string? said) => said switch
    {
        "feedback" => "Thank you. The store has your score.",
        "issue" => "Thank you. The store has been told and will get back to you.",
        _ => null,
    };

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>After a form the browser gets the page anew: going back or reloading sends nothing twice.</summary>
    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
