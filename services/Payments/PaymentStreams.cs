using System.Security.Cryptography;
using Streams;

namespace Payments;

/// <summary>Commands to payments' streams.</summary>
internal static class PaymentStreams
{
    public static Task<Transacted<PaymentState>> Tell(
        this EventStore store, string merchantId, Guid paymentId, PaymentCommand command, Cause? cause,
        CancellationToken ct) =>
        store.Transact(Payment.Stream, merchantId, paymentId, s => Payment.Decide(s, command), cause, ct: ct);

    public static async Task Cancel(
        this EventStore store, string merchantId, IReadOnlyList<Guid> payments, Cancellation cancellation,
        CancellationToken ct)
    {
        foreach (var payment in payments)
        {
            var command = new PaymentCommand.CancelOrder(
                RequestId(cancellation.MessageId, payment), cancellation.Reason, cancellation.At);
            await store.Tell(merchantId, payment, command, Cause.Of(cancellation.MessageId), ct);
        }
    }

    /// <summary>Those of the payments that exist, in this order.</summary>
    public static async Task<IReadOnlyList<(Guid Id, PaymentState State)>> LoadAll(
        this EventStore store, string merchantId, IReadOnlyList<Guid> payments, CancellationToken ct)
    {
        var loaded = await Task.WhenAll(payments.Select(async id =>
            (Id: id, Payment: await store.Load(Payment.Stream, merchantId, id, ct))));
        return [.. loaded.Where(one => one.Payment.Exists).Select(one => (one.Id, one.Payment.State))];
    }

    /// <summary>
    /// One cause (a cancellation, a reduction) asks something of each payment: its own name for each, the same at a
    /// redelivery.
    /// </summary>
    public static Guid RequestId(Guid causeId, Guid paymentId) =>
        new(SHA256.HashData([.. causeId.ToByteArray(), .. paymentId.ToByteArray()]).AsSpan(0, 16));
}
