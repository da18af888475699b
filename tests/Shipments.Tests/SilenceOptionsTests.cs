using Microsoft.Extensions.Configuration;
using Shipments.Silence;
using Streams;
using static Shipments.Statuses;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

public sealed class SilenceOptionsTests
{
    [Fact]
    public void What_is_usual_depends_on_the_carrier_and_on_where_the_parcel_is()
    {
        var options = new SilenceOptions();
        options.Of("delhivery", InTransit).ShouldBe(TimeSpan.FromDays(2));
        options.Of("somebody", InTransit).ShouldBe(TimeSpan.FromDays(3));
        options.Of("delhivery", OutForDelivery).ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public void A_merchant_of_its_own_mind_sets_it_otherwise()
    {
        var options = Configured(
            ("Usual:delhivery:in_transit", "12:00:00"), ("Usual:default:out_for_delivery", "06:00:00"));
        options.Of("delhivery", InTransit).ShouldBe(TimeSpan.FromHours(12));
        options.Of("delhivery", OutForDelivery).ShouldBe(TimeSpan.FromHours(6));
        SilenceOptions.IsComplete(options).ShouldBeTrue();
        SilenceOptions.IsComplete(Configured(("Usual:delhivery:lost", "12:00:00"))).ShouldBeFalse();
        SilenceOptions.IsComplete(Configured(("Usual:delhivery:in_transit", "00:00:00"))).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Delivered)]
    [InlineData(Returned)]
    [InlineData(Cancelled)]
    [InlineData(Expired)]
    public void Nobody_waits_for_news_of_a_parcel_that_is_done(string status) =>
        new SilenceOptions().Of("delhivery", status).ShouldBeNull();

    [Fact]
    public void A_parcel_updated_by_hand_is_never_silent() =>
        new SilenceOptions().Of(carrier: null, InTransit).ShouldBeNull();

    [Fact]
    public void It_counts_from_when_something_was_heard_not_from_when_it_happened()
    {
        var options = new SilenceOptions();
        Recorded<ShipmentEvent>[] events =
        [
            At(Registered, 0),
            .. When(Record(Scan(InTransit, 1))).Skip(1).Select(e => At(e, 50)),
            At(new ShipmentEvent.Recalled
            {
                OrderId = Registered.OrderId, Reason = "", RecalledAt = Start, Standing = Given.Standing(),
            }, 500),
        ];
        var heardAt = Start.AddHours(50);
        options.SilentSince("delhivery", InTransit, events, heardAt.AddDays(2)).ShouldBeNull();
        options.SilentSince("delhivery", InTransit, events, heardAt.AddDays(3)).ShouldBe(heardAt.AddDays(2));
    }

    private static SilenceOptions Configured(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value))
            .Build().Get<SilenceOptions>()!;

    private static Recorded<ShipmentEvent> At(ShipmentEvent happened, double hours) =>
        new(Guid.Empty, "demo", "", 1, 1, happened, Start.AddHours(hours), null, null, null);
}
