using Contracts;
using ServiceDefaults;

namespace Orders;

/// <summary>The body of <c>POST /v1/orders</c>. What it must hold is its validator's to say.</summary>
internal sealed record PlaceOrder
{
    /// <summary>The merchant's own number, unique with it; without one the order gets ours.</summary>
    public string? OrderNumber { get; init; }
    public DateTimeOffset? PlacedAt { get; init; }
    /// <summary>A date (the customer's whole day) or a date-time with an offset.</summary>
    public string? PromisedDeliveryDate { get; init; }
    public CustomerFields? Customer { get; init; }
    public AddressFields? ShippingAddress { get; init; }
    public AddressFields? ShipFrom { get; init; }
    public IReadOnlyList<ItemFields?>? Items { get; init; }
    public Money? ShippingPrice { get; init; }
    /// <summary>Either this or <see cref="Payments"/>.</summary>
    public PaymentFields? Payment { get; init; }
    public IReadOnlyList<PaymentFields?>? Payments { get; init; }

    internal sealed record CustomerFields
    {
        public string? Id { get; init; }
        [Personal]
        public string? Name { get; init; }
        [Personal]
        public string? Email { get; init; }
        [Personal]
        public string? Phone { get; init; }
        public string? Locale { get; init; }
        public string? TimeZone { get; init; }

        /// <summary>The customer with what is given here. Whose order it is does not change.</summary>
        internal OrderCustomer Over(OrderCustomer known) => new()
        {
            Id = known.Id,
            Name = Name ?? known.Name,
            Email = Email ?? known.Email,
            Phone = Phone ?? known.Phone,
            Locale = Locale ?? known.Locale,
            TimeZone = TimeZone ?? known.TimeZone,
        };
    }

    internal sealed record ItemFields
    {
        public string? Sku { get; init; }
        public string? Name { get; init; }
        public int? Quantity { get; init; }
        public Money? UnitPrice { get; init; }
        public string? ImageUrl { get; init; }
    }

    internal IEnumerable<PaymentFields> AllPayments =>
        Payment is null ? (Payments ?? []).OfType<PaymentFields>() : [Payment];

    internal IEnumerable<ItemFields> AllItems => (Items ?? []).OfType<ItemFields>();

    /// <summary>The order that a valid request asks for.</summary>
    internal OrderEvent.Placed ToOrder(Guid orderId, string orderNumber, string secret, DateTimeOffset now) => new()
    {
        OrderNumber = orderNumber,
        PlacedAt = PlacedAt ?? now,
        CreatedAt = now,
        PromisedDeliveryDate = PromisedDeliveryDate,
        Customer = new()
        {
            Id = Customer!.Id,
            Name = Customer.Name!,
            Email = Customer.Email,
            Phone = Customer.Phone,
            Locale = Customer.Locale,
            TimeZone = Customer.TimeZone,
        },
        ShippingAddress = ShippingAddress!.ToAddress(),
        ShipFrom = ShipFrom?.ToAddress(),
        Items = [.. AllItems.Select(i => new OrderItem(i.Sku!, i.Name!, i.Quantity!.Value, i.UnitPrice!, i.ImageUrl))],
        ShippingPrice = ShippingPrice,
        Payments = [.. AllPayments.Select((payment, index) => ToPayment(orderId, payment, index))],
        Total = Total(),
        TrackingSecret = secret,
    };

    internal Money Total()
    {
        var items = AllItems.Sum(item => item.Quantity!.Value * item.UnitPrice!.Amount);
        return new(items + (ShippingPrice?.Amount ?? 0), AllItems.First().UnitPrice!.Currency);
    }

    private static OrderPayment ToPayment(Guid orderId, PaymentFields payment, int index) => new()
    {
        PaymentId = OrderIds.PaymentOf(orderId, index),
        Method = payment.Method!,
        Amount = payment.Amount!,
        Provider = payment.Provider,
        Account = payment.Account,
        Reference = payment.Reference,
        Token = payment.Token,
        Installments = payment.Installments,
        CaptureMethod = payment.CaptureMethod,
    };
}
