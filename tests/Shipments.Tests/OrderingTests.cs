using Contracts;
using static Shipments.Statuses;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

/// <summary>The ordering rule, case by case: docs/ordering.md says why.</summary>
public sealed class OrderingTests
{
    [Fact]
    public void The_last_scan_that_happened_decides_not_the_last_that_arrived() =>
        Standing(Scan(OutForDelivery, 20), Scan(PickedUp, 1), Scan(InTransit, 10)).Status.ShouldBe(OutForDelivery);

    [Fact]
    public void Of_two_scans_of_one_instant_the_one_further_along_is_the_last()
    {
        Standing(Scan(Delivered, 5), Scan(OutForDelivery, 5)).Status.ShouldBe(Delivered);
        Standing(Scan(OutForDelivery, 5), Scan(Delivered, 5)).Status.ShouldBe(Delivered);
    }

    [Theory]
    [InlineData(InTransit)]
    [InlineData(OutForDelivery)]
    [InlineData(PickedUp)]
    [InlineData(InfoReceived)]
    [InlineData(AvailableForPickup)]
    [InlineData(Cancelled)]
    [InlineData(Expired)]
    public void Delivered_stays_whatever_is_scanned_later(string later) =>
        Standing(Scan(Delivered, 5), Scan(later, 9)).Status.ShouldBe(Delivered);

    [Theory]
    [InlineData(DeliveryAttempted)]
    [InlineData(Statuses.Exception)]
    [InlineData(Returning)]
    [InlineData(Returned)]
    public void A_later_correction_takes_a_delivery_back(string later)
    {
        var standing = Standing(Scan(Delivered, 5), Scan(later, 9));
        standing.Status.ShouldBe(later);
        standing.DeliveredAt.ShouldBeNull();
    }

    [Fact]
    public void An_earlier_failure_heard_late_does_not_take_a_delivery_back() =>
        Standing(Scan(Delivered, 5), Scan(DeliveryAttempted, 4)).Status.ShouldBe(Delivered);

    [Fact]
    public void After_a_correction_the_parcel_moves_on() =>
        Standing(Scan(Delivered, 5), Scan(DeliveryAttempted, 6), Scan(OutForDelivery, 30)).Status
            .ShouldBe(OutForDelivery);

    [Fact]
    public void A_delivery_repeated_keeps_the_first_ones_time() =>
        Standing(Scan(Delivered, 5), Scan(Delivered, 9)).DeliveredAt.ShouldBe(Start.AddHours(5));

    [Theory]
    [InlineData(InTransit)]
    [InlineData(OutForDelivery)]
    [InlineData(DeliveryAttempted)]
    public void A_parcel_going_back_is_returning_whatever_is_said_later(string later)
    {
        var standing = Standing(Scan(Returning, 5), Scan(later, 9));
        (standing.Status, standing.Leg).ShouldBe((Returning, Legs.Return));
    }

    [Fact]
    public void Delivered_to_the_sender_is_returned()
    {
        var standing = Standing(Scan(Returning, 5), Scan(Delivered, 9));
        (standing.Status, standing.DeliveredAt).ShouldBe((Returned, null));
    }

    [Fact]
    public void Delivered_to_the_consignee_by_name_ends_the_way_back()
    {
        var standing = Standing(Scan(Returning, 5), Scan(Delivered, 9, Details.ToConsignee));
        (standing.Status, standing.Leg).ShouldBe((Delivered, Legs.Forward));
    }

    [Fact]
    public void Returned_stays_unless_the_carrier_reopens_the_return()
    {
        Standing(Scan(Returned, 5), Scan(Returning, 9)).Status.ShouldBe(Returned);
        Standing(Scan(Returned, 5), Scan(InTransit, 9)).Status.ShouldBe(Returned);
        Standing(Scan(Returned, 5), Scan(Returning, 9, Details.ReturnReopened)).Status.ShouldBe(Returning);
    }

    [Fact]
    public void Cancelled_stays_until_the_parcel_is_seen_on_its_way()
    {
        Standing(Scan(Cancelled, 5), Scan(InTransit, 9)).Status.ShouldBe(Cancelled);
        Standing(Scan(Cancelled, 5), Scan(PickedUp, 9)).Status.ShouldBe(PickedUp);
    }

    [Fact]
    public void Data_about_a_parcel_is_no_news_of_where_it_is() =>
        Standing(Scan(InTransit, 5), Scan(InfoReceived, 9)).Status.ShouldBe(InTransit);

    [Fact]
    public void A_time_that_cannot_be_true_decides_nothing()
    {
        var standing = Standing(Scan(InTransit, 5), Scan(Delivered, 9000) with { Suspect = "time_in_future" });
        (standing.Status, standing.LastScanAt).ShouldBe((InTransit, Start.AddHours(5)));
    }

    [Fact]
    public void What_means_nothing_to_us_changes_nothing() =>
        Standing(Scan(OutForDelivery, 5), Scan(Unknown, 9)).Status.ShouldBe(OutForDelivery);

    [Fact]
    public void Attempts_are_counted_wherever_they_stand()
    {
        Standing(Scan(DeliveryAttempted, 5), Scan(OutForDelivery, 9), Scan(DeliveryAttempted, 7)).Attempts.ShouldBe(2);
        Standing(Scan(DeliveryAttempted, 5), Scan(DeliveryAttempted, 6) with { Source = ScanSource.Summary })
            .Attempts.ShouldBe(1);
    }

    [Fact]
    public void An_attempt_told_under_two_names_is_one_attempt() =>
        Standing(Scan(DeliveryAttempted, 5, id: "pushed"), Scan(DeliveryAttempted, 5, id: "pulled"),
            Scan(DeliveryAttempted, 29)).Attempts.ShouldBe(2);

    [Fact]
    public void Ten_thousand_scans_in_reverse_fold_as_in_order()
    {
        var scans = Enumerable.Range(0, 10_000)
            .Select(i => Scan(i % 7 == 0 ? OutForDelivery : i % 5 == 0 ? DeliveryAttempted : InTransit, i)).ToList();
        static ShipmentStanding Fold(IEnumerable<Scan> scans) =>
            scans.Aggregate(Journey.Empty, (journey, scan) => journey.Add(scan)).Standing(null);
        Fold(Enumerable.Reverse(scans)).ShouldBe(Fold(scans));
    }
}
