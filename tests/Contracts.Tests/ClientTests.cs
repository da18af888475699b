using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Testing;
using TrackingPlatform;

namespace Contracts.Tests;

/// <summary>The C# client, held against the document that it is made of.</summary>
public sealed class ClientTests
{
    private static readonly JsonNode Document = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "contracts", "openapi.json")))!;

    private static readonly JsonObject[] Operations = [.. Document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject()).Select(one => one.Value!.AsObject())];

    [Fact]
    public void Every_operation_is_a_method_of_one_interface()
    {
        var methods = typeof(TrackingClient).GetProperties().Select(part => part.PropertyType)
            .SelectMany(part => part.GetMethods())
            .Select(method => JsonNamingPolicy.CamelCase.ConvertName(method.Name));
        methods.Order().ShouldBe(Operations.Select(one => (string)one["operationId"]!).Order());
    }

    [Fact]
    public void What_is_answered_is_read_with_all_its_fields()
    {
        foreach (var content in Operations.SelectMany(one => one["responses"]!.AsObject())
            .Where(one => one.Key[0] == '2').Select(one => one.Value!["content"]?["application/json"]))
        {
            if (((string?)content?["schema"]!["$ref"])?.Split('/')[^1] is not { } name)
                continue;
            var type = typeof(TrackingClient).Assembly.GetType($"TrackingPlatform.{name}")!;
            var read = JsonSerializer.Deserialize(content!["example"], ClientJson.Default.GetTypeInfo(type)!);
            var again = JsonSerializer.SerializeToNode(read, ClientJson.Default.GetTypeInfo(type)!);
            JsonNode.DeepEquals(again, WithoutNulls(content["example"]!)).ShouldBeTrue(
                $"{name}: {again!.ToJsonString()} instead of {content["example"]!.ToJsonString()}");
        }
    }

    [Fact]
    public async Task A_repeat_keeps_its_key_and_its_body()
    {
        using var server = new Server(
            () => throw new HttpRequestException("cut off"),
            () => Answer(HttpStatusCode.ServiceUnavailable, "{}"),
            () => Answer(HttpStatusCode.OK, Example("confirmOrder")));
        var order = await Client(server).Orders.ConfirmOrder(
            Guid.NewGuid(), new() { OccurredAt = DateTimeOffset.UnixEpoch });
        order.OrderNumber.ShouldNotBeEmpty();
        server.Requests.Select(request => request.Key).Distinct().ShouldHaveSingleItem().ShouldNotBeNullOrEmpty();
        server.Requests.Select(request => request.Body).ShouldBe(
            Enumerable.Repeat("""{"occurredAt":"1970-01-01T00:00:00+00:00"}""", 3));
    }

    [Fact]
    public async Task The_callers_key_is_sent_and_a_refusal_is_one_exception_with_its_problem()
    {
        using var server = new Server(() => Answer(HttpStatusCode.Conflict,
            """
            { "type": "urn:x", "title": "No", "status": 409, "code": "order-cancelled", "detail": null, "instance": "/",
              "traceId": "1", "errors": [{ "pointer": "/reason", "detail": "must be said" }], "hint": "later" }
            """, "application/problem+json"));
        var refused = await Should.ThrowAsync<TrackingApiException>(() =>
            Client(server).Orders.ConfirmOrder(Guid.NewGuid(), idempotencyKey: "mine", ifMatch: "\"v3\""));
        server.Requests.ShouldHaveSingleItem().Key.ShouldBe("mine");
        (refused.Status, refused.Problem!.Code, refused.Problem.Errors![0].Pointer)
            .ShouldBe((HttpStatusCode.Conflict, "order-cancelled", "/reason"));
        refused.Body.ShouldContain("later");
    }

    [Fact]
    public async Task The_ETag_of_one_resource_is_not_sent_to_another()
    {
        using var server = new Server(Versioned, Versioned,
            () => new(HttpStatusCode.NotModified) { Content = new StringContent("") });
        var (client, last, id) = (Client(server), new LastRead<Order>(), Guid.NewGuid());
        await client.Orders.GetOrder(Guid.NewGuid(), last);
        var read = await client.Orders.GetOrder(id, last);
        (await client.Orders.GetOrder(id, last)).ShouldBeSameAs(read);
        server.Requests.Select(request => request.ETag).ShouldBe([null, null, "\"v3\""]);

        static HttpResponseMessage Versioned()
        {
            var answer = Answer(HttpStatusCode.OK, Example("getOrder"));
            answer.Headers.ETag = new("\"v3\"");
            return answer;
        }
    }

    private static TrackingClient Client(Server server) =>
        new(new HttpClient(server) { BaseAddress = new("http://platform.example") }, new Hasty());

    private static string Example(string operation) =>
        Operations.Single(one => (string)one["operationId"]! == operation)
            ["responses"]!["200"]!["content"]!["application/json"]!["example"]!.ToJsonString();

    private static HttpResponseMessage Answer(HttpStatusCode status, string body, string type = "application/json") =>
        new(status) { Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue(type)) };

    private static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Where(field => field.Value is not null)
            .Select(field => KeyValuePair.Create(field.Key, WithoutNulls(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutNulls)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Answers one after the other, and keeps what it was sent.</summary>
    private sealed class Server(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        public List<(string? Key, string? ETag, string? Body)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            Requests.Add((request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null,
                request.Headers.IfNoneMatch.SingleOrDefault()?.ToString(),
                request.Content is null ? null : await request.Content.ReadAsStringAsync(ct)));
            return answers[Requests.Count - 1]();
        }
    }

    /// <summary>A clock whose pauses are over at once.</summary>
    private sealed class Hasty : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
