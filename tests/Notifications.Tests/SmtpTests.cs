using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;
using Notifications.Channels;
using Notifications.Templates;
using ServiceDefaults;
using ServiceDefaults.Languages;
using Testing;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

/// <summary>E-mail handed to a server over real sockets, whatever the server does.</summary>
public sealed class SmtpTests
{
    private static readonly Message Shipped = Message("shipped", Parcel);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_goes_over_TLS_after_a_sign_in_and_the_connection_is_kept(bool isTlsFromStart)
    {
        using var server = new SmtpStandIn(isTlsFromStart);
        using var pool = Pool(server);
        var email = Email(server, pool);
        for (var n = 0; n < 3; n++)
            (await email.Send(Handover(), Stop)).ShouldBe(Outcome.Taken);
        server.Connections.ShouldBe(1);
        server.Commands.ShouldAllBe(one => one.IsSecure || IsA(one.Command, "EHLO") || one.Command == "STARTTLS");
        server.Commands.Count(one => IsA(one.Command, "AUTH")).ShouldBe(1);
        server.Messages.Count.ShouldBe(3);
        var message = await MimeMessage.LoadAsync(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(server.Messages.First())), Stop);
        message.MessageId.ShouldBe($"{Shipped.Id:D}@shop.example");
        message.TextBody!.ShouldContain("Hello Ann,");
        message.HtmlBody!.ShouldContain("<h1>On its way</h1>");
        message.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        message.Headers["List-Unsubscribe"].ShouldStartWith("<https://track.example/unsubscribe/");
    }

    [Fact]
    public async Task A_server_that_cannot_prove_itself_gets_neither_password_nor_message()
    {
        using var server = new SmtpStandIn();
        using var pool = Pool(server, trust: null);
        (await Email(server, pool).Send(Handover(), Stop)).ShouldBeOfType<Outcome.Again>().MayBeTaken.ShouldBeFalse();
        server.Commands.ShouldAllBe(one => !IsA(one.Command, "AUTH") && !IsA(one.Command, "MAIL"));
    }

    [Fact]
    public async Task A_server_without_TLS_gets_no_password()
    {
        using var server = new SmtpStandIn { Answer = said => IsA(said, "EHLO") ? "250 x" : null };
        using var pool = Pool(server);
        (await Email(server, pool).Send(Handover(), Stop)).ShouldBeOfType<Outcome.Again>().MayBeTaken.ShouldBeFalse();
        server.Commands.Select(one => one.Command).ShouldNotContain(said => IsA(said, "AUTH"));
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such mailbox ann@example.com", true)]
    [InlineData("MAIL", "552 too much", true)]
    [InlineData("END", "554 spam", true)]
    [InlineData("RCPT", "450 4.2.0 greylisted, try again", false)]
    [InlineData("MAIL", "421 4.7.0 too many connections", false)]
    [InlineData("END", "452 full", false)]
    public async Task An_answer_of_5xx_is_final_and_one_of_4xx_is_not(string command, string answer, bool isFinal)
    {
        using var server = new SmtpStandIn { Answer = said => IsA(said, command) ? answer : null };
        using var pool = Pool(server);
        var email = Email(server, pool);
        var outcome = await email.Send(Handover(), Stop);
        (outcome is Outcome.Refused).ShouldBe(isFinal);
        (outcome is Outcome.Again).ShouldBe(!isFinal);
        server.Answer = _ => null;
        (await email.Send(Handover(), Stop)).ShouldBe(Outcome.Taken);
    }

    [Theory]
    [InlineData("CONNECT", "SSH-2.0-OpenSSH", false)]
    [InlineData("EHLO", "\u0001\u0002 nonsense", false)]
    [InlineData("MAIL", "what?", true)]
    [InlineData("END", "", true)]
    [InlineData("AUTH", "535 5.7.8 wrong password", false)]
    public async Task Nonsense_and_a_broken_line_are_tried_again_on_another_connection(
        string command, string answer, bool mayBeTaken)
    {
        using var server = new SmtpStandIn { Answer = said => IsA(said, command) ? answer : null };
        using var pool = Pool(server);
        var email = Email(server, pool);
        // From MAIL on nobody can tell: it throws. Before, nothing was handed over.
        (await Record.ExceptionAsync(() => email.Send(Handover(), Stop)) is not null).ShouldBe(mayBeTaken);
        server.Answer = _ => null;
        (await email.Send(Handover(), Stop)).ShouldBe(Outcome.Taken);
        server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_hangs_is_left_when_the_time_is_up()
    {
        using var server = new SmtpStandIn { Answer = said => IsA(said, "RCPT") ? "hang" : null };
        using var pool = Pool(server);
        using var limit = new CancellationTokenSource();
        var sending = Email(server, pool).Send(Handover(), limit.Token);
        await Eventually.True(() => Task.FromResult(server.Commands.Any(one => IsA(one.Command, "RCPT"))));
        await limit.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sending);
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("a@b.example\r\nBcc: all@example.com")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("<@relay.example:a@b.example>")]
    [InlineData("")]
    public async Task What_is_not_one_address_is_refused_before_anybody_is_asked(string address)
    {
        using var server = new SmtpStandIn();
        using var pool = Pool(server);
        (await Email(server, pool).Send(Handover() with { Recipient = address }, Stop))
            .ShouldBe(new Outcome.Refused("the e-mail address is not valid"));
        server.Connections.ShouldBe(0);
    }

    private static bool IsA(string said, string command) => said.StartsWith(command, StringComparison.Ordinal);

    private static Handover Handover() => new(Shipped.Id, "demo", Order, "ann@example.com", Shipped, HandedOver, Ann,
        Letter.About([("shipped", HandedOver)], Ann, Language.English), Attempt: 1);

    private static IOptions<EmailOptions> Options(SmtpStandIn server, string? trust) =>
        Microsoft.Extensions.Options.Options.Create(new EmailOptions
        {
            Smtp = $"smtps://{SmtpStandIn.User}:{Uri.EscapeDataString(SmtpStandIn.Password)}@127.0.0.1:{server.Port}"
                + (server.IsTlsFromStart ? "?tls=implicit" : ""),
            MailFrom = "Shop <orders@shop.example>",
            SmtpTrust = trust,
        });

    private static SmtpPool Pool(SmtpStandIn server) => Pool(server, server.Trust);

    private static SmtpPool Pool(SmtpStandIn server, string? trust) =>
        new(Options(server, trust), TimeProvider.System);

    private static Email Email(SmtpStandIn server, SmtpPool pool)
    {
        var html = new LetterHtml(NullLoggerFactory.Instance);
        return new(Options(server, server.Trust), pool, html, new(Microsoft.Extensions.Options.Options.Create(
            new PlatformOptions
            {
                PublicUrl = "https://track.example",
                EncryptionKey = Convert.ToBase64String(new byte[32]),
            })),
            TimeProvider.System);
    }
}
