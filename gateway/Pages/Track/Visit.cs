using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>
/// What a reader's address and browser say: the language chosen on the page, those the browser asks for, which form to
/// show open, what was just sent.
/// </summary>
public sealed record Visit(string? Lang, string? Accepts, string? Act, string? Said, bool MayBePseudo)
{
    private static readonly string[] Acts = ["cancel", "return", "instruct", "feedback", "issue", "preferences"];

    public static Visit Of(HttpContext http)
    {
        var query = http.Request.Query;
        return new(query["lang"], http.Request.Headers.AcceptLanguage, Known(query["act"]), Known(query["said"]),
            http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment());
    }

    /// <summary>The language chosen on the page, else the order's, the browser's, the merchant's, English.</summary>
    public Language LanguageFor(string? order, string? merchant) =>
        MayBePseudo && Lang == Language.Pseudo.Tag ? Language.Pseudo
        : Language.Of(Lang) ?? Language.Choose(order, Accepts, merchant);

    /// <summary>An address of this page that keeps the language chosen.</summary>
    public string Link(string path, string? act = null, string? said = null)
    {
        (string Name, string? Value)[] all = [("lang", Lang), ("act", act), ("said", said)];
        var query = string.Join('&', all.Where(one => one.Value is not null)
            .Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return $"{path}{(query.Length > 0 ? "?" : "")}{query}{(act is null ? "" : "#" + act)}";
    }

    private static string? Known(string? act) => Acts.Contains(act) ? act : null;
}
