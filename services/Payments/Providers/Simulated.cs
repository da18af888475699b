using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using ServiceDefaults;

namespace Payments.Providers;

/// <summary>
/// Stands in for a provider and behaves like one: takes a call on, and tells by a signed webhook over HTTP how it
/// ended. Cards are authorized, other methods captured at once
/// (unless the order asks otherwise); the token <c>tok_declined</c> fails. An event's id
/// comes from the call's key, so a repeated call tells of the same event again. What it owes is in a table, so it
/// survives its process.
/// </summary>
internal sealed class Simulated(WorkQueue queue, NpgsqlDataSource database, TimeProvider clock) : IPaymentProvider
{
    private const string DeclinedToken = "tok_declined";

    /// <summary>Longer ago, a call is about the past (a replay), and so is what it leads to.</summary>
    private static readonly TimeSpan PresentMax = TimeSpan.FromMinutes(5);

    /// <summary>A provider answers the call first and tells how it ended a little later.</summary>
    private static readonly TimeSpan WebhookDelay = TimeSpan.FromMilliseconds(50);

    public string Name => "simulated";

    public Uri? BaseUrl => null;

    public IReadOnlyList<string> Credentials => [];

    public Task<ProviderAnswer> Authorize(ProviderCall call, CancellationToken ct)
    {
        var reference = $"sim_{call.PaymentId:N}";
        if (call.Token == DeclinedToken)
            return Owe(call, "payment.failed", reference, "card_declined", ct);
        return Owe(call, call.IsManual ? "payment.authorized" : "payment.captured", reference, null, ct);
    }

    public Task<ProviderAnswer> Capture(ProviderCall call, CancellationToken ct) =>
        Owe(call, "payment.captured", call.Reference!, call.Reason, ct);

    public Task<ProviderAnswer> Refund(ProviderCall call, CancellationToken ct) =>
        Owe(call, "payment.refunded", call.Reference!, call.Reason, ct);

    public Task<ProviderAnswer> Void(ProviderCall call, CancellationToken ct) =>
        Owe(call, "payment.voided", call.Reference!, call.Reason, ct);

    public bool IsAuthentic(
        ReadOnlySpan<byte> body, Func<string, string?> header, IReadOnlyList<string> secrets, DateTimeOffset now) =>
        TimedSignature.IsAuthentic(body, header(SimulatedWebhook.SignatureHeader), secrets, now);

    public IReadOnlyList<ReportedFact> Parse(ReadOnlySpan<byte> body) => [SimulatedWebhook.Parse(body)];

    private async Task<ProviderAnswer> Owe(
        ProviderCall call, string type, string reference, string? reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var at = now - call.RequestedAt > PresentMax ? call.RequestedAt : now;
        var webhook = new SimulatedWebhook
        {
            Id = $"evt_{call.Key:N}",
            Type = type,
            Reference = reference,
            Amount = call.Amount,
            Reason = reason,
            OccurredAt = at.ToString("O", CultureInfo.InvariantCulture),
            Request = call.Key,
        };
        var owed = new WorkItem
        {
            Queue = SimulatedDelivery.QueueName,
            Id = call.Key,
            Key = reference,
            Tenant = call.Connection!.Account,
            Body = Encoding.UTF8.GetString(webhook.ToJson()),
            TraceParent = Activity.Current?.Id,
            Delay = WebhookDelay,
        };
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await queue.Add(transaction, [owed], ct);
        await transaction.CommitAsync(ct);
        queue.Committed();
        return new ProviderAnswer.Accepted(reference);
    }
}
