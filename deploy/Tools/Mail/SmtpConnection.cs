using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;

namespace Tools.Mail;

/// <summary>
/// One SMTP session (RFC 5321): enough of it for what senders do, pipelining included, without TLS or log-in.
/// A message over <see cref="MessageBytesMax"/> is refused with 552, nonsense with 500 or 503.
/// </summary>
internal sealed partial class SmtpConnection(Mailbox mailbox, TimeProvider clock) : ConnectionHandler
{
    private const int MessageBytesMax = 10 * 1024 * 1024;
    private const int LineBytesMax = 64 * 1024;
    private const int RecipientsMax = 100;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        try
        {
            await Converse(connection.Transport.Input, connection.Transport.Output, connection.ConnectionClosed);
        }
        catch (Exception gone) when (gone is ConnectionResetException or OperationCanceledException)
        {
            // The sender went away; what it completed is kept.
        }
    }

    private async Task Converse(PipeReader input, PipeWriter output, CancellationToken closed)
    {
        string? sender = null;
        var recipients = new List<string>();
        await Say("220 mail sink");
        while (await ReadLine(input, closed) is { } bytes)
        {
            var line = Encoding.UTF8.GetString(bytes);
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await Say("250-mail sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n" +
                        $"250 SIZE {MessageBytesMax}");
                    break;
                case "HELO" or "NOOP":
                    await Say("250 OK");
                    break;
                case "RSET":
                    (sender, recipients) = (null, []);
                    await Say("250 OK");
                    break;
                case "MAIL" when sender is null && Address(line) is { } from:
                    sender = from;
                    await Say("250 OK");
                    break;
                case "RCPT" when sender is not null && recipients.Count < RecipientsMax && Address(line) is { } to:
                    recipients.Add(to);
                    await Say("250 OK");
                    break;
                case "DATA" when recipients.Count > 0:
                    await Say("354 End with a dot on a line of its own");
                    await Say(await Receive(input, sender!, recipients, closed));
                    (sender, recipients) = (null, []);
                    break;
                case "QUIT":
                    await Say("221 Bye");
                    return;
                case "MAIL" or "RCPT" or "DATA":
                    await Say("503 Not now, or without an address in angle brackets");
                    break;
                default:
                    await Say("500 Unknown command");
                    break;
            }
        }

        async Task Say(string answer) => await output.WriteAsync(Encoding.ASCII.GetBytes($"{answer}\r\n"), closed);
    }

    private async Task<string> Receive(PipeReader input, string from, List<string> to, CancellationToken closed)
    {
        var data = new ArrayBufferWriter<byte>();
        var size = 0L;
        while (await ReadLine(input, closed) is { } line)
        {
            if (line is [(byte)'.'])
            {
                if (size > MessageBytesMax)
                {
                    return "552 Too large";
                }

                mailbox.Deliver(from, to, clock.GetUtcNow(), data.WrittenSpan);
                return "250 Kept";
            }

            // A dot that begins a line was doubled by the sender. What is too large is read to its end, and dropped.
            size += line.Length + 2;
            if (size <= MessageBytesMax)
            {
                data.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
                data.Write("\r\n"u8);
            }
        }

        return "451 The message broke off";
    }

    // A line without its end; null when the sender has closed or sends a line without end.
    private static async Task<byte[]?> ReadLine(PipeReader input, CancellationToken closed)
    {
        while (true)
        {
            var read = await input.ReadAsync(closed);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line is [.. var text, (byte)'\r'] ? text : line;
            }

            if (read.IsCompleted || read.Buffer.Length > LineBytesMax)
            {
                return null;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static string? Address(string line) => InBrackets().Match(line) is { Success: true } found
        ? found.Groups[1].Value
        : null;

    [GeneratedRegex(@"<([^<>\s]*)>")]
    private static partial Regex InBrackets();
}
