using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tools.Mail;

/// <summary>
/// Takes every e-mail the platform sends and delivers none: SMTP on one port, a page to read them on another.
/// Options: --smtp PORT, --http PORT, --data FOLDER (one file for each delivery), --bind ADDRESS (default 127.0.0.1).
/// </summary>
public static class MailSink
{
    public static Task Run(string[] options) => Build(options).RunAsync();

    /// <summary>Port 0 takes a free one: the first address is the page's, the second SMTP's.</summary>
    public static WebApplication Build(string[] options)
    {
        var given = new ConfigurationBuilder().AddCommandLine(options).Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseSetting("urls", null);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var address = IPAddress.Parse(given["bind"] ?? "127.0.0.1");
            kestrel.Listen(address, Port(given, "http"));
            kestrel.Listen(address, Port(given, "smtp"), smtp => smtp.UseConnectionHandler<SmtpConnection>());
        });
        builder.Services.AddSingleton(new Mailbox(given["data"] ?? throw Missing("data")));
        builder.Services.AddSingleton(TimeProvider.System);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Ok());
        app.MapGet("/health/ready", () => Results.Ok());

        app.MapGet("/", (Mailbox mailbox, string? to, int page = 1) =>
            Html(MailPages.List(mailbox.Newest(to), to, Math.Max(page, 1))));
        app.MapGet("/messages/{id}", (Mailbox mailbox, string id) =>
            mailbox.Find(id) is { } mail ? Html(MailPages.One(mail, mailbox.Read(mail))) : Results.NotFound());
        app.MapGet("/messages/{id}/raw", (Mailbox mailbox, string id) =>
            mailbox.Find(id) is { } mail ? Results.Text(mailbox.Raw(mail), "text/plain") : Results.NotFound());

        app.MapGet("/api/messages", (Mailbox mailbox, string? to, int limit = int.MaxValue) =>
            mailbox.Newest(to).Take(limit).Select(mail => Json(mail, mailbox.Read(mail))));
        app.MapDelete("/api/messages", (Mailbox mailbox) =>
        {
            mailbox.Clear();
            return Results.NoContent();
        });
    }

    // { id, messageId, from, to: [], subject, date, receivedAt, deliveries, text, html }
    private static object Json(Mail mail, MimeMessage message) => new
    {
        mail.Id,
        mail.MessageId,
        mail.From,
        mail.To,
        mail.Subject,
        mail.Date,
        mail.ReceivedAt,
        mail.Deliveries,
        message.Text,
        message.Html,
    };

    private static IResult Html(string page) => Results.Content(page, "text/html; charset=utf-8");

    private static int Port(IConfiguration given, string name) =>
        int.Parse(given[name] ?? throw Missing(name), CultureInfo.InvariantCulture);

    private static ArgumentException Missing(string name) => new($"mail-sink needs --{name}");
}
