using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Notifications;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What a provider may have taken is no more ours to keep back; what it has refused for now is.</summary>
public sealed class MayBeTakenTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly PostStandIn provider = new();
    private readonly Guid parcel = Guid.CreateVersion7();
    private Notifier notifier = null!;
    private Guid order;

    public async ValueTask InitializeAsync()
    {
        await provider.Start();
        notifier = await new Notifier(database, provider.Authority).Start();
        (await notifier.Admin.Send(HttpMethod.Put, "/v1/sms-account", new
        {
            provider = "http",
            countries = (string[])["IN"],
            http = new { url = provider.Url, body = """{ "id": "{id}", "to": "{to}", "text": "{text}" }""" },
        })).Is(200);
        order = await notifier.Order("+919800000001");
    }

    public async ValueTask DisposeAsync()
    {
        await notifier.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task What_broke_off_is_sent_again_under_its_id_though_it_is_old_news()
    {
        await PutOff(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        await Overtake();
        (await Ended("out_for_delivery")).ShouldBe("sent");
        Ids().Count(id => id == Ids()[0]).ShouldBeGreaterThan(1);
        Ids().Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(503, "suppressed")]
    [InlineData(429, "suppressed")]
    [InlineData(500, "sent")]
    [InlineData(504, "sent")]
    public async Task Who_is_told_not_now_keeps_old_news_back_and_who_is_told_nothing_certain_does_not(
        int status, string becomes)
    {
        await PutOff(Results.StatusCode(status).ExecuteAsync);
        await Overtake();
        (await Ended("out_for_delivery")).ShouldBe(becomes);
    }

    [Fact]
    public async Task What_cannot_be_reached_was_not_told_and_old_news_of_it_is_kept_back()
    {
        await provider.DisposeAsync();
        await PutOff(null);
        await Overtake();
        (await Ended("out_for_delivery")).ShouldBe("suppressed");
    }

    /// <summary>It is tried, and not accepted, until it is old news.</summary>
    private async Task PutOff(Func<HttpContext, Task>? answer)
    {
        if (answer is not null)
            provider.Answer = (http, _) => answer(http);
        await notifier.Reach(order, "out_for_delivery", parcel);
        await Eventually.True(async () => await StatusOf("out_for_delivery") == "put_off");
    }

    private async Task Overtake()
    {
        await notifier.Reach(order, "delivered", parcel);
        provider.Answer = (http, _) => Results.Ok().ExecuteAsync(http);
    }

    private async Task<string> Ended(string milestone)
    {
        await notifier.Hurried(async () => await StatusOf(milestone) is "sent" or "suppressed" or "failed");
        return await StatusOf(milestone);
    }

    private async Task<string> StatusOf(string milestone) => (await notifier.State(order)).Entries
        .Find(entry => entry.Message.Milestone == milestone)!.Status;

    private List<string> Ids() =>
        [.. provider.Requests.Select(posted => JsonNode.Parse(posted.Body)!["id"]!.GetValue<string>())];
}
