using System.Diagnostics;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;
using Notifications.Templates;
using ServiceDefaults;

namespace Notifications.Channels;

/// <summary>
/// E-mail over SMTP: text and HTML in one message, whose Message-ID is made from the notification's id.
/// </summary>
internal sealed class Email(IOptions<EmailOptions> options, LetterHtml html) : IChannel
{
    private readonly Uri server = new(options.Value.Smtp);
    private readonly MailAddress from = new(options.Value.MailFrom);

    public string Name => ChannelNames.Email;

    /// <summary>Given up after 20 attempts, some two and a half hours after the first.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 32, Timeout: TimeSpan.FromSeconds(15), PauseMin: TimeSpan.FromSeconds(1),
        PauseMax: TimeSpan.FromMinutes(15), AttemptsMax: 20);

    public ValueTask<IReadOnlyList<string?>> Recipients(
        string merchantId, Guid orderId, string milestone, CancellationToken ct) => new([null]);

    public async Task<Outcome> Send(Handover handover, CancellationToken ct)
    {
        var (address, letter) = (handover.Recipient, handover.Letter);
        if (!MailAddress.TryCreate(address, out var to) || address.Any(char.IsControl))
            return new Outcome.Refused("the e-mail address is not valid");
        using var message = Message(handover.Id, from, to, letter, await html.Of(letter));
        using var activity = Telemetry.Source.StartActivity("smtp send", ActivityKind.Client);
        activity?.SetTag("server.address", server.Host).SetTag("server.port", server.Port)
            .SetTag("messaging.message.id", message.Headers["Message-ID"]);
        try
        {
            // The client holds a connection for one message at a time, so each message has its own.
            using var client = Client();
            await client.SendMailAsync(message, ct);
            return Outcome.Taken;
        }
        catch (SmtpException refused) when (IsFinal(refused.StatusCode))
        {
            activity?.SetStatus(ActivityStatusCode.Error, refused.Message);
            return new Outcome.Refused(
                $"refused by the mail server: {(int)refused.StatusCode} {Letter.OneLine(refused.Message)}");
        }
    }

    /// <summary>
    /// The message as it is sent. Nothing that comes from outside can add a header: subject and address hold no line
    /// break.
    /// </summary>
    internal static MailMessage Message(Guid id, MailAddress from, MailAddress to, Letter letter, string html)
    {
        // The address is the one the mail server may send for; the name is the merchant's, and so are the answers.
        var sender = letter.Sender.Name is { } name ? new MailAddress(from.Address, name, Encoding.UTF8) : from;
        var message = new MailMessage(sender, to)
        {
            Subject = letter.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = CrLf(LetterText.Of(letter)),
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        message.Headers["Message-ID"] = $"<{id:D}@{from.Host}>";
        message.Headers["Auto-Submitted"] = "auto-generated";
        if (MailAddress.TryCreate(letter.Sender.SupportEmail, out var support))
            message.ReplyToList.Add(support);
        var view = AlternateView.CreateAlternateViewFromString(CrLf(html), Encoding.UTF8, MediaTypeNames.Text.Html);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        message.AlternateViews.Add(view);
        return message;
    }

    /// <summary>Text on the wire has lines that end so; a lone LF would be written as a character.</summary>
    private static string CrLf(string text) => text.ReplaceLineEndings("\r\n");

    private SmtpClient Client()
    {
        var user = server.UserInfo.Split(':', 2);
        return new(server.Host, server.Port > 0 ? server.Port : 25)
        {
            EnableSsl = server.Scheme == "smtps",
            DeliveryFormat = SmtpDeliveryFormat.International,
            Credentials = user.Length < 2 ? null
                : new NetworkCredential(Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user[1])),
        };
    }

    /// <summary>
    /// A reply of the 500s is the server's last word (RFC 5321), save that it demands TLS or a sign-in.
    /// </summary>
    private static bool IsFinal(SmtpStatusCode code) =>
        (int)code is >= 500 and < 600 and not (530 or 535);
}
