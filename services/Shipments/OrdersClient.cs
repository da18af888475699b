using System.Net;
using Contracts;
using ServiceDefaults;
using Streams;

namespace Shipments;

/// <summary>
/// What a parcel's registration needs to know of its order. The rest of Orders' answer is none of its business.
/// </summary>
internal sealed record OrderFacts(
    string Status, IReadOnlyList<OrderedItem> Items, IReadOnlyList<OrderedPayment>? Payments = null,
    OrderingCustomer? Customer = null, IReadOnlyList<ItemQuantity>? CancelledItems = null)
{
    /// <summary>What is still to be shipped at the most, by SKU.</summary>
    public IReadOnlyList<OrderedItem> Wanted =>
    [
        .. Items.GroupBy(item => item.Sku, StringComparer.Ordinal).Select(same => new OrderedItem(same.Key,
            same.Sum(item => item.Quantity)
            - (CancelledItems ?? []).Where(item => item.Sku == same.Key).Sum(item => item.Quantity))),
    ];

    /// <summary>
    /// What is to be collected with a parcel of these items, where that is clear: with the one that holds everything.
    /// </summary>
    public Money? CashFor(IReadOnlyList<ItemQuantity> items)
    {
        var cash = (Payments ?? []).Where(p => p is { Method: "cod", Status: "cod_pending" }).Select(p => p.Amount)
            .ToList();
        var holdsAll = items.Sum(item => item.Quantity) == Wanted.Sum(item => item.Quantity);
        return cash.Count == 0 || !holdsAll ? null : cash[0] with { Amount = cash.Sum(money => money.Amount) };
    }
}

internal sealed record OrderedPayment(string Method, string Status, Money Amount);

internal sealed record OrderingCustomer(string? Id);

internal sealed record OrderedItem(string Sku, int Quantity);

/// <summary>What a parcel needs to know of the return that it brings back.</summary>
internal sealed record ReturnFacts(Guid OrderId, string Status, IReadOnlyList<OrderedItem> Items);

/// <summary>Asks Orders, on behalf of a merchant.</summary>
internal sealed class OrdersClient(HttpClient http, PlatformIdentity identity)
{
    /// <summary>Null when the merchant has no such order.</summary>
    /// <exception cref="HttpRequestException">Orders does not answer, or not well.</exception>
    public async Task<OrderFacts?> Find(string merchantId, Guid orderId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/orders/{orderId:D}")
            .OnBehalfOf(identity, merchantId);
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<OrderFacts>(ct);
    }

    /// <summary>Null when the merchant has no such return.</summary>
    /// <exception cref="HttpRequestException">Orders does not answer, or not well.</exception>
    public async Task<ReturnFacts?> FindReturn(string merchantId, Guid returnId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/returns/{returnId:D}")
            .OnBehalfOf(identity, merchantId);
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<ReturnFacts>(ct);
    }

    /// <summary>
    /// Asks for units for a parcel; <paramref name="held"/> is what the order's other parcels have. The order decides,
    /// as it does about cancelling them.
    /// </summary>
    /// <exception cref="RuleViolation">The order does not give them, for this reason.</exception>
    public async Task Allocate(
        string merchantId, Guid orderId, Guid shipmentId, IReadOnlyList<ItemQuantity> items,
        IReadOnlyList<ItemQuantity> held, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"internal/orders/{orderId:D}/allocations")
        {
            Content = JsonContent.Create(new { shipmentId, items, held }),
        }.OnBehalfOf(identity, merchantId);
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.Conflict
            && await response.Content.ReadFromJsonAsync<Refusal>(ct) is { } refusal)
            throw new RuleViolation(refusal.Code.Replace('-', '_'), refusal.Title);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Where the courier with a parcel is now.</summary>
    /// <exception cref="HttpRequestException">Orders does not answer, or not well.</exception>
    public async Task TellPosition(
        string merchantId, Guid orderId, Guid shipmentId, StoredPosition latest, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"internal/orders/{orderId:D}/positions")
        {
            Content = JsonContent.Create(new { shipmentId, at = latest.At, point = latest.Point }),
        }.OnBehalfOf(identity, merchantId);
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
    }

    private sealed record Refusal(string Code, string Title);
}
