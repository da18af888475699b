using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Npgsql;
using ServiceDefaults;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// The webhook inbox on a real database: nothing lost, everything found again, nothing kept too long.
/// </summary>
public sealed class InboxTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_known_later_is_worked_on_then()
    {
        var script = new Script();
        await using var service = await Start(script);
        var item = await Store(service, "a:1");
        await Settled(service, item, InboxState.Unmatched);
        script.Known.TryAdd("a:1", true);
        (await Inbox(service).Release("demo", "a:1", Stop)).ShouldBe(1);
        (await Settled(service, item, InboxState.Done)).Keys.ShouldBe(["a:1"]);
    }

    [Fact]
    public async Task What_one_build_cannot_read_the_next_one_looks_at_once()
    {
        var script = new Script { Reads = false };
        Guid item;
        await using (var older = await Start(script))
        {
            item = await Store(older, "a:2");
            await Settled(older, item, InboxState.Unparseable);
            await Store(older, "a:2");
        }

        await Forget(script, item);
        await using var newer = await Start(script);
        await Eventually.True(() => Task.FromResult(script.Handled.Count(id => id == item) == 2));
        (await Settled(newer, item, InboxState.Unparseable)).ReplayedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_nobody_could_read_is_taken_up_when_it_may_be_read_otherwise()
    {
        var script = new Script { Unmapped = true };
        await using var service = await Start(script);
        var item = await Store(service, "a:3");
        (await Settled(service, item, InboxState.Unmapped)).Reason.ShouldNotBeNull();
        (await Archive(service).Counts("demo", Stop)).ShouldContain(count =>
            count.State == InboxState.Unmapped && count.Reason == "X-NEW" && count.Count == 1);
        script.Unmapped = false;
        script.Known.TryAdd("a:3", true);
        (await Inbox(service).Reread("demo", "test", Stop)).ShouldBe(1);
        await Settled(service, item, InboxState.Done);
    }

    [Fact]
    public async Task It_is_found_by_what_it_is_about_and_by_when_it_came_and_replayed_so()
    {
        var script = new Script();
        script.Known.TryAdd("a:4", true);
        script.Known.TryAdd("a:5", true);
        await using var service = await Start(script);
        var start = DateTimeOffset.UtcNow.AddDays(-10);
        var ids = new List<Guid>();
        for (var day = 0; day < 5; day++)
            ids.Add(await Store(service, day == 4 ? "a:5" : "a:4", start.AddDays(day)));
        foreach (var id in ids)
            await Settled(service, id, InboxState.Done);

        InboxFilter filter = new()
        {
            Keys = ["a:4", "b:4"],
            ReceivedAfter = start.AddDays(1),
            ReceivedBefore = start.AddDays(3),
        };
        var found = await Archive(service).List("demo", filter, before: null, limit: 10, Stop);
        found.Select(entry => entry.Item.Id).ShouldBe([ids[2], ids[1]]);
        (await Archive(service).List("other", filter, null, 10, Stop)).ShouldBeEmpty();

        (await Archive(service).Replay("demo", filter, after: null, Stop)).ShouldBe((2, null));
        await Eventually.True(() => Task.FromResult(
            script.Handled.Count(id => id == ids[1]) == 2 && script.Handled.Count(id => id == ids[2]) == 2));
        script.Handled.Count(id => id == ids[0]).ShouldBe(1);
        (await Archive(service).About("demo", ["a:4"], Stop).Select(item => item.Id).ToListAsync(Stop))
            .ShouldBe(ids[..4]);
    }

    [Fact]
    public async Task It_is_kept_as_long_as_it_is_said_and_longer_while_it_waits()
    {
        var script = new Script { Keep = ("10.00:00:00", "20.00:00:00") };
        script.Known.TryAdd("a:6", true);
        await using var service = await Start(script);
        var now = DateTimeOffset.UtcNow;
        var done = await Store(service, "a:6", now.AddDays(-9));
        var doneOld = await Store(service, "a:6", now.AddDays(-11));
        var waiting = await Store(service, "a:7", now.AddDays(-19));
        var waitingOld = await Store(service, "a:7", now.AddDays(-21));
        await Eventually.True(async () => !await Exists(service, doneOld) && !await Exists(service, waitingOld));
        await Settled(service, done, InboxState.Done);
        await Settled(service, waiting, InboxState.Unmatched);
    }

    [Fact]
    public async Task A_merchant_may_have_its_own_thrown_away_sooner_and_no_other_merchants()
    {
        var script = new Script();
        script.Known.TryAdd("a:6", true);
        await using var service = await Start(script);
        var now = DateTimeOffset.UtcNow;
        var done = await Store(service, "a:6", now.AddDays(-4));
        var waiting = await Store(service, "a:7", now.AddDays(-4));
        var recent = await Store(service, "a:6", now.AddDays(-2));
        var others = Item("a:6", now.AddDays(-4)) with { MerchantId = "other" };
        await Inbox(service).Store(others, Stop);
        await Settled(service, done, InboxState.Done);
        await Settled(service, waiting, InboxState.Unmatched);
        await service.Services.GetRequiredService<Merchants>().Note(new()
        {
            MerchantId = "demo",
            Version = 1,
            Settings = new() { Retention = new() { InboxDays = 3 } },
            OccurredAt = now,
        }, Stop);
        await Eventually.True(async () => !await Exists(service, done) && !await Exists(service, waiting));
        await Settled(service, recent, InboxState.Done);
        (await Archive(service).Find("other", others.Id, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_asks_for_a_pause_gets_it_when_what_is_worked_on_is_done()
    {
        var going = new TaskCompletionSource();
        var script = new Script { Wait = going.Task };
        await using var service = await Start(script);
        var item = await Store(service, "a:8");
        await Eventually.True(() => Task.FromResult(script.Handled.Contains(item)));
        var pause = Inbox(service).Pause(Stop);
        (await Waiters()).ShouldBeGreaterThan(0);
        pause.IsCompleted.ShouldBeFalse();
        going.SetResult();
        await pause;
        (await Archive(service).Find("demo", item, Stop))!.State.ShouldNotBe(InboxState.Received);
    }

    [Fact]
    public async Task What_arrives_at_once_is_all_kept_and_what_cannot_be_fails_alone()
    {
        var script = new Script();
        await using var service = await Start(script);
        var bad = Inbox(service).Store(Item("a:9") with { MerchantId = "a\0b" }, Stop);
        var all = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Store(service, "a:9")));
        await Should.ThrowAsync<PostgresException>(bad);
        foreach (var id in all)
            (await Exists(service, id)).ShouldBeTrue();
    }

    [Fact]
    public void Secrets_are_not_written_down_wherever_they_stand()
    {
        Dictionary<string, StringValues> sent = new()
        {
            ["Authorization"] = "Bearer abc",
            ["X-Chosen"] = "anything",
            ["token"] = "the-secret",
            ["X-Both"] = "v1=the-older-secret",
            ["Cookie"] = "a=b",
            ["X-Signature"] = "0a1b",
            ["User-Agent"] = "carrier/1",
        };
        InboxHeaders.WithoutSecrets(sent, ["the-secret", "the-older-secret"], "x-chosen").Keys
            .ShouldBe(["X-Signature", "User-Agent"]);
    }

    private static WebhookInbox Inbox(WebApplication service) => service.Services.GetRequiredService<WebhookInbox>();

    private static InboxArchive Archive(WebApplication service) => service.Services.GetRequiredService<InboxArchive>();

    private static async Task<Guid> Store(WebApplication service, string about, DateTimeOffset? at = null)
    {
        var item = Item(about, at);
        await Inbox(service).Store(item, Stop);
        return item.Id;
    }

    private static InboxItem Item(string about, DateTimeOffset? at = null)
    {
        var receivedAt = at ?? DateTimeOffset.UtcNow;
        return new()
        {
            Id = Guid.CreateVersion7(receivedAt),
            MerchantId = "demo",
            Source = "test",
            Account = "demo",
            ReceivedAt = receivedAt,
            Headers = new Dictionary<string, string>(),
            Body = Encoding.UTF8.GetBytes(about),
        };
    }

    private static async Task<InboxItem> Settled(WebApplication service, Guid id, string state) =>
        (await Eventually.Get(() => Archive(service).Find("demo", id, Stop), item => item?.State == state))!;

    private static async Task<bool> Exists(WebApplication service, Guid id) =>
        await Archive(service).Find("demo", id, Stop) is not null;

    /// <summary>As if another build of the service had read it.</summary>
    private async Task Forget(Script script, Guid item)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(
            $"update {script.Schema}.webhook_inbox set read_by = array[gen_random_uuid()] where id = $1");
        command.Parameters.Add(new() { Value = item });
        (await command.ExecuteNonQueryAsync(Stop)).ShouldBe(1);
    }

    private async Task<long> Waiters()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(
            "select count(*) from pg_locks where locktype = 'advisory' and not granted");
        return await Eventually.Get(async () => (long)(await command.ExecuteScalarAsync(Stop))!, count => count > 0);
    }

    private async Task<WebApplication> Start(Script script)
    {
        var builder = BareService.On(database, script.Schema, ("Inbox:KeepDone", script.Keep.Done),
            ("Inbox:KeepWaiting", script.Keep.Waiting), ("Inbox:Interval", "00:00:00.05"));
        builder.Services.AddSingleton(script);
        builder.AddWebhookInbox<Handler>(script.Schema);
        var app = builder.Build();
        await app.StartAsync(Stop);
        return app;
    }

    /// <summary>What the handler makes of webhooks, and which it has seen.</summary>
    private sealed class Script
    {
        public string Schema { get; } = $"s{Guid.NewGuid():N}";
        public bool Reads { get; init; } = true;
        public bool Unmapped { get; set; }
        public Task Wait { get; init; } = Task.CompletedTask;
        public (string Done, string Waiting) Keep { get; init; } = ("90.00:00:00", "180.00:00:00");
        public ConcurrentDictionary<string, bool> Known { get; } = [];
        public ConcurrentQueue<Guid> Handled { get; } = [];
    }

    private sealed class Handler(Script script) : IWebhookHandler
    {
        public async Task<InboxOutcome> Handle(InboxItem item, CancellationToken ct)
        {
            script.Handled.Enqueue(item.Id);
            await script.Wait.WaitAsync(ct);
            var about = Encoding.UTF8.GetString(item.Body);
            return !script.Reads ? InboxOutcome.Unparseable("cannot be read")
                : script.Unmapped ? InboxOutcome.Unmapped([about], ["X-NEW"])
                : script.Known.ContainsKey(about) ? InboxOutcome.Done(about)
                : InboxOutcome.Unmatched("nobody knows it", about);
        }
    }
}
