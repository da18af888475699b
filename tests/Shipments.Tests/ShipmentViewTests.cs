using System.Text.Json;
using Contracts;
using ServiceDefaults;
using Streams;
using static Shipments.Statuses;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

public sealed class ShipmentViewTests
{
    private static readonly Guid Id = Guid.Parse("0198c0de-0000-7000-8000-00000000000a");

    [Fact]
    public void A_parcel_is_shown_with_its_scans_as_they_happened()
    {
        var view = View(Start.AddHours(11), Record(Scan(Delivered, 9)), Record(Scan(PickedUp, 1)))!;
        (view.Status, view.Version, view.Freshness).ShouldBe((Delivered, 3, "PT2H"));
        view.Scans.Select(scan => scan.Status).ShouldBe([PickedUp, Delivered]);
        view.ProofOfDelivery.ShouldBe(new ProofOfDelivery(Start.AddHours(9), null));
    }

    [Fact]
    public void A_corrected_number_is_shown_with_its_correction()
    {
        var view = View(Start, new ShipmentCommand.CorrectNumber("easypost", "1Z", null, Start))!;
        (view.Carrier, view.TrackingNumber, view.CarrierUrl).ShouldBe(("easypost", "1Z", null));
        view.Corrections.ShouldHaveSingleItem().CorrectedAt.ShouldBe(Start);
    }

    [Fact]
    public void What_was_never_registered_is_nothing() => ShipmentView.Of(Id, [], Start).ShouldBeNull();

    [Fact]
    public void Every_event_is_told_to_others_with_its_place_in_the_stream()
    {
        var told = Log(Record(Scan(Delivered, 9)), new ShipmentCommand.Recall("why", Start),
            new ShipmentCommand.CorrectNumber("easypost", "1Z", null, Start),
            new ShipmentCommand.RecordScans([], new EstimatedDelivery(Start, Start, "carrier"), Start))
            .Select(e => Published.From(Generalised(e))).ToList();
        told.Select(message => message?.GetType()).ShouldBe([typeof(ShipmentRegistered), typeof(ShipmentProgressed),
            typeof(ShipmentProgressed), typeof(ShipmentCorrected), typeof(ShipmentProgressed)]);
        var progressed = told[1].ShouldBeOfType<ShipmentProgressed>();
        (progressed.Version, progressed.Milestone, progressed.OrderId).ShouldBe((2, "delivered", Registered.OrderId));
    }

    [Fact]
    public void Events_survive_being_stored()
    {
        var log = Log(Record(Scan(Delivered, 9, Details.ToConsignee)), new ShipmentCommand.Recall("why", Start));
        foreach (var recorded in log)
        {
            var type = recorded.Event.GetType();
            var json = JsonSerializer.Serialize(recorded.Event, type, ShipmentJson.Default);
            var again = JsonSerializer.Deserialize(json, type, ShipmentJson.Default);
            JsonSerializer.Serialize(again, type, ShipmentJson.Default).ShouldBe(json);
        }
    }

    private static ShipmentView? View(DateTimeOffset now, params ShipmentCommand[] commands) =>
        ShipmentView.Of(Id, Log(commands), now);

    private static List<Recorded<ShipmentEvent>> Log(params ShipmentCommand[] commands) => [.. When(commands).Select(
        (e, i) => new Recorded<ShipmentEvent>(
            Guid.Empty, "demo", $"shipment-{Id:D}", i + 1, i + 1, e, Start, null, null, null))];

    private static Recorded<object> Generalised(Recorded<ShipmentEvent> e) => new(
        e.Id, e.Tenant, e.StreamId, e.Version, e.Position, e.Event, e.RecordedAt, null, null, null);
}
