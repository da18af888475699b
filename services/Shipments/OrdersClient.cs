using System.Net;
using Contracts;
using ServiceDefaults;

namespace Shipments;

/// <summary>
/// What a parcel's registration needs to know of its order. The rest of Orders' answer is none of its business.
/// </summary>
internal sealed record OrderFacts(
    string Status, IReadOnlyList<OrderedItem> Items, IReadOnlyList<OrderedPayment>? Payments = null,
    OrderingCustomer? Customer = null)
{
    /// <summary>
    /// What is to be collected with a parcel of these items, where that is clear: with the one that holds everything.
    /// </summary>
    public Money? CashFor(IReadOnlyList<ItemQuantity> items)
    {
        var cash = (Payments ?? []).Where(p => p is { Method: "cod", Status: "cod_pending" }).Select(p => p.Amount)
            .ToList();
        var holdsAll = items.Sum(item => item.Quantity) == Items.Sum(item => item.Quantity);
        return cash.Count == 0 || !holdsAll ? null : cash[0] with { Amount = cash.Sum(money => money.Amount) };
    }
}

internal sealed record OrderedPayment(string Method, string Status, Money Amount);

internal sealed record OrderingCustomer(string? Id);

internal sealed record OrderedItem(string Sku, int Quantity);

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
}
