using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Testing;

/// <summary>
/// A mail server that speaks SMTP with STARTTLS, or TLS from the start, and demands a sign-in over it; it can also
/// hang, be busy, refuse, or talk nonsense. Its certificate is for 127.0.0.1, of an authority whose PEM file is
/// <see cref="Trust"/>.
/// </summary>
public sealed class SmtpStandIn : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2 certificate;
    private readonly bool isTlsFromStart;

    public SmtpStandIn(bool isTlsFromStart = false)
    {
        this.isTlsFromStart = isTlsFromStart;
        (certificate, Trust) = Certificates();
        listener.Start();
        _ = Accept();
    }

    public bool IsTlsFromStart => isTlsFromStart;

    public string Trust { get; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public const string User = "shop";

    public const string Password = "pass word:ü";

    /// <summary>Says what is answered to a command; null: what a server in order answers. "" hangs up.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    public ConcurrentQueue<string> Messages { get; } = [];

    /// <summary>Each command with whether it came over TLS.</summary>
    public ConcurrentQueue<(string Command, bool IsSecure)> Commands { get; } = [];

    public int Connections => connections;

    private int connections;

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        certificate.Dispose();
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                _ = Serve(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            var isSecure = isTlsFromStart;
            if (isSecure)
                stream = await Secured(stream);
            if (!await Say(stream, "CONNECT", "220 stand-in ESMTP"))
                return;
            while (await Line(stream) is { } line)
            {
                var command = line.Split(' ')[0].ToUpperInvariant();
                Commands.Enqueue((line, isSecure));
                if (!await Say(stream, line, Usual(command, isSecure)))
                    return;
                if (command == "STARTTLS")
                    (stream, isSecure) = (await Secured(stream), true);
                else if (command == "DATA")
                    await Take(stream);
                else if (command == "QUIT")
                    return;
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException or AuthenticationException
            or SocketException or ObjectDisposedException)
        {
            // The client has gone, or the test is over.
        }
    }

    private static string Usual(string command, bool isSecure) => command switch
    {
        "EHLO" when !isSecure => "250-stand-in\r\n250 STARTTLS",
        "EHLO" => "250-stand-in\r\n250-SMTPUTF8\r\n250 AUTH PLAIN",
        "STARTTLS" => "220 go on",
        "AUTH" => isSecure ? "235 welcome" : "538 not without TLS",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 fine",
    };

    private async Task Take(Stream stream)
    {
        var message = new StringBuilder();
        while (await Line(stream) is { } line && line != ".")
            message.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        Messages.Enqueue(message.ToString());
        await Say(stream, "END", "250 taken");
    }

    private async Task<bool> Say(Stream stream, string command, string usual)
    {
        var answer = Answer(command) ?? usual;
        if (answer == "hang")
            await Task.Delay(Timeout.Infinite, stop.Token);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), stop.Token);
        return answer.Length > 0;
    }

    private async Task<Stream> Secured(Stream stream)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop.Token);
        return tls;
    }

    /// <summary>Byte by byte: what follows STARTTLS is not ours to read ahead.</summary>
    private async Task<string?> Line(Stream stream)
    {
        var (line, one) = (new List<byte>(), new byte[1]);
        while (await stream.ReadAsync(one, stop.Token) > 0)
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }

    private static (X509Certificate2 Server, string Trust) Certificates()
    {
        var (now, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=stand-in authority", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = root.CreateSelfSigned(now, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var signed = server.Create(authority, now, until, RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, authority.ExportCertificatePem());
        return (X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null), file);
    }
}
