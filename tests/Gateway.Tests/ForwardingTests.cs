using System.Net;
using System.Text;

namespace Gateway.Tests;

public sealed class ForwardingTests(Platform platform)
{
    private static readonly (string, string) ShortTime =
        ("ReverseProxy:Clusters:orders:HttpRequest:ActivityTimeout", "00:00:00.300");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_is_down_is_a_503_problem_with_a_wait()
    {
        await using var gateway = platform.Start(
            ("ReverseProxy:Clusters:payments:Destinations:r1:Address", Platform.Nowhere()));
        using var client = gateway.Client(Platform.StorefrontKey);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var answer = await client.PostAsync("/v1/payments/1/capture", new StringContent("{}"), Stop);
            var problem = await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
            problem.Text("title").ShouldContain("payments");
            answer.Headers.RetryAfter.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_replica_that_refuses_the_connection_is_passed_over_even_by_a_post()
    {
        await using var gateway = platform.Start(
            ("ReverseProxy:Clusters:orders:Destinations:dead1:Address", Platform.Nowhere()),
            ("ReverseProxy:Clusters:orders:Destinations:dead2:Address", Platform.Nowhere()));
        using var client = gateway.Client(Platform.StorefrontKey);
        platform.Orders.Orders["passed-over"] = Samples.OutForDelivery;
        foreach (var i in Enumerable.Range(0, 20))
        {
            var path = $"/v1/orders/passed-over/{i}";
            using var answer = await client.PostAsync(path, new StringContent($"body {i}"), Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.GetValues("RateLimit").ShouldHaveSingleItem();
            platform.Orders.Last(path).Body.ShouldBe($"body {i}");
            (await client.GetAsync("/track/passed-over", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_service_that_breaks_off_is_a_502_and_one_that_never_answers_a_504()
    {
        await using var gateway = platform.Start(ShortTime);
        using var client = gateway.Client(Platform.StorefrontKey);
        using var broken = await client.GetAsync("/v1/orders/abort", Stop);
        await broken.ShouldBeProblem(HttpStatusCode.BadGateway, "bad-gateway");
        broken.Headers.RetryAfter.ShouldNotBeNull();
        broken.Headers.GetValues("RateLimit").ShouldHaveSingleItem();
        using var slow = await client.GetAsync("/v1/orders/slow", Stop);
        await slow.ShouldBeProblem(HttpStatusCode.GatewayTimeout, "timeout");
        slow.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stream_of_events_passes_each_event_at_once_and_may_be_silent_longer_than_any_other_request()
    {
        await using var gateway = platform.Start(ShortTime);
        using var client = gateway.Client();
        using var answer = await client.GetAsync("/v1/track/x/stream", HttpCompletionOption.ResponseHeadersRead, Stop);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        (await events.ReadLineAsync(Stop)).ShouldBe("id: v1");
        (await events.ReadLineAsync(Stop)).ShouldBe("data: first");
        (await events.ReadLineAsync(Stop)).ShouldBe("");

        // Another request to the same service, begun after the stream fell silent, has run out of time by now.
        using var key = gateway.Client(Platform.StorefrontKey);
        using var slow = await key.GetAsync("/v1/orders/slow", Stop);
        slow.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        platform.Orders.NextEvent.SetResult();
        (await events.ReadLineAsync(Stop)).ShouldBe("id: v2");
    }

    [Fact]
    public async Task A_file_may_come_with_longer_pauses_than_any_other_request()
    {
        await using var gateway = platform.Start(ShortTime);
        using var client = gateway.Client(Platform.StorefrontKey);
        var goesOn = new TaskCompletionSource();
        using var file = new InTwoParts("{}\n", goesOn.Task);
        file.Headers.ContentType = new("application/x-ndjson");
        var importing = client.PostAsync("/v1/orders/import", file, Stop);
        await file.HasPaused;

        // Another request to the same service, begun after the pause, has run out of time by now.
        using var slow = await client.GetAsync("/v1/orders/slow", Stop);
        slow.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        goesOn.SetResult();
        (await importing).StatusCode.ShouldBe(HttpStatusCode.OK);
        platform.Orders.Last("/v1/orders/import").Body.ShouldBe("{}\n{}\n");
    }

    [Fact]
    public async Task A_stream_resumes_where_the_client_says()
    {
        using var client = platform.Gateway.Client();
        client.DefaultRequestHeaders.Add("Last-Event-ID", "v7");
        const string path = "/v1/track/resumed/stream";
        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
        platform.Orders.Last(path).Header("Last-Event-ID").ShouldBe("v7");
    }

    [Fact]
    public async Task Health_is_told_without_a_key()
    {
        using var client = platform.Gateway.Client();
        (await client.GetAsync("/health/live", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/health/ready", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>The same part twice, the second when it is time.</summary>
    private sealed class InTwoParts(string part, Task goesOn) : HttpContent
    {
        private readonly TaskCompletionSource paused = new();

        public Task HasPaused => paused.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(part), Stop);
            await stream.FlushAsync(Stop);
            paused.SetResult();
            await goesOn;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(part), Stop);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
