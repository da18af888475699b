using Contracts;
using static Shipments.Statuses;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

/// <summary>Cash on delivery, and what shows that a parcel was handed over.</summary>
public sealed class HandoverTests
{
    private static readonly Money Due = new(1299m, "INR");

    [Fact]
    public void Cash_is_to_be_collected_from_the_registration_on()
    {
        var parcel = Given.Shipment(Registered with { CashToCollect = Due });
        parcel.Standing.Cod.ShouldBe(new CashOnDelivery { ToCollect = Due });
        Given.Shipment(Registered).Standing.Cod.ShouldBeNull();
        Given.Shipment(Registered with { CashToCollect = Due with { Amount = 0 } }).Standing.Cod.ShouldBeNull();
    }

    [Fact]
    public void A_scan_says_what_was_collected_and_who_took_the_parcel()
    {
        var standing = Standing(Scan(OutForDelivery, 8), Scan(Delivered, 9) with
        {
            SignedBy = "R. K.",
            Cod = new CashOnDelivery { Collected = Due },
            Proof = new DeliveryProof { PhotoUrl = "https://pod.example/1.jpg", Code = "4711" },
        });
        standing.Cod!.Collected.ShouldBe(Due);
        standing.Proof.ShouldBe(new DeliveryProof
        {
            SignedBy = "R. K.",
            PhotoUrl = "https://pod.example/1.jpg",
            Code = "4711",
        });
    }

    [Fact]
    public void Collected_without_an_amount_is_what_was_to_be_collected()
    {
        var paid = Standing(
            Scan(PickedUp, 1) with { Cod = new CashOnDelivery { ToCollect = Due } },
            Scan(Delivered, 9) with { Cod = new CashOnDelivery { IsCollected = true } });
        paid.Cod.ShouldBe(new CashOnDelivery { ToCollect = Due, Collected = Due, IsCollected = true });
        var enough = Standing(
            Scan(PickedUp, 1) with { Cod = new CashOnDelivery { ToCollect = Due, Collected = Due } });
        enough.Cod!.IsCollected.ShouldBeTrue();
    }

    [Fact]
    public void A_proof_that_comes_after_its_scan_was_known_is_taken_up_once()
    {
        var scan = Scan(Delivered, 9);
        var proof = new DeliveryProof { SignatureUrl = "https://pod.example/s.png" };
        var told = When(Record(scan), Record(scan with { Proof = proof }), Record(scan with { Proof = proof }));
        told.OfType<ShipmentEvent.HandoverTold>().ShouldHaveSingleItem().Standing.Proof.ShouldBe(proof);
    }

    [Fact]
    public void What_a_payload_says_of_the_whole_parcel_is_as_of_its_last_scan()
    {
        ShipmentCommand.RecordScans Told(double hours, decimal amount) => Record(Scan(InTransit, hours)) with
        {
            Cod = new CashOnDelivery { ToCollect = Due with { Amount = amount } },
        };
        foreach (var order in (ShipmentCommand[][])[[Told(2, 100), Told(5, 200)], [Told(5, 200), Told(2, 100)]])
            Given.Shipment(When(order)).Standing.Cod!.ToCollect!.Amount.ShouldBe(200);
    }

    [Fact]
    public void A_parcel_that_holds_the_whole_order_collects_what_the_order_says()
    {
        OrderFacts order = new("confirmed", [new("A", 2), new("B", 1)],
            [new("cod", "cod_pending", Due), new("card", "captured", Due)]);
        order.CashFor([new("A", 2), new("B", 1)]).ShouldBe(Due);
        order.CashFor([new("A", 2)]).ShouldBeNull();
        (order with { Payments = [] }).CashFor([new("A", 2), new("B", 1)]).ShouldBeNull();
    }
}
