using Contracts;
using Payments.Providers;
using ServiceDefaults;
using Streams;

namespace Payments;

/// <summary>
/// Asks providers for what was decided, one request of a payment after the other, and writes down their answers. The
/// request's id is the idempotency key, so asking again after a crash or a lost answer moves no money twice.
/// </summary>
internal sealed class ProviderCalls(
    EventStore store, PaymentRouting routing, PaymentAccounts accounts, TimeProvider clock) : IWorker
{
    public const string QueueName = "provider-calls";

    public string Queue => QueueName;

    /// <summary>A provider that is away is asked for about a day.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 16, Timeout: TimeSpan.FromSeconds(10), PauseMin: TimeSpan.FromSeconds(1),
        PauseMax: TimeSpan.FromMinutes(5), AttemptsMax: 300);

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var (paymentId, operation) = Read(item);
        var s = (await store.Load(Payment.Stream, item.Tenant, paymentId, ct)).State;
        if (!IsOpen(s, operation, item.Id))
            return;
        if (operation == ProviderOperation.Void && s.Reference is null)
        {
            // It never reached a provider, so it is void as it is.
            var voided = new ProviderFact($"void_{item.Id:N}", FactKind.Voided, null, s.VoidAskedAt!.Value);
            await Tell(item, new PaymentCommand.NoteFact(voided, Guid.CreateVersion7()), ct);
            return;
        }

        var (name, account) = await routing.Now(item.Tenant, s, ct);
        // Another merchant's account of this name is none.
        var connection = account is null ? null : await accounts.Find(name, account, ct) is { } known
            && known.MerchantId == item.Tenant ? known : null;
        if (connection is null && !s.IsCod)
        {
            if (s.PendingVoid is not null && s.Reference is null)
                return;
            throw new InvalidOperationException("No payment account is connected.");
        }

        if (routing.Provider(name) is not { } provider)
        {
            await Refused(item, $"The provider '{name}' is not known.", ct);
            return;
        }

        var answer = await Ask(provider, operation, Call(item, paymentId, operation, s, connection), ct);
        await Note(item, name, account, answer, ct);
    }

    public Task GiveUp(WorkItem item, string reason, CancellationToken ct) => Refused(item, reason, ct);

    /// <summary>False when the outcome has been heard before we asked (again).</summary>
    private static bool IsOpen(PaymentState s, ProviderOperation operation, Guid requestId) => operation switch
    {
        ProviderOperation.Authorize => s.Reference is null,
        ProviderOperation.Capture => s.Captures.Exists(m => m.Id == requestId && m.IsPending),
        ProviderOperation.Refund => s.Refunds.Exists(m => m.Id == requestId && m.IsPending),
        _ => s.PendingVoid == requestId,
    };

    private static ProviderCall Call(
        WorkItem item, Guid paymentId, ProviderOperation operation, PaymentState s,
        PaymentAccount? connection)
    {
        var request = s.Requested!;
        var move = s.Captures.Concat(s.Refunds).FirstOrDefault(m => m.Id == item.Id);
        return new()
        {
            Key = item.Id,
            PaymentId = paymentId,
            OrderId = request.OrderId,
            Connection = connection,
            Method = request.Method,
            Amount = move?.Amount ?? request.Amount,
            RequestedAt = move?.RequestedAt
                ?? (operation == ProviderOperation.Void ? s.VoidAskedAt!.Value : request.OccurredAt),
            Attempt = item.Attempt,
            Reference = s.Reference,
            Transaction = s.Transaction,
            IsManual = (request.CaptureMethod ?? (request.Method == "card" ? "manual" : "automatic")) == "manual",
            Authorized = s.Standing!.Authorized,
            IsLast = s.Capturable <= 0 && !s.Captures.Exists(m => m.IsPending && m.Id != item.Id),
            Token = request.Token,
            Installments = request.Installments,
            Reason = move?.Reason,
        };
    }

    private static Task<ProviderAnswer> Ask(
        IPaymentProvider provider, ProviderOperation operation, ProviderCall call, CancellationToken ct) =>
        operation switch
        {
            ProviderOperation.Authorize => provider.Authorize(call, ct),
            ProviderOperation.Capture => provider.Capture(call, ct),
            ProviderOperation.Refund => provider.Refund(call, ct),
            _ => provider.Void(call, ct),
        };

    private async Task Note(
        WorkItem item, string provider, string? account, ProviderAnswer answer, CancellationToken ct)
    {
        var reference = (answer as ProviderAnswer.Accepted)?.Reference ?? (answer as ProviderAnswer.Done)?.Reference;
        if (reference is not null)
            await Tell(item, new PaymentCommand.NoteAccepted(provider, account, reference, clock.GetUtcNow()), ct);
        if (answer is ProviderAnswer.Done done)
            await Tell(item, new PaymentCommand.NoteFact(done.Fact, Guid.CreateVersion7()), ct);
        if (answer is ProviderAnswer.Refused refused)
            await Refused(item, refused.Reason, ct);
    }

    private async Task Refused(WorkItem item, string reason, CancellationToken ct) => await Tell(
        item,
        new PaymentCommand.NoteRefused(
            Read(item).Operation, item.Id, reason, clock.GetUtcNow(), Guid.CreateVersion7()),
        ct);

    private Task<Transacted<PaymentState>> Tell(WorkItem item, PaymentCommand command, CancellationToken ct) =>
        store.Tell(item.Tenant, Read(item).PaymentId, command, cause: null, ct);

    private static (Guid PaymentId, ProviderOperation Operation) Read(WorkItem item) =>
        (Guid.Parse(item.Key), Enum.Parse<ProviderOperation>(item.Body));
}
