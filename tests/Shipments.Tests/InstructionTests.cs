using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Contracts;
using ServiceDefaults;
using Shipments.Carriers;
using Streams;
using static Shipments.Statuses;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

/// <summary>What carriers are asked to do with parcels that they could not deliver.</summary>
public sealed class InstructionTests
{
    private static readonly Instruction Again = new() { Kind = NextSteps.Reattempt };

    [Fact]
    public void A_failed_attempt_carries_the_steps_that_can_follow_the_likeliest_first()
    {
        NextSteps.Of(Standing(Scan(DeliveryAttempted, 9) with { Reason = Reasons.AddressIssue }))
            .ShouldBe(["new_address", "reattempt", "return"]);
        NextSteps.Of(Standing(Scan(DeliveryAttempted, 9))).ShouldBe(["reattempt", "new_slot", "new_address", "return"]);
        NextSteps.Of(Standing(Scan(InTransit, 9))).ShouldBeEmpty();
        NextSteps.Of(Standing(Scan(DeliveryAttempted, 9), Scan(Statuses.Exception, 10))).ShouldNotBeEmpty();
    }

    [Fact]
    public void Nothing_is_to_be_asked_where_no_attempt_has_failed_and_nobody_at_the_door_could_help()
    {
        var customs = new StatusReason("customs_delay", "customs", ActionRequired: true, Text: null);
        NextSteps.Of(Standing(Scan(DeliveryAttempted, 9) with { Reason = customs })).ShouldBeEmpty();
        NextSteps.Of(Standing(Scan(Statuses.Exception, 9))).ShouldBeEmpty();
        NextSteps.Of(Standing(Scan(Statuses.Exception, 9, Details.Lost))).ShouldBeEmpty();
        NextSteps.Of(Standing(Scan(Statuses.Exception, 9) with { Reason = Reasons.AddressIssue })).ShouldNotBeEmpty();
    }

    [Fact]
    public void An_instruction_is_recorded_once_until_another_attempt_fails()
    {
        var events = When(Record(Scan(DeliveryAttempted, 9)), Ask(Again), Ask(Again));
        events.OfType<ShipmentEvent.Instructed>().ShouldHaveSingleItem();
        Then(events, Ask(Again with { Note = "ring twice" })).ShouldHaveSingleItem();
        events.AddRange(Then(events, Record(Scan(DeliveryAttempted, 30))));
        Then(events, Ask(Again)).ShouldHaveSingleItem();
    }

    [Fact]
    public void Nothing_is_asked_for_a_parcel_that_came_to_its_end_or_goes_back()
    {
        Refused(Record(Scan(Delivered, 9))).ShouldBe("parcel_ended");
        Refused(Record(Scan(Returning, 9))).ShouldBe("parcel_going_back");
        Then(When(Record(Scan(Returning, 9))), Ask(new() { Kind = NextSteps.Return })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, GivenInstruction.Requested)]
    [InlineData(false, GivenInstruction.ByMerchant)]
    public void Whoever_must_tell_the_carrier_is_said(bool isHandedOver, string state)
    {
        var given = Given.Shipment(When(Ask(Again, isHandedOver))).Instructions.ShouldHaveSingleItem();
        given.State.ShouldBe(state);
        (InstructionView.Of(given).Reason is null).ShouldBe(isHandedOver);
    }

    [Fact]
    public void An_answer_is_noted_once()
    {
        var events = When(Ask(Again));
        var id = events.OfType<ShipmentEvent.Instructed>().Single().InstructionId;
        var answer = new ShipmentCommand.NoteAnswer(id, GivenInstruction.Accepted, null, "UPL1", Start);
        events.AddRange(Then(events, answer));
        Given.Shipment(events).Instructions.Single().ShouldSatisfyAllConditions(
            given => (given.State, given.Reference).ShouldBe((GivenInstruction.Accepted, "UPL1")));
        Then(events, answer).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("reattempt", """{"data":[{"waybill":"41093210924372","act":"RE-ATTEMPT"}]}""")]
    [InlineData("new_slot",
        """{"data":[{"waybill":"41093210924372","act":"DEFER_DLV","action_data":{"deferred_date":"2026-11-30"}}]}""")]
    [InlineData("new_address",
        """
        {"data":[{"waybill":"41093210924372","act":"EDIT_DETAILS",
            "action_data":{"add":"1 Road, Pune, 411001","phone":"+91 1"}}]}
        """)]
    public async Task Delhivery_is_asked_as_its_api_wants_it(string kind, string body)
    {
        using var standIn = new StandIn(HttpStatusCode.OK, """{"request_id":"UPL42","status":true}""");
        var answer = await standIn.Ask(kind);
        answer.ShouldBe(InstructionAnswer.Accepted("UPL42"));
        (standIn.Asked, standIn.Authorization).ShouldBe(("POST /api/p/update", "Token t0ken"));
        JsonNode.DeepEquals(JsonNode.Parse(standIn.Body!), JsonNode.Parse(body)).ShouldBeTrue(standIn.Body);
    }

