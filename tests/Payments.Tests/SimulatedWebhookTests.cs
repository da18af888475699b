using System.Text;
using Payments.Providers;
using static Payments.Tests.Given;

namespace Payments.Tests;

public sealed class SimulatedWebhookTests
{
    private const string Body = """
        {"id":"evt_1","type":"payment.captured","reference":"ref_1","amount":{"amount":"1299.00","currency":"INR"},
         "occurredAt":"2026-03-02T17:30:00+05:30","reason":null}
        """;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static bool Accepts(string signature, DateTimeOffset now, params string[] secrets) =>
        TimedSignature.IsAuthentic(Bytes(Body), signature, secrets, now);

    [Fact]
    public void A_signature_is_the_hmac_of_time_and_body() =>
        TimedSignature.Sign("{}"u8, "secret", DateTimeOffset.FromUnixTimeSeconds(1700000000)).ShouldBe(
            "t=1700000000,v1=" + Convert.ToHexStringLower(
                System.Security.Cryptography.HMACSHA256.HashData("secret"u8, "1700000000.{}"u8)));

    [Fact]
    public void Signed_with_any_current_secret_it_is_accepted()
    {
        var signature = TimedSignature.Sign(Bytes(Body), "new", Noon);
        Accepts(signature, Noon, "new").ShouldBeTrue();
        Accepts(signature, Noon, "old", "new").ShouldBeTrue();
        Accepts(signature, Noon, "old").ShouldBeFalse();
        Accepts(signature, Noon).ShouldBeFalse();
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(-299, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_signature_holds_five_minutes_either_way(int seconds, bool accepted) =>
        Accepts(TimedSignature.Sign(Bytes(Body), "s", Noon), Noon.AddSeconds(seconds), "s").ShouldBe(accepted);

    [Theory]
    [InlineData("")]
    [InlineData("t=")]
    [InlineData("v1=00")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=9223372036854775807,v1=00")]
    [InlineData("t=-1,v1=00")]
    [InlineData("t=1772452800,v1=é")]
    [InlineData("nonsense,,,=")]
    public void A_malformed_signature_is_refused(string signature) => Accepts(signature, Noon, "s").ShouldBeFalse();

    [Fact]
    public void A_changed_body_is_refused() => TimedSignature.IsAuthentic(
        Bytes(Body.Replace("1299", "12990")), TimedSignature.Sign(Bytes(Body), "s", Noon), ["s"], Noon)
        .ShouldBeFalse();

    [Fact]
    public void A_body_is_read_as_the_fact_it_tells() => SimulatedWebhook.Parse(Bytes(Body)).ShouldBe(
        new("ref_1", new("evt_1", FactKind.Captured, Inr(1299.00m), new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero))));

    [Fact]
    public void What_is_written_is_read_back()
    {
        var sent = new SimulatedWebhook
        {
            Id = "evt_2",
            Type = "payment.refunded",
            Reference = "ref",
            Amount = Inr(0.10m),
            OccurredAt = Noon.ToString("O"),
            Reason = "damaged",
            Request = Id(1),
        };
        Encoding.UTF8.GetString(sent.ToJson()).ShouldContain("""{"amount":"0.10","currency":"INR"}""");
        SimulatedWebhook.Parse(sent.ToJson()).ShouldBe(
            new("ref", new("evt_2", FactKind.Refunded, Inr(0.10m), Noon, "damaged", Id(1))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("payment.captured", "payment.unheard_of")]
    [InlineData("\"1299.00\"", "\"-1\"")]
    [InlineData("\"1299.00\"", "\"much\"")]
    [InlineData("\"1299.00\"", "1e400")]
    [InlineData("\"INR\"", "null")]
    [InlineData("\"evt_1\"", "null")]
    [InlineData("evt_1", "\\u0000")]
    [InlineData("ref_1", "")]
    [InlineData("2026-03-02", "2026-02-30")]
    public void What_is_not_such_a_body_is_refused(string replaced, string? by = null)
    {
        var body = by is null ? replaced : Body.Replace(replaced, by, StringComparison.Ordinal);
        body.ShouldNotBe(Body);
        Should.Throw<FormatException>(() => SimulatedWebhook.Parse(Bytes(body)));
    }
}
