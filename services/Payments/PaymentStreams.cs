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

    /// <summary>
    /// One cancellation asks something of each payment: its own name for each, the same at a redelivery.
    /// </summary>
    private static Guid RequestId(Guid messageId, Guid paymentId) =>
        new(SHA256.HashData([.. messageId.ToByteArray(), .. paymentId.ToByteArray()]).AsSpan(0, 16));
}