    [Theory]
    [InlineData(401, "", "Delhivery does not accept the token (401).")]
    [InlineData(400, """{"error":"not in NDR"}""", "not in NDR")]
    [InlineData(200, """{"status":false,"message":"closed"}""", "closed")]
    public async Task What_delhivery_refuses_is_said_with_its_words(int status, string body, string reason)
    {
        using var standIn = new StandIn((HttpStatusCode)status, body);
        (await standIn.Ask("reattempt")).ShouldBe(InstructionAnswer.Refused(reason));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_carrier_that_is_away_is_asked_again(int status)
    {
        using var standIn = new StandIn((HttpStatusCode)status, "");
        await Should.ThrowAsync<HttpRequestException>(() => standIn.Ask("reattempt"));
    }

    [Theory]
    [InlineData("reattempt", null, null, true)]
    [InlineData("zap", null, null, false)]
    [InlineData("new_slot", null, null, false)]
    [InlineData("new_slot", "2026-03-04", null, true)]
    [InlineData("new_slot", "2026-02-27", null, false)]
    [InlineData("new_address", null, null, false)]
    [InlineData("new_address", null, "+91 98200 00000", true)]
    public void A_request_says_what_its_kind_needs(string kind, string? date, string? phone, bool valid) =>
        new InstructRules(new Clock()).Validate(new InstructRequest { Kind = kind, Date = date, Phone = phone })
            .IsValid.ShouldBe(valid);

    private static ShipmentCommand.Instruct Ask(Instruction instruction, bool isHandedOver = true) =>
        new(Guid.NewGuid(), instruction, isHandedOver, Start.AddHours(10));

    private static string Refused(ShipmentCommand before) =>
        Should.Throw<RuleViolation>(() => Then(When(before), Ask(Again))).Code;

    private static IReadOnlyList<ShipmentEvent> Then(IEnumerable<ShipmentEvent> events, ShipmentCommand command) =>
        Shipments.Shipment.Decide(Given.Shipment(events), command);

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Start;
    }

    /// <summary>A server of our own that answers as Delhivery's would.</summary>
    private sealed class StandIn : IDisposable
    {
        private HttpListener listener = new();
        private readonly HttpClient client = new();

        public StandIn(HttpStatusCode status, string answer)
        {
            var url = Listen();
            client.BaseAddress = new Uri(url);
            Answering = Answer(status, answer);
        }

        public string? Asked { get; private set; }
        public string? Authorization { get; private set; }
        public string? Body { get; private set; }
        private Task Answering { get; }

        public Task<InstructionAnswer> Ask(string kind) => new DelhiveryInstructions(client).Instruct(
            "41093210924372", new Instruction
            {
                Kind = kind,
                Date = kind == "new_slot" ? "2026-11-30" : null,
                Phone = kind == "new_address" ? "+91 1" : null,
                Address = kind != "new_address" ? null
                    : new Address { Line1 = "1 Road", City = "Pune", PostalCode = "411001", Country = "IN" },
            }, "t0ken", TestContext.Current.CancellationToken);

        public void Dispose()
        {
            listener.Close();
            client.Dispose();
        }

        private string Listen()
        {
            for (var attempt = 0; ; attempt++)
            {
                var url = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
                listener.Prefixes.Add(url);
                try
                {
                    listener.Start();
                    return url;
                }
                catch (HttpListenerException) when (attempt < 20)
                {
                    // Somebody else's port, and a listener that has failed is of no more use.
                    listener = new();
                }
            }
        }

        private async Task Answer(HttpStatusCode status, string answer)
        {
            var context = await listener.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            Body = await reader.ReadToEndAsync();
            Asked = $"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath}";
            Authorization = context.Request.Headers["Authorization"];
            context.Response.StatusCode = (int)status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        }
    }
}
