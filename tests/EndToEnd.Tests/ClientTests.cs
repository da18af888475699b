using System.Net;
using Testing;
using TrackingPlatform;

namespace EndToEnd.Tests;

/// <summary>The C# client as its user has it.</summary>
public sealed class ClientTests(Platform platform)
{
    [Fact]
    public async Task An_order_is_placed_read_and_moved_on()
    {
        var client = TrackingClient.At(new(platform.Url), platform.StorefrontKey);
        var order = Order(Shop.NewNumber());
        var placed = await client.Orders.PlaceOrder(order, idempotencyKey: order.OrderNumber);
        (await client.Orders.PlaceOrder(order, idempotencyKey: order.OrderNumber)).Id.ShouldBe(placed.Id);
        var read = await client.Orders.GetOrder(placed.Id);
        (read.OrderNumber, read.Status, read.Totals.Total).ShouldBe(
            (order.OrderNumber!, "placed", new Money(1200.00m, "INR")));

        (await client.Orders.ConfirmOrder(placed.Id)).Status.ShouldBe("confirmed");
        var timeline = await client.Orders.GetTimeline(placed.Id);
        timeline.Entries.Select(entry => entry.Code).ShouldContain("order.confirmed");
        (await client.Payments.ListPayments(placed.Id)).Data.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        var keys = await TrackingClient.At(new(platform.Url), platform.AdminKey).Merchants
            .CreateMerchant(new() { Name = "Lamps" });
        var client = TrackingClient.At(new(platform.Url), keys.Keys["storefront"]);
        var placed = new List<Guid>();
        for (var number = 0; number < 5; number++)
            placed.Add((await client.Orders.PlaceOrder(Order(Shop.NewNumber()))).Id);
        await Eventually.True(async () => (await client.Orders.ListOrders()).Data.Count == 5);

        var listed = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await client.Orders.ListOrders(limit: 2, cursor: cursor);
            page.Data.Count.ShouldBeLessThanOrEqualTo(2);
            listed.AddRange(page.Data.Select(order => order.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        listed.ShouldBe(placed, ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_wrong_is_one_exception_that_names_the_field()
    {
        var client = TrackingClient.At(new(platform.Url), platform.StorefrontKey);
        var wrong = await Should.ThrowAsync<TrackingApiException>(() =>
            client.Orders.PlaceOrder(Order(Shop.NewNumber()) with { Items = [] }));
        wrong.Status.ShouldBe(HttpStatusCode.BadRequest);
        wrong.Problem!.Errors!.Select(error => error.Pointer).ShouldContain("/items");
        (await Should.ThrowAsync<TrackingApiException>(() => client.Orders.GetOrder(Guid.NewGuid())))
            .Problem!.Code.ShouldBe("not-found");
        (await Should.ThrowAsync<TrackingApiException>(() =>
            TrackingClient.At(new(platform.Url), key: null).Orders.ListOrders()))
            .Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_and_a_change_of_what_has_is_refused()
    {
        var made = await TrackingClient.At(new(platform.Url), platform.AdminKey).Merchants
            .CreateMerchant(new() { Name = "Lamps" });
        var client = TrackingClient.At(new(platform.Url), made.Keys["admin"]).Merchants;
        var last = new LastRead<TrackingPlatform.Merchant>();
        var read = await client.GetMerchant(last);
        last.HasChanged.ShouldBeTrue();
        var etag = last.ETag;
        (await client.GetMerchant(last)).ShouldBeSameAs(read);
        last.HasChanged.ShouldBeFalse();

        await client.ChangeMerchant(new() { ["timeZone"] = "Asia/Kolkata" }, ifMatch: etag);
        (await Should.ThrowAsync<TrackingApiException>(() =>
            client.ChangeMerchant(new() { ["timeZone"] = "Europe/Berlin" }, ifMatch: etag)))
            .Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await client.GetMerchant(last)).TimeZone.ShouldBe("Asia/Kolkata");
        (last.HasChanged, last.ETag == etag).ShouldBe((true, false));
    }

    private static PlaceOrder Order(string number) => new()
    {
        OrderNumber = number,
        Customer = new() { Name = "Asha", Email = Shop.Email(number), TimeZone = "Asia/Kolkata" },
        ShippingAddress = new()
        {
            Line1 = "14 Lake View Road", City = "Bengaluru", PostalCode = "560001", Country = "IN",
        },
        Items = [new() { Sku = "LAMP-1", Name = "Desk lamp", Quantity = 2, UnitPrice = new(600.00m, "INR") }],
        Payment = new() { Method = "card", Amount = new(1200.00m, "INR") },
    };
}
