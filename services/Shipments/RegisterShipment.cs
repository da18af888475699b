using Contracts;
using FluentValidation;
using ServiceDefaults;
using Streams;

namespace Shipments;

/// <summary>
/// A parcel of an order. Without items: all units that no other parcel holds. Without a carrier: found from the number.
/// Without both: updated by hand. <c>PromisedDeliveryDate</c>: a date, or a date-time with an offset. <c>Cod</c>: the
/// cash to collect at the door; without it, a parcel that holds the whole order collects what the order says.
/// </summary>
internal sealed record RegisterShipment
{
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public string? Service { get; init; }
    public IReadOnlyList<ItemRequest>? Items { get; init; }
    public AddressFields? ShipFrom { get; init; }
    public string? PromisedDeliveryDate { get; init; }
    public Money? Cod { get; init; }
}

internal sealed record ItemRequest(string? Sku, int? Quantity);

internal sealed class RegisterShipmentRules : AbstractValidator<RegisterShipment>
{
    public const string NumberFormat = "^[A-Za-z0-9][A-Za-z0-9 -]{0,63}$";
    public const string NumberHelp = "must be 1 to 64 letters, digits, spaces or hyphens";

    private const int QuantityMax = 1_000_000;
    private const int SkuMax = 100;
    private const int TextMax = 200;

    public RegisterShipmentRules(Carriers.CarrierList carriers, TimeProvider clock)
    {
        RuleFor(r => r.Carrier).Must(name => carriers.Find(name) is not null).When(r => r.Carrier is not null)
            .WithMessage($"is no known carrier: use one of {carriers.Names}");
        RuleFor(r => r.TrackingNumber).Like(NumberFormat).When(r => r.TrackingNumber is not null)
            .WithMessage(NumberHelp);
        RuleFor(r => r.Service).Text(TextMax).When(r => r.Service is not null);
        RuleForEach(r => r.Items).Required().ChildRules(item =>
        {
            item.RuleFor(i => i.Sku).Required().Text(SkuMax);
            item.RuleFor(i => i.Quantity).NotNull().WithMessage("is required")
                .InclusiveBetween(1, QuantityMax).WithMessage($"must be from 1 to {QuantityMax}");
        });
        RuleFor(r => r.PromisedDeliveryDate).Promise(clock);
        RuleFor(r => r.ShipFrom!).SetValidator(new AddressRules()).When(r => r.ShipFrom is not null);
        RuleFor(r => r.Cod).Must(CashRules.IsAmount).WithMessage(CashRules.Help);
    }
}

internal static class CashRules
{
    public const string Help = "must be an amount of 0 or more in a known currency";

    public static bool IsAmount(Money? money) =>
        money is null || (money.Amount is >= 0 and < 1_000_000_000_000m && Currencies.IsKnown(money.Currency ?? ""));
}

/// <summary>Which units a parcel holds: what was asked for, or all that is left.</summary>
internal static class Packing
{
    /// <exception cref="ProblemException">400: an SKU that the order does not have.</exception>
    /// <exception cref="RuleViolation">More units than are left.</exception>
    public static IReadOnlyList<ItemQuantity> Choose(
        IReadOnlyList<OrderedItem> ordered, IReadOnlyList<ItemQuantity> held, IReadOnlyList<ItemRequest> asked)
    {
        var left = ordered.GroupBy(item => item.Sku).ToDictionary(
            line => line.Key,
            line => line.Sum(item => item.Quantity) - held.Where(h => h.Sku == line.Key).Sum(h => h.Quantity));
        if (asked.Count == 0)
        {
            var rest = left.Where(line => line.Value > 0)
                .Select(line => new ItemQuantity(line.Key, line.Value)).ToList();
            return rest.Count > 0 ? rest
                : throw new RuleViolation("nothing_to_ship", "Every unit of the order is in a parcel already.");
        }

        var unknown = asked.Select((item, i) => (item, i)).Where(a => !left.ContainsKey(a.item.Sku!))
            .Select(a => new FieldError($"/items/{a.i}/sku", "is not in the order")).ToList();
        if (unknown.Count > 0)
            throw ProblemException.Invalid(unknown);
        var chosen = asked.GroupBy(item => item.Sku!)
            .Select(line => new ItemQuantity(line.Key, line.Sum(item => item.Quantity!.Value))).ToList();
        var over = chosen.Find(item => item.Quantity > left[item.Sku]);
        return over is null ? chosen : throw new RuleViolation("more_than_left",
            $"Of {over.Sku} there are {Math.Max(0, left[over.Sku])} units left to ship, not {over.Quantity}.");
    }
}
