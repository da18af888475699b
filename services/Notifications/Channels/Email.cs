using System.Diagnostics;
using System.Text;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;
using Notifications.Bounces;
using Notifications.Templates;
using ServiceDefaults;

namespace Notifications.Channels;

/// <summary>
/// E-mail over SMTP: text and HTML in one message, whose Message-ID is made from the notification's id.
/// </summary>
internal sealed class Email(
    IOptions<EmailOptions> options, SmtpPool pool, LetterHtml html, Unsubscribing unsubscribing, TimeProvider clock)
    : IChannel
{
    private const int ReasonLengthMax = 300;

    private readonly SlowPlaces slow = new(clock);
    private readonly SmtpServer server = SmtpServer.TryRead(options.Value.Smtp)!;
    private readonly MailboxAddress from = MailboxAddress.Parse(options.Value.MailFrom);

    public string Name => ChannelNames.Email;

    /// <summary>Given up after 20 attempts, some two and a half hours after the first.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 32, Timeout: TimeSpan.FromSeconds(15), PauseMin: TimeSpan.FromSeconds(1),
        PauseMax: TimeSpan.FromMinutes(15), AttemptsMax: 20);

    public int? DailyMax => 50;

    public ValueTask<IReadOnlyList<string?>> Recipients(
        string merchantId, Guid orderId, string milestone, CancellationToken ct) => new([null]);

    public async Task<Outcome> Send(Handover handover, CancellationToken ct)
    {
        if (AddressOf(handover.Recipient) is not { } to)
            return new Outcome.Refused("the e-mail address is not valid");
        using var turn = slow.Enter(to.Domain);
        var letter = handover.Letter with
        {
            Unsubscribe = unsubscribing.UrlOf(handover.MerchantId, handover.OrderId, Name),
        };
        using var message = Message(handover.Id, from, to, letter, await html.Of(letter));
        using var activity = Telemetry.Source.StartActivity("smtp send", ActivityKind.Client);
        activity?.SetTag("server.address", server.Host).SetTag("server.port", server.Port)
            .SetTag("messaging.message.id", message.MessageId);
        try
        {
            await pool.Use(server, client => client.SendAsync(message, ct), ct);
            return Outcome.Taken;
        }
        catch (NotReachedException nobody)
        {
            activity?.SetStatus(ActivityStatusCode.Error, nobody.Message);
            return new Outcome.Again(Short(nobody.Message));
        }
        catch (SmtpCommandException refused)
        {
            activity?.SetStatus(ActivityStatusCode.Error, refused.Message);
            var reason = $"refused by the mail server: {Short($"{(int)refused.StatusCode} {refused.Message}")}";
            return IsFinal(refused.StatusCode) ? new Outcome.Refused(reason, IsDead(refused))
                : new Outcome.Again(reason);
        }
    }

    /// <summary>
    /// The message as it is sent. Nothing that comes from outside can add a header: subject, names and addresses hold
    /// no line break.
    /// </summary>
    internal static MimeMessage Message(
        Guid id, MailboxAddress from, MailboxAddress to, Letter letter, string html)
    {
        var message = new MimeMessage { Subject = letter.Subject, MessageId = $"{id:D}@{from.Domain}" };
        // The address is the one the mail server may send for; the name is the merchant's, and so are the answers.
        message.From.Add(letter.Sender.Name is { } name ? new MailboxAddress(Encoding.UTF8, name, from.Address) : from);
        message.To.Add(to);
        if (letter.Sender.SupportEmail is { } support && AddressOf(support) is { } answers)
            message.ReplyTo.Add(answers);
        message.Headers[HeaderId.AutoSubmitted] = "auto-generated";
        if (letter.Unsubscribe is { } unsubscribe)
        {
            message.Headers[HeaderId.ListUnsubscribe] = $"<{unsubscribe}>";
            message.Headers[HeaderId.ListUnsubscribePost] = Unsubscribing.OneClick;
        }

        message.Body = new MultipartAlternative
        {
            Part(TextFormat.Plain, LetterText.Of(letter)), Part(TextFormat.Html, html),
        };
        return message;
    }

    /// <summary>One address with its domain, and nothing else; null for what is none.</summary>
    internal static MailboxAddress? AddressOf(string address) =>
        !address.Any(char.IsControl) && MailboxAddress.TryParse(address, out var to)
        && to.Address.Contains('@', StringComparison.Ordinal) && to.Route.Count == 0 ? to : null;

    private static string Short(string said) =>
        Letter.OneLine(said) is var line && line.Length > ReasonLengthMax ? line[..ReasonLengthMax] : line;

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text.ReplaceLineEndings("\r\n"));
        return part;
    }

    /// <summary>
    /// That the mailbox does not exist, by the enhanced status (RFC 3463) where the server tells one: without it "550"
    /// is said of unwanted senders as well as of unknown mailboxes, so it is believed of the recipient only.
    /// </summary>
    private static bool IsDead(SmtpCommandException refused) =>
        refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted
        && (BounceReport.Enhanced().Match(refused.Message) is { Success: true } told
            ? BounceReport.IsDeadBy(told.Value) : (int)refused.StatusCode is 550 or 551 or 553);

    /// <summary>
    /// A reply of the 500s is the server's last word (RFC 5321), save that it demands TLS or a sign-in.
    /// </summary>
    private static bool IsFinal(SmtpStatusCode code) => (int)code is >= 500 and < 600 and not (530 or 535 or 538);
}
