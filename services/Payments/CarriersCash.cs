using Contracts;
using MassTransit;
using Streams;

namespace Payments;

/// <summary>What a parcel's scans tell of cash on delivery reaches the payment that waits for it.</summary>
internal sealed class CarriersCash(EventStore store, KnownOrders orders, ILogger<CarriersCash> log)
{
    /// <summary>
    /// As the parcel stands now; without <paramref name="cod"/>, or where it says nothing of a collection, nothing
    /// was.
    /// </summary>
    public async Task Note(
        ConsumeContext context, string merchantId, Guid orderId, Guid shipmentId, long version,
        Contracts.CashOnDelivery? cod, DateTimeOffset at)
    {
        var ct = context.CancellationToken;
        var ids = await orders.PaymentsOf(merchantId, orderId, ct)
            ?? throw new InvalidOperationException($"The payments of order {orderId} are not known yet.");
        var cash = (await store.LoadAll(merchantId, ids, ct)).Where(payment => payment.State.IsCod).ToList();
        if (cash.Count == 0)
            return;
        // The one that knows the parcel already, else one that is still wanted.
        var (paymentId, state) = cash.OrderByDescending(payment => payment.State.Cash.Of(shipmentId) is not null)
            .ThenByDescending(payment => payment.State.VoidedAt is null).First();
        var currency = state.Requested!.Amount.Currency;
        if (cod?.Collected is { } told && told.Currency != currency)
        {
            log.LogWarning("Shipment {Shipment} tells of cash in {Currency}, the payment is in {Asked}",
                shipmentId, told.Currency, currency);
            return;
        }

        var amount = cod?.Collected ?? (cod is { IsCollected: true } ? null : new Money(0, currency));
        var messageId = context.MessageId ?? throw new InvalidOperationException("The message has no id.");
        await store.Tell(merchantId, paymentId, new PaymentCommand.NoteCash(
            shipmentId, version, amount, at, PaymentStreams.RequestId(messageId, paymentId)),
            Cause.Of(messageId), ct);
    }
}

/// <summary>Most scans say nothing of cash, and those end here.</summary>
internal sealed class ShipmentProgressedConsumer(CarriersCash cash) : IConsumer<ShipmentProgressed>
{
    public Task Consume(ConsumeContext<ShipmentProgressed> context) =>
        context.Message is { Standing.Cod: { } cod } m && (cod.IsCollected || cod.Collected is not null)
            ? cash.Note(context, m.MerchantId, m.OrderId, m.ShipmentId, m.Version, cod, m.OccurredAt)
            : Task.CompletedTask;
}

/// <summary>With a wrong number its cash goes, with the right one it comes.</summary>
internal sealed class ShipmentCorrectedConsumer(CarriersCash cash) : IConsumer<ShipmentCorrected>
{
    public Task Consume(ConsumeContext<ShipmentCorrected> context) => context.Message is { Standing: { } standing } m
        ? cash.Note(context, m.MerchantId, m.OrderId, m.ShipmentId, m.Version, standing.Cod, m.CorrectedAt)
        : Task.CompletedTask;
}
