using System.Globalization;
using System.Text.Encodings.Web;

namespace Tools.Mail;

/// <summary>The pages of the mail sink. Plain HTML: they are read by developers, and by tests.</summary>
internal static class MailPages
{
    private const int PageSize = 100;

    public static string List(IReadOnlyList<Mail> mails, string? to, int page)
    {
        var shown = mails.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        var rows = string.Concat(shown.Select(Row));
        var older = mails.Count > page * PageSize ? $"""<a href="?page={page + 1}{Filter(to)}">Older</a>""" : "";
        var newer = page > 1 ? $"""<a href="?page={page - 1}{Filter(to)}">Newer</a>""" : "";
        var count = mails.Count == 1 ? "1 e-mail" : $"{mails.Count} e-mails";
        var empty = "<p class=quiet>Nothing yet. What the platform sends to customers appears here.</p>";
        return Page("E-mails", $"""
            <h1>E-mails</h1>
            <form><input name=to type=search placeholder="Recipient" aria-label="Recipient" value="{Text(to)}"></form>
            <p class=quiet>{count}{(string.IsNullOrEmpty(to) ? "" : $" to {Text(to)}")}</p>
            {(mails.Count == 0 ? empty : $"<ul>{rows}</ul>")}
            <nav>{newer} {older}</nav>
            """, "<meta http-equiv=refresh content=10>");
    }

    public static string One(Mail mail, MimeMessage message)
    {
        var headers = string.Concat(message.Headers.Select(header =>
            $"<dt>{Text(header.Key)}</dt><dd>{Text(header.Value)}</dd>"));
        // Sandboxed without scripts; links open in a tab of their own.
        var html = message.Html is null ? "" : $"""
            <h2>As HTML</h2>
            <iframe title="The e-mail" sandbox="allow-popups allow-popups-to-escape-sandbox"
              srcdoc="{Text($"<base target=_blank>{message.Html}")}"></iframe>
            """;
        var text = message.Text is null ? "" : $"<h2>As text</h2><pre>{Text(message.Text)}</pre>";
        return Page(mail.Subject, $"""
            <nav><a href="/">All e-mails</a></nav>
            <h1>{Text(mail.Subject)}</h1>
            <p class=quiet>To {Text(string.Join(", ", mail.To))}, received {Time(mail.ReceivedAt)}{Repeats(mail)}</p>
            {html}{text}
            <details><summary>Headers</summary><dl>{headers}</dl></details>
            <nav><a href="/messages/{mail.Id}/raw">As it came</a></nav>
            """, "");
    }

    private static string Row(Mail mail) => $"""
        <li><a href="/messages/{mail.Id}">
        <b>{Text(mail.Subject)}</b>
        <span>{Text(string.Join(", ", mail.To))}</span>
        <span class=quiet>{Time(mail.ReceivedAt)}{Repeats(mail)}</span>
        </a></li>
        """;

    private static string Repeats(Mail mail) => mail.Deliveries == 1 ? "" : $", delivered {mail.Deliveries} times";

    private static string Time(DateTimeOffset at) =>
        $"<time datetime=\"{at:O}\">{at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC</time>";

    private static string Filter(string? to) => string.IsNullOrEmpty(to) ? "" : $"&to={Text(Uri.EscapeDataString(to))}";

    private static string Text(string? value) => HtmlEncoder.Default.Encode(value ?? "");

    private static string Page(string title, string body, string head) => $$"""
        <!doctype html>
        <html lang=en>
        <meta charset=utf-8>
        <meta name=viewport content="width=device-width, initial-scale=1">
        {{head}}
        <title>{{Text(title)}}</title>
        <style>
          :root { color-scheme: light dark; --line: light-dark(#e3e3e8, #33353b); --quiet: light-dark(#5f6368, #a0a4ad);
            --hover: light-dark(#f4f6fb, #22252b); --link: light-dark(#1a56c4, #8ab4ff); }
          body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; }
          h1 { font-size: 1.4rem; margin: .5rem 0; overflow-wrap: anywhere; } h2 { font-size: 1rem; }
          a { color: var(--link); } .quiet { color: var(--quiet); }
          ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
          li a { display: block; padding: .7rem .4rem; border-bottom: 1px solid var(--line); color: inherit;
            text-decoration: none; overflow-wrap: anywhere; } li a:hover { background: var(--hover); }
          li b, li span { display: block; } li span { font-size: .9rem; }
          input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 1px solid var(--line);
            border-radius: .4rem; }
          iframe { width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: .4rem; background: #fff;
            color-scheme: light; }
          pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; background: var(--hover);
            border-radius: .4rem; }
          dt { color: var(--quiet); font-size: .85rem; } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
          details { margin: 1rem 0; }
        </style>
        {{body}}
        """;
}
