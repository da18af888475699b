using System.Text.Json;
using Testing;
using static Payments.Tests.Given;

namespace Payments.Tests;

/// <summary>Names and fields of the stored events are for ever; adding an optional field is fine.</summary>
public sealed class StoredEventsTests
{
    [Fact]
    public void The_stored_format_is_the_approved_one()
    {
        var (now, approved) = StoredFormat.Compare(typeof(PaymentEvent), PaymentJson.Default, "tests/Payments.Tests");
        now.ShouldBe(approved);
    }

    [Fact]
    public void An_event_comes_back_from_the_store_as_it_went_in()
    {
        var request = Request(amount: 1299.00m) with { Installments = 3, Token = "tok_1" };
        var events = Payment.Decide(PaymentState.Initial, request)
            .Concat(Payment.Decide(Authorized(), new PaymentCommand.CancelOrder(Id(1), "changed my mind", Noon)))
            .Concat(Payment.Decide(Captured(), Fact(Providers.FactKind.Refunded, 0.10m)));
        foreach (var happened in events)
        {
            var type = PaymentJson.Default.GetTypeInfo(happened.GetType())!;
            JsonSerializer.Deserialize(JsonSerializer.Serialize(happened, type), type).ShouldBe(happened);
        }
    }

    [Fact]
    public void An_amount_keeps_its_decimals_when_stored()
    {
        var requested = Payment.Decide(PaymentState.Initial, Request(amount: 1299.00m)).ShouldHaveSingleItem();
        JsonSerializer.Serialize(requested, PaymentJson.Default.GetTypeInfo(requested.GetType())!)
            .ShouldContain("\"amount\":{\"amount\":1299.00,\"currency\":\"INR\"}");
    }
}
