using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Messages;

/// <summary>
/// Takes mail over plain SMTP and remembers when it came, by the recipient's name. Recipients of one domain can be
/// slow: who names them is never answered.
/// </summary>
internal sealed class MailServer : IDisposable
{
    public const string SlowDomain = "slow.example";

    private readonly CancellationTokenSource stop = new();
    private readonly TcpListener listener;

    public MailServer(int port)
    {
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        _ = Accept();
    }

    public volatile bool IsSlow;

    public ConcurrentDictionary<string, DateTimeOffset> Taken { get; } = [];

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task Accept()
    {
        while (!stop.IsCancellationRequested)
            _ = Serve(await listener.AcceptTcpClientAsync(stop.Token));
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        try
        {
            client.NoDelay = true;
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 benchmark");
            var recipient = "";
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                if (line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase))
                {
                    recipient = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
                    if (IsSlow && recipient.EndsWith(SlowDomain, StringComparison.Ordinal))
                        await Task.Delay(Timeout.Infinite, stop.Token);
                }
                else if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    while (await reader.ReadLineAsync(stop.Token) is { } part && part != ".")
                    {
                    }

                    Taken.TryAdd(recipient[..recipient.IndexOf('@')], DateTimeOffset.UtcNow);
                }

                await writer.WriteLineAsync(line == "QUIT" ? "221 bye" : "250 fine");
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The other side has hung up, or all is measured.
        }
    }
}
