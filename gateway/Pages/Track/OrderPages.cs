using Gateway.Keys;
using ServiceDefaults;

namespace Gateway.Pages.Track;

/// <summary>Shows the order that a token leads to, or the page that says there is none.</summary>
internal sealed class OrderPages(TrackClient orders, KeyRing merchants, TimeProvider clock)
{
    private const int TokenMax = 200;

    /// <summary>
    /// <paramref name="said"/>: thanks for what was sent; <paramref name="problem"/>: why it could not be sent.
    /// </summary>
    public async Task<IResult> Show(string token, string? said, string? problem, int status, CancellationToken ct)
    {
        if (token.Length > TokenMax || await orders.Find(token, ct) is not { } order)
            return Messages.Unknown();
        var store = StoreOf(token);
        return new Page<OrderPage>(status, new()
        {
            [nameof(OrderPage.Order)] = order,
            [nameof(OrderPage.Token)] = token,
            [nameof(OrderPage.Now)] = order.AsOf ?? clock.GetUtcNow(),
            [nameof(OrderPage.Store)] = store,
            [nameof(OrderPage.Said)] = said,
            [nameof(OrderPage.Problem)] = problem,
        })
        { Image = store?.LogoUrl };
    }

    /// <summary>A token ends with its merchant's id, after 22 characters at random and 22 of the order.</summary>
    private Appearance? StoreOf(string token) =>
        token.Length > 44 && merchants.Tenant(token[44..]) is { Settings: var settings }
            ? Appearance.Of(settings) : null;
}
