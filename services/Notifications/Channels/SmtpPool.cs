using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;

namespace Notifications.Channels;

/// <summary>
/// Connections to mail servers, kept for the next message: making one takes longer than handing over what it is for. A
/// connection that failed, or has been idle for long, is not used again.
/// </summary>
internal sealed class SmtpPool(IOptions<EmailOptions> options, TimeProvider clock) : IDisposable
{
    private const int IdleMax = 32;
    private const int MessagesMax = 100;

    /// <summary>Servers hang up after some minutes; a connection of some seconds is still there.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FreshTime = TimeSpan.FromSeconds(2);

    /// <summary>For each answer; whoever sends has a limit for all of it.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<SmtpServer, ConcurrentStack<Kept>> idle = new();
    private readonly X509Certificate2Collection trusted = TrustedBy(options.Value);

    /// <summary>Has <paramref name="use"/> done over a connection that is signed in, and keeps it if that went well.
    /// </summary>
    /// <exception cref="NotReachedException">There is no such connection, so nothing was handed over.</exception>
    public async Task Use(SmtpServer server, Func<SmtpClient, Task> use, CancellationToken ct)
    {
        var kept = await Open(server, ct);
        try
        {
            await use(kept.Client);
        }
        catch (SmtpCommandException) when (kept.Client.IsConnected)
        {
            // The server has spoken, and the connection is as good as before.
            await Return(server, kept);
            throw;
        }
        catch
        {
            kept.Client.Dispose();
            throw;
        }

        await Return(server, kept);
    }

    public void Dispose()
    {
        foreach (var kept in idle.Values.SelectMany(stack => stack))
            kept.Client.Dispose();
    }

    private async Task<Kept> Open(SmtpServer server, CancellationToken ct)
    {
        try
        {
            return await Take(server, ct) ?? new(await Connect(server, ct), 0, clock.GetUtcNow());
        }
        catch (Exception failure) when (failure is not SmtpCommandException)
        {
            throw new NotReachedException(
                failure is OperationCanceledException ? "no answer in time" : failure.Message, failure);
        }
    }

    private async Task<Kept?> Take(SmtpServer server, CancellationToken ct)
    {
        while (idle.TryGetValue(server, out var stack) && stack.TryPop(out var kept))
        {
            var age = clock.GetUtcNow() - kept.UsedAt;
            if (kept.Client.IsConnected && age < IdleTime && (age < FreshTime || await IsThere(kept.Client, ct)))
                return kept;
            kept.Client.Dispose();
        }

        return null;
    }

    private async Task Return(SmtpServer server, Kept kept)
    {
        var stack = idle.GetOrAdd(server, _ => new());
        if (kept.Client.IsConnected && kept.Messages + 1 < MessagesMax && stack.Count < IdleMax)
        {
            stack.Push(new(kept.Client, kept.Messages + 1, clock.GetUtcNow()));
            return;
        }

        try
        {
            await kept.Client.DisconnectAsync(quit: true);
        }
        catch (Exception gone) when (gone is IOException or MailKit.ProtocolException)
        {
            // It has gone by itself.
        }

        kept.Client.Dispose();
    }

    private static async Task<bool> IsThere(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.NoOpAsync(ct);
            return true;
        }
        catch (Exception gone) when (gone is IOException or MailKit.CommandException or MailKit.ProtocolException)
        {
            return false;
        }
    }

    private async Task<SmtpClient> Connect(SmtpServer server, CancellationToken ct)
    {
        var client = new SmtpClient { CheckCertificateRevocation = false, Timeout = (int)AnswerTime.TotalMilliseconds };
        if (trusted.Count > 0)
            client.ServerCertificateValidationCallback = (_, certificate, _, errors) => errors == SslPolicyErrors.None
                || (errors == SslPolicyErrors.RemoteCertificateChainErrors && IsTrusted(certificate));
        try
        {
            await client.ConnectAsync(server.Host, server.Port, server.Tls, ct);
            if (server is { User: { } user, Password: { } password })
                await client.AuthenticateAsync(user, password, ct);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private bool IsTrusted(X509Certificate? certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        return certificate is X509Certificate2 known && chain.Build(known);
    }

    private static X509Certificate2Collection TrustedBy(EmailOptions options)
    {
        var trusted = new X509Certificate2Collection();
        if (options.SmtpTrust is { Length: > 0 } file)
            trusted.ImportFromPemFile(file);
        return trusted;
    }

    private sealed record Kept(SmtpClient Client, int Messages, DateTimeOffset UsedAt);
}

/// <summary>There is nobody who takes mail.</summary>
internal sealed class NotReachedException(string message, Exception cause) : Exception(message, cause);
