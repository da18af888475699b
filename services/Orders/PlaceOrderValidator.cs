using System.Globalization;
using Contracts;
using FluentValidation;
using ServiceDefaults;

namespace Orders;

/// <summary>What a request for an order must be. Every text and every list has a largest size.</summary>
internal sealed class PlaceOrderValidator : AbstractValidator<PlaceOrder>
{
    private const int ItemsMax = 500;
    private const int PaymentsMax = 50;

    public PlaceOrderValidator(TimeProvider clock)
    {
        RuleFor(o => o.OrderNumber).Text(64).When(o => o.OrderNumber is not null);
        RuleFor(o => o.PlacedAt).Past(clock);
        RuleFor(o => o.PromisedDeliveryDate).Promise(clock);
        RuleFor(o => o.Customer!).Required().SetValidator(new CustomerValidator());
        RuleFor(o => o.Customer!.Name).Required().When(o => o.Customer is not null);
        RuleFor(o => o.ShippingAddress!).Required().SetValidator(new AddressRules());
        RuleFor(o => o.ShipFrom!).SetValidator(new AddressRules()).When(o => o.ShipFrom is not null);
        RuleFor(o => o.Items).Required().Must(items => items is null or { Count: >= 1 and <= ItemsMax })
            .WithMessage($"must hold 1 to {ItemsMax} items");
        RuleForEach(o => o.Items).Required().SetValidator(new ItemValidator()!);
        RuleFor(o => o.Payments).Must(payments => payments is null or { Count: >= 1 and <= PaymentsMax })
            .WithMessage($"must hold 1 to {PaymentsMax} payments");
        RuleForEach(o => o.Payments).Required().SetValidator(new PaymentRules()!);
        RuleFor(o => o.Payment!).SetValidator(new PaymentRules()).When(o => o.Payment is not null);
        RuleFor(o => o.Payment).Must((order, payment) => payment is null != order.Payments is null)
            .WithMessage("is required, or payments; not both");
        RuleFor(o => o).Custom((order, context) => CheckMoney(order, context.AddFailure));
    }

    /// <summary>One currency throughout, and payments that add up to what is bought.</summary>
    private static void CheckMoney(PlaceOrder order, Action<string, string> fail)
    {
        var (payments, items) = (order.AllPayments.ToList(), order.AllItems.ToList());
        if (payments.Count == 0 || payments.Exists(payment => payment.Amount is null) || items.Count == 0
            || items.Exists(item => item.UnitPrice is null || item.Quantity is null))
            return;
        var total = order.Total();
        var at = order.Payment is null ? "Payments" : "Payment.Amount";
        var odd = items.FindIndex(item => Differs(item.UnitPrice!));
        if (odd >= 0)
            fail($"Items[{odd}].UnitPrice", $"must be in {total.Currency} like the others");
        else if (order.ShippingPrice is { } shipping && Differs(shipping))
            fail("ShippingPrice", $"must be in {total.Currency} like the items");
        else if (payments.Exists(payment => Differs(payment.Amount!)))
            fail(at, $"must be in {total.Currency} like the items");
        else if (payments.Sum(payment => payment.Amount!.Amount) is var paid && paid != total.Amount)
            fail(at, string.Create(CultureInfo.InvariantCulture,
                $"must add up to items and shipping: {total.Amount} {total.Currency}, not {paid}"));

        bool Differs(Money money) => money.Currency != total.Currency;
    }
}

internal sealed class CustomerValidator : AbstractValidator<PlaceOrder.CustomerFields>
{
    public CustomerValidator()
    {
        RuleFor(c => c.Id).Text(100).When(c => c.Id is not null);
        RuleFor(c => c.Name).Text(200);
        RuleFor(c => c.Email).Like(@"^(?=.{5,254}$)[^\s@,;<>]{1,64}@[^\s@,;<>]+\.[^\s@,;<>.]{2,}$")
            .WithMessage("must be an e-mail address");
        RuleFor(c => c.Phone).Like(@"^\+?[\d \u00A0().\-/]{4,32}$").WithMessage("must be a phone number");
        RuleFor(c => c.Locale).Like("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")
            .WithMessage("must be a BCP 47 tag such as en-IN");
        RuleFor(c => c.TimeZone).Must(zone => zone is null || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            .WithMessage("must be an IANA time zone such as Asia/Kolkata");
    }
}

internal sealed class ItemValidator : AbstractValidator<PlaceOrder.ItemFields>
{
    internal const string ImageHelp = "must be an http(s) URL of at most 2000 characters";

    public ItemValidator()
    {
        RuleFor(i => i.Sku).Required().Text(100);
        RuleFor(i => i.Name).Required().Text(300);
        RuleFor(i => i.Quantity).Required().InclusiveBetween(1, 100_000).WithMessage("must be between 1 and 100000");
        RuleFor(i => i.UnitPrice).Required();
        RuleFor(i => i.ImageUrl).Must(IsImage).WithMessage(ImageHelp);
    }

    internal static bool IsImage(string? url) => url is null || (url.Length <= 2000 && Rules.IsWebAddress(url));
}
