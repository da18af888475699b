using System.Globalization;
using System.Net;
using ServiceDefaults;

namespace Gateway.Pages.Track;

/// <summary>
/// The page's forms: each becomes one call that anyone with the token could make. There is no cookie and no other sign
/// of who asks but the token in the address, which another site does not know and the browser does not add by itself;
/// so no other site can send a form in the reader's name, and no anti-forgery token is needed.
/// </summary>
internal static class TrackForms
{
    public static void MapTrackForms(this IEndpointRouteBuilder pages)
    {
        Map(pages, "feedback", "feedback", form => new()
        {
            ["score"] = int.TryParse(form["score"], CultureInfo.InvariantCulture, out var score) ? score : null,
            ["comment"] = Text(form["comment"]),
        });
        Map(pages, "issues", "issue", form => new()
        {
            ["kind"] = Text(form["kind"]),
            ["message"] = Text(form["message"]),
        });
        Map(pages, "cancel", "cancel", form => new() { ["reason"] = Text(form["reason"]) ?? "other" });
        Map(pages, "returns", "return", form => new()
        {
            ["items"] = Items(form),
            ["reason"] = Text(form["reason"]),
            ["comment"] = Text(form["comment"]),
            ["resolution"] = Text(form["resolution"]),
        });
        Map(pages, "instructions", "instruct", Instruction);
    }

    /// <summary>The form of a call: its fields as the call's body; <paramref name="name"/> as in the texts.</summary>
    private static void Map(
        IEndpointRouteBuilder pages, string call, string name,
        Func<IFormCollection, Dictionary<string, object?>> told) =>
        pages.MapPost($"/{{token}}/{call}", async (
            string token, HttpContext http, TrackClient orders, OrderPages shown, CancellationToken ct) =>
        {
            var visit = Visit.Of(http) with { Said = null, Act = name };
            var form = await Read(http.Request, ct);
            var status = await orders.Tell(token, call, told(form), ct);
            return status switch
            {
                < HttpStatusCode.MultipleChoices =>
                    new SeeOther(visit.Link($"/track/{Uri.EscapeDataString(token)}", said: name)),
                HttpStatusCode.NotFound => Messages.Unknown(visit, "/track"),
                HttpStatusCode.Conflict =>
                    await shown.Show(token, visit, ct, "act.refused", StatusCodes.Status409Conflict),
                // What is missing in a wish to cancel only its moment can be.
                _ => await shown.Show(token, visit, ct, name is "cancel" ? "act.refused" : $"unsaid.{name}",
                    StatusCodes.Status400BadRequest),
            };
        });

    public static async Task<IFormCollection> Read(HttpRequest request, CancellationToken ct)
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

    public static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>The SKUs and how many of each stand in the same order in the form; none of most.</summary>
    private static List<Dictionary<string, object?>> Items(IFormCollection form) =>
    [
        .. form["sku"].Zip(form["quantity"])
            .Select(pair => (Sku: pair.First, Units: int.TryParse(pair.Second, out var units) ? units : 0))
            .Where(item => item.Units > 0)
            .Select(item => new Dictionary<string, object?> { ["sku"] = item.Sku, ["quantity"] = item.Units }),
    ];

    /// <summary>What goes with another kind than the one chosen is left out.</summary>
    private static Dictionary<string, object?> Instruction(IFormCollection form)
    {
        var kind = Text(form["kind"]);
        var told = new Dictionary<string, object?>
        {
            ["shipmentId"] = Text(form["shipmentId"]),
            ["kind"] = kind,
            ["phone"] = Text(form["phone"]),
            ["note"] = Text(form["note"]),
        };
        if (kind is "new_slot")
            (told["date"], told["slot"]) = (Text(form["date"]), Text(form["slot"]));
        if (kind is "new_address" && Text(form["line1"]) is { } line1)
            told["address"] = new Dictionary<string, object?>
            {
                ["line1"] = line1,
                ["line2"] = Text(form["line2"]),
                ["city"] = Text(form["city"]),
                ["region"] = Text(form["region"]),
                ["postalCode"] = Text(form["postal_code"]),
            };
        return told;
    }
}

/// <summary>After a form the browser gets the page anew: going back or reloading sends nothing twice.</summary>
internal sealed class SeeOther(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
