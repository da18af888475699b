using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Gateway.Limits;

namespace Gateway.Tests;

public sealed class LimitTests(Platform platform)
{
    private const int Mebibyte = 1 << 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_bucket_gives_its_burst_at_once_and_then_at_its_rate()
    {
        var rate = new Rate { RequestsPerSecond = 10, Burst = 3 };
        var bucket = new Bucket();
        const long start = 1_000_000_000;
        bucket.Take(rate, start).ShouldBe(new(true, 2, TimeSpan.FromMilliseconds(100), default));
        bucket.Take(rate, start).ShouldBe(new(true, 1, TimeSpan.FromMilliseconds(200), default));
        bucket.Take(rate, start).ShouldBe(new(true, 0, TimeSpan.FromMilliseconds(300), default));
        bucket.Take(rate, start)
            .ShouldBe(new(false, 0, TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(100)));
        var later = start + TimeSpan.FromMilliseconds(100).Ticks;
        bucket.Take(rate, later).Allowed.ShouldBeTrue();
        bucket.Take(rate, later).Allowed.ShouldBeFalse();
        bucket.IsFull(later).ShouldBeFalse();
        bucket.IsFull(later + TimeSpan.FromMilliseconds(300).Ticks).ShouldBeTrue();
    }

    [Fact]
    public void Many_takers_at_once_get_no_more_than_the_burst()
    {
        var rate = new Rate { RequestsPerSecond = 1, Burst = 100 };
        var bucket = new Bucket();
        var given = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (bucket.Take(rate, 5).Allowed)
                Interlocked.Increment(ref given);
        });
        given.ShouldBe(100);
    }

    [Fact]
    public async Task Every_answer_tells_what_is_left_and_too_many_requests_are_a_429_with_a_wait()
    {
        await using var strict = platform.Start(("Limits:RequestsPerSecond", "0.01"), ("Limits:Burst", "2"));
        using var client = strict.Client(Platform.StorefrontKey);
        using var first = await client.GetAsync("/v1/orders", Stop);
        first.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"default\";q=2;w=200"]);
        first.Headers.GetValues("RateLimit").Single().ShouldStartWith("\"default\";r=1;t=");
        (await client.GetAsync("/v1/orders", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var refused = await client.GetAsync("/v1/orders", Stop);
        await refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        refused.Headers.GetValues("RateLimit").Single().ShouldStartWith("\"default\";r=0;t=");

        // Another key has its own count, and so have pages and webhooks.
        using var other = strict.Client(Platform.AdminKey);
        (await other.GetAsync("/v1/orders", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/track", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Looking_orders_up_is_counted_strictly_by_address_on_the_page_as_in_the_interface()
    {
        await using var strict = platform.Start(
            ("Limits:Lookup:RequestsPerSecond", "0.01"), ("Limits:Lookup:Burst", "1"));
        using var client = strict.Client();
        await client.PostAsJsonAsync("/v1/track/lookup", new { orderNumber = "1", email = "a@b" }, Stop);
        await (await client.PostAsJsonAsync("/v1/track/lookup", new { orderNumber = "2", email = "a@b" }, Stop))
            .ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-requests");

        using var form = new FormUrlEncodedContent([new("orderNumber", "2"), new("contact", "a@b")]);
        using var page = await client.PostAsync("/track", form, Stop);
        page.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.RetryAfter.ShouldNotBeNull();
        (await page.Content.ReadAsStringAsync(Stop)).ShouldContain("A little slower, please");
    }

    [Fact]
    public async Task A_body_over_a_mebibyte_is_a_413_whether_it_says_its_length_or_not()
    {
        using var client = platform.Gateway.Client(Platform.StorefrontKey);
        using var whole = new ByteArrayContent(new byte[Mebibyte]);
        (await client.PostAsync("/v1/orders", whole, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var told = new ByteArrayContent(new byte[Mebibyte + 1]);
        await (await client.PostAsync("/v1/orders", told, Stop))
            .ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");

        using var piecemeal = new StreamContent(new MemoryStream(new byte[5 * Mebibyte]));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1/orders") { Content = piecemeal };
        chunked.Headers.TransferEncodingChunked = true;
        await (await client.SendAsync(chunked, Stop))
            .ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");

        using var webhook = new ByteArrayContent(new byte[Mebibyte + 1]);
        await (await client.PostAsync("/webhooks/carriers/delhivery/demo", webhook, Stop))
            .ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task A_url_or_a_header_too_long_is_refused_with_words()
    {
        using var client = platform.Gateway.Client(Platform.StorefrontKey);
        await (await client.GetAsync($"/v1/orders?x={new string('a', 9000)}", Stop))
            .ShouldBeProblem(HttpStatusCode.RequestUriTooLong, "url-too-long");
        client.DefaultRequestHeaders.Add("X-Long", new string('a', 20_000));
        await (await client.GetAsync("/v1/orders", Stop))
            .ShouldBeProblem(HttpStatusCode.RequestHeaderFieldsTooLarge, "headers-too-large");
    }

    [Fact]
    public async Task More_requests_at_once_than_there_is_room_for_are_told_to_come_back()
    {
        await using var small = platform.Start(("Limits:ConcurrentRequests", "1"));
        using var client = small.Client(Platform.StorefrontKey);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var held = client.GetAsync("/v1/orders/small/slow", giveUp.Token);
        await Eventually.True(() =>
            Task.FromResult(platform.Orders.Received.Any(one => one.Path == "/v1/orders/small/slow")));
        using var refused = await client.GetAsync("/v1/orders", Stop);
        await refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        refused.Headers.RetryAfter.ShouldBe(new RetryConditionHeaderValue(TimeSpan.FromSeconds(1)));
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(held);
        await Eventually.True(async () => (await client.GetAsync("/v1/orders", Stop)).StatusCode is HttpStatusCode.OK);
    }
}
