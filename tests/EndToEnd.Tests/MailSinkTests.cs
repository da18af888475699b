using System.Net.Http.Json;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Tools.Mail;

namespace EndToEnd.Tests;

/// <summary>The sink over real sockets, with the client the platform sends with.</summary>
public sealed class MailSinkTests : IAsyncLifetime
{
    private const string Subject = "Ihr Paket ist unterwegs: दिल्ली, São Paulo – länger als eine Zeile im Kopf erlaubt";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory();
    private WebApplication _sink = null!;

    private HttpClient Http => new() { BaseAddress = new Uri(_sink.Urls.First()) };

    private int SmtpPort => new Uri(_sink.Urls.Last()).Port;

    [Fact]
    public async Task An_e_mail_is_kept_with_its_text_its_html_and_its_subject_in_any_script()
    {
        await Send(Message("<1@test>", "customer@example.com"));

        var kept = (await Messages()).ShouldHaveSingleItem();
        kept.MessageId.ShouldBe("<1@test>");
        kept.From.ShouldBe("shop@example.com");
        kept.To.ShouldBe(["customer@example.com"]);
        kept.Subject.ShouldBe(Subject);
        kept.Text!.TrimEnd().ShouldBe(".Punkt am Anfang\r\nGrüße = 1299,00 €");
        kept.Html!.TrimEnd().ShouldBe("<p>Grüße</p>");
        kept.Deliveries.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_to_the_same_recipient_is_counted_and_to_another_is_a_second_e_mail()
    {
        await Send(Message("<1@test>", "a@example.com"));
        await Send(Message("<1@test>", "a@example.com"));
        await Send(Message("<1@test>", "b@example.com"));

        (await Messages()).Select(kept => (kept.To[0], kept.Deliveries))
            .ShouldBe([("b@example.com", 1), ("a@example.com", 2)]);
        (await Messages("?to=a@example.com")).ShouldHaveSingleItem().Deliveries.ShouldBe(2);
    }

    [Fact]
    public async Task E_mails_survive_a_restart_until_they_are_deleted()
    {
        await Send(Message("<1@test>", "a@example.com"));
        await Send(Message("<1@test>", "a@example.com"));

        await Restart();
        (await Messages()).ShouldHaveSingleItem().Deliveries.ShouldBe(2);

        (await Http.DeleteAsync("/api/messages")).EnsureSuccessStatusCode();
        await Restart();
        (await Messages()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_stands_in_an_e_mail_cannot_become_part_of_the_page()
    {
        var message = Message("<1@test>", "a@example.com");
        message.Subject = "<script>alert(1)</script>";
        await Send(message);
        var id = (await Messages()).Single().Id;

        (await Http.GetStringAsync("/")).ShouldNotContain("<script");
        (await Http.GetStringAsync($"/messages/{id}")).ShouldNotContain("<script");
    }

    [Fact]
    public async Task Commands_sent_at_once_are_answered_one_by_one_and_nonsense_is_refused()
    {
        using var client = new TcpClient("127.0.0.1", SmtpPort);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "HELO x\r\nDATA\r\nWHAT\r\nMAIL FROM:<>\r\nRCPT TO:nobody\r\nRCPT TO:<a@example.com>\r\nRSET\r\n" +
            "MAIL FROM:<s@x>\r\nRCPT TO:<a@example.com>\r\nDATA\r\nSubject: S\r\n\r\n..\r\n.\r\nQUIT\r\n"));
        var answers = await new StreamReader(stream).ReadToEndAsync();

        answers.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line[..3])
            .ShouldBe(["220", "250", "503", "500", "250", "503", "250", "250", "250", "250", "354", "250", "221"]);
        (await Messages()).ShouldHaveSingleItem().Text.ShouldBe(".\r\n");
    }

    public async ValueTask InitializeAsync()
    {
        _sink = MailSink.Build(["--http", "0", "--smtp", "0", "--data", _data.FullName]);
        await _sink.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task Restart()
    {
        await _sink.DisposeAsync();
        await InitializeAsync();
    }

    private static MailMessage Message(string id, string to)
    {
        var message = new MailMessage("shop@example.com", to)
        {
            Subject = Subject,
            Body = ".Punkt am Anfang\r\nGrüße = 1299,00 €",
            Headers = { ["Message-ID"] = id },
        };
        message.AlternateViews.Add(
            AlternateView.CreateAlternateViewFromString("<p>Grüße</p>", Encoding.UTF8, MediaTypeNames.Text.Html));
        return message;
    }

    private async Task Send(MailMessage message)
    {
        using var client = new SmtpClient("127.0.0.1", SmtpPort);
        await client.SendMailAsync(message);
        message.Dispose();
    }

    private async Task<Kept[]> Messages(string query = "") =>
        (await Http.GetFromJsonAsync<Kept[]>($"/api/messages{query}"))!;

    private sealed record Kept(
        string Id,
        string MessageId,
        string From,
        string[] To,
        string Subject,
        int Deliveries,
        string? Text,
        string? Html);
}
