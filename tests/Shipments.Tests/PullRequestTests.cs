using System.Net;
using System.Text;
using Shipments.Pulling;

namespace Shipments.Tests;

/// <summary>How each carrier is asked, and at which pace.</summary>
public sealed class PullRequestTests
{
    private static readonly string[] Numbers = ["N1", "N2"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delhivery_is_asked_about_many_waybills_at_once() =>
        (await Asked(new DelhiveryPull(), Numbers, ("token", "t"))).ShouldBe(
            ["GET https://carrier.example/api/v1/packages/json/?waybill=N1,N2 Authorization=Token t"]);

    [Fact]
    public async Task EasyPost_is_asked_with_its_key_as_the_user() =>
        (await Asked(new EasyPostPull(), ["N 1"], ("apiKey", "k"))).ShouldBe(
            ["GET https://carrier.example/v2/trackers?tracking_code=N%201 Authorization=Basic azo="]);

    [Fact]
    public async Task AfterShip_is_asked_about_many_numbers_at_once() =>
        (await Asked(new AfterShipPull(), Numbers, ("apiKey", "k"))).ShouldBe(
            ["GET https://carrier.example/tracking/2025-01/trackings?limit=2&tracking_numbers=N1,N2 as-api-key=k"]);

    [Fact]
    public async Task SeventeenTrack_gets_the_numbers_in_the_body() =>
        (await Asked(new SeventeenTrackPull(), Numbers, ("apiKey", "k"))).ShouldBe(
        [
            """POST https://carrier.example/track/v2.2/gettrackinfo 17token=k [{"number":"N1"},{"number":"N2"}]""",
        ]);

    [Fact]
    public async Task Shiprocket_is_signed_in_to_once_and_again_when_its_token_has_run_out()
    {
        var carrier = new Carrier("""{"token":"s"}""");
        var pull = new ShiprocketPull();
        await Ask(pull, carrier, ["N1"], ("email", "e"), ("password", "p"));
        await Ask(pull, carrier, ["N2"], ("email", "e"), ("password", "p"));
        carrier.Statuses.Enqueue(HttpStatusCode.Unauthorized);
        await Ask(pull, carrier, ["N3"], ("email", "e"), ("password", "p"));
        carrier.Asked.Select(asked => asked.Split(' ')[1]["https://carrier.example/v1/external/".Length..]).ShouldBe(
        [
            "auth/login", "courier/track/awb/N1", "courier/track/awb/N2", "courier/track/awb/N3", "auth/login",
            "courier/track/awb/N3",
        ]);
    }

    [Fact]
    public void No_carrier_is_asked_more_often_than_it_bears()
    {
        foreach (var pull in (IPull[])[new DelhiveryPull(), new EasyPostPull(), new ShiprocketPull(),
            new AfterShipPull(), new SeventeenTrackPull()])
            (pull.Limits.Window / pull.Limits.Pace).ShouldBeLessThanOrEqualTo(pull.Limits.RequestsMax + 0.001);
        new DelhiveryPull().Limits.Pace.ShouldBe(TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public void A_failure_makes_it_rest_longer_each_time_but_not_for_ever()
    {
        PullLimits.PauseAfter(1).ShouldBe(TimeSpan.FromSeconds(30));
        PullLimits.PauseAfter(3).ShouldBe(TimeSpan.FromMinutes(2));
        PullLimits.PauseAfter(100).ShouldBe(TimeSpan.FromHours(1));
    }

    private static async Task<IReadOnlyList<string>> Asked(
        IPull pull, IReadOnlyList<string> numbers, params (string Name, string Value)[] credentials)
    {
        var carrier = new Carrier("{}");
        await Ask(pull, carrier, numbers, credentials);
        return carrier.Asked;
    }

    private static async Task Ask(
        IPull pull, Carrier carrier, IReadOnlyList<string> numbers, params (string Name, string Value)[] credentials)
    {
        using var http = new HttpClient(carrier, disposeHandler: false);
        var access = new PullAccess(
            "demo", new Uri("https://carrier.example"), credentials.ToDictionary(c => c.Name, c => c.Value));
        using var answer = await pull.Ask(http, access, numbers, Stop);
    }

    /// <summary>Writes down what it is asked: method, address, the header that proves who asks, body.</summary>
    private sealed class Carrier(string answer) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];
        public Queue<HttpStatusCode> Statuses { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is { } content ? " " + await content.ReadAsStringAsync(cancellationToken) : "";
            var headers = string.Concat(request.Headers.Select(h => $" {h.Key}={string.Join(',', h.Value)}"));
            Asked.Add($"{request.Method} {request.RequestUri!.AbsoluteUri}{headers}{body}");
            return new(Statuses.TryDequeue(out var status) ? status : HttpStatusCode.OK)
            {
                Content = new StringContent(answer, Encoding.UTF8, "application/json"),
            };
        }
    }
}
