using System.Text.Json;
using Contracts;
using ServiceDefaults;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class PublicViewTests
{
    private static readonly JsonSerializerOptions Json = new ApiJson(OrdersJson.Default).Options;

    private static readonly string[] Personal =
    [
        "Firstname", "Lastname", "mail.example", "555 01 23", "5550123", "Somestreet", "Door 4", "H-1082",
        "19.07502", "47.48601", "ring twice", "my neighbour", Order1001.TrackingSecret,
    ];

    /// <summary>Carriers, merchants and the customer have written everything personal everywhere they can.</summary>
    private static readonly OrderCommand[] Talkative =
    [
        new OrderCommand.Place(Order1001),
        new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)),
        new OrderCommand.NoteShipmentProgress(Spoken(2, "out_for_delivery")),
        new OrderCommand.NoteShipmentProgress(Spoken(3, "delivered")),
        new OrderCommand.NoteNotification(
            Told("shipped", "failed") with { Reason = "Firstname.Lastname@mail.example bounced" }),
        new OrderCommand.GiveFeedback(4, "ring twice", Noon.AddHours(70)),
        new OrderCommand.ReportIssue("damaged", "ask my neighbour", Noon.AddHours(71)),
    ];

    [Fact]
    public void The_public_view_says_nothing_personal()
    {
        var text = JsonSerializer.Serialize(Public(), Json);
        Personal.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(text);
    }

    [Fact]
    public void What_banks_and_carriers_settle_with_the_merchant_is_not_shown()
    {
        OrderCommand[] told =
        [
            new OrderCommand.Place(Order1001),
            .. ((string[])["captured", "dispute_opened", "dispute_lost", "remitted"]).Select((change, i) =>
                new OrderCommand.NotePayment(Paid(CardId, i + 1, change, "captured", 40))),
        ];
        var merchants = Timeline.Of(OrderId, Recorded(Happened(told), Noon), Noon.AddHours(80));
        merchants.Entries.Select(entry => entry.Code).ShouldContain("payment.remitted");
        PublicView.Of(merchants, NoActions, [Order1001]).Entries.Select(entry => entry.Code)
            .ShouldBe(["order.placed", "payment.captured"]);
    }

    [Fact]
    public void The_merchants_timeline_does_hold_what_the_public_view_hides()
    {
        var text = JsonSerializer.Serialize(Merchants(), Json);
        Personal.Except(["19.07502", "47.48601", "5550123", Order1001.TrackingSecret])
            .Where(word => !text.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public void An_order_number_is_shown_whatever_the_customer_is_called()
    {
        var customer = Order1001.Customer with { Name = "Demo Customer" };
        var demo = Order1001 with { OrderNumber = "DEMO-1", Customer = customer };
        var placed = Recorded(Happened(new OrderCommand.Place(demo)), Noon);
        PublicView.Shown(TimelineEntries.Of(placed[0])!, new([demo]))!.Detail!.ShouldContain("DEMO-1");
    }

    [Fact]
    public void New_entries_on_the_public_stream_say_nothing_personal()
    {
        var personal = new PersonalData([Order1001]);
        var text = JsonSerializer.Serialize(
            Merchants().Entries.Select(entry => PublicView.Shown(entry, personal)), Json);
        Personal.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(text);
    }

    [Fact]
    public void It_still_says_where_things_are()
    {
        var view = Public();
        view.Status.ShouldBe("delivered");
        view.Destination.ShouldBe(new("Budapest", "BU", "HU", 47.5, 19.1));
        view.Shipments[0].Scans[^1].CarrierText.ShouldBe("Delivered to ••• at •••, call •••");
        view.Shipments[0].Scans[^1].Location!.City.ShouldBe("Budapest");
        view.Shipments[0].Items.Count.ShouldBe(2);
        view.Items.Count.ShouldBe(2);
    }

    [Fact]
    public void The_couriers_picture_of_a_delivery_is_shown_and_not_who_signed()
    {
        var delivered = Spoken(3, "delivered");
        OrderCommand[] told =
        [
            Talkative[0], Talkative[1],
            new OrderCommand.NoteShipmentProgress(delivered with
            {
                Standing = delivered.Standing with
                {
                    Proof = new() { SignedBy = "Lastname", Code = "4711", PhotoUrl = "https://pod.example/1.jpg" },
                },
            }),
        ];
        var merchants = Timeline.Of(OrderId, Recorded(Happened(told), Noon), Noon.AddHours(80));
        PublicView.Of(merchants, NoActions, [Order1001]).Shipments[0].ProofOfDelivery.ShouldBe(
            new(delivered.Scan!.OccurredAt, SignedBy: null, PhotoUrl: "https://pod.example/1.jpg"));
    }

    [Theory]
    [InlineData("handed to LASTNAME", "handed to •••")]
    [InlineData("call 0036205550123 now", "call ••• now")]
    [InlineData("AWB 1490812345678", "AWB 1490812345678")]
    [InlineData("at Budapest hub", "at Budapest hub")]
    [InlineData("Lastnames are fine", "Lastnames are fine")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void Only_what_is_personal_is_hidden(string? text, string? shown) =>
        new PersonalData([Order1001]).Hide(text).ShouldBe(shown);

    private static ShipmentProgressed Spoken(long version, string status)
    {
        const string words = "Delivered to Firstname Lastname at Somestreet 12, call +36 20 555-01-23";
        var scan = Scan(status, 50 + version, words) with
        {
            SignedBy = "Lastname",
            Location = new()
            {
                Text = "Somestreet 12, Door 4",
                City = "Budapest",
                PostalCode = "H-1082",
                Latitude = 47.48601,
                Longitude = 19.07502,
            },
        };
        var reason = new StatusReason("other", "consignee", false, "Family Lastname, 555 01 23, H-1082");
        var told = Progressed(ParcelA, version, scan with { Reason = reason }, status);
        return told with { Standing = told.Standing with { Reason = reason, DeliveredAt = scan.OccurredAt } };
    }

    private static PublicView Public() => PublicView.Of(Merchants(), NoActions, [Order1001]);

    private static readonly CustomerActions NoActions = new(null, null, [], false);

    private static TimelineView Merchants() =>
        Timeline.Of(OrderId, Recorded(Happened(Talkative), Noon), Noon.AddHours(80));
}
