using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceDefaults;
using Streams;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Work for the outside world, on a real database: nothing forgotten, nothing in another's way.</summary>
public sealed class WorkQueueTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_added_is_done_when_its_transaction_commits_and_only_then()
    {
        var script = new Script();
        await using var service = await Start(script);
        var (kept, dropped) = (Item("a"), Item("b"));
        await Add(service, commit: false, dropped);
        await Add(service, commit: true, kept);
        await Eventually.True(() => Task.FromResult(script.Done.Contains(kept.Id)));
        script.Done.ShouldBe([kept.Id]);
    }

    [Fact]
    public async Task What_fails_is_done_again_and_holds_up_its_own_key_only()
    {
        var (first, second, other) = (Item("a"), Item("a"), Item("b"));
        var script = new Script
        {
            Do = (item, _) => item.Id == first.Id && item.Attempt < 3 ? throw Away() : Task.CompletedTask,
        };
        await using var service = await Start(script);
        await Add(service, commit: true, first, second, other);
        await Eventually.True(() => Task.FromResult(script.Done.Count == 3));
        script.Done.ShouldBe([other.Id, first.Id, second.Id]);
    }

    [Fact]
    public async Task What_hangs_holds_up_nothing_else()
    {
        var (hanging, others) = (Item("a"), Enumerable.Range(0, 50).Select(n => Item($"k{n}")).ToArray());
        var script = new Script { Do = (item, ct) => item.Id == hanging.Id ? Task.Delay(-1, ct) : Task.CompletedTask };
        await using var service = await Start(script);
        await Add(service, commit: true, [hanging, .. others]);
        await Eventually.True(() => Task.FromResult(script.Done.Count == others.Length));
        script.Done.ShouldBe(others.Select(item => item.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task A_group_that_hangs_leaves_lanes_to_the_others()
    {
        var slow = Enumerable.Range(0, 100).Select(n => Item($"s{n}") with { Group = "slow" }).ToArray();
        var others = Enumerable.Range(0, 20).Select(n => Item($"o{n}") with { Group = $"g{n % 2}" }).ToArray();
        var ids = slow.Select(item => item.Id).ToHashSet();
        var script = new Script
        {
            GroupLanes = 2,
            Do = (item, ct) => ids.Contains(item.Id) ? Task.Delay(-1, ct) : Task.CompletedTask,
        };
        await using var service = await Start(script);
        await Add(service, commit: true, [.. slow, .. others]);
        await Eventually.True(() => Task.FromResult(script.Done.Count == others.Length));
        script.Done.ShouldBe(others.Select(item => item.Id), ignoreOrder: true);
        script.Tried.Count(ids.Contains).ShouldBe(2, "they hang in the lanes that their group has");
    }

    [Fact]
    public async Task What_fails_for_the_last_time_is_given_up_with_its_reason()
    {
        var script = new Script { Do = (_, _) => throw Away() };
        await using var service = await Start(script);
        var item = Item("a");
        await Add(service, commit: true, item);
        await Eventually.True(() => Task.FromResult(script.GivenUp.ContainsKey(item.Id)));
        script.GivenUp[item.Id].ShouldBe("away");
        script.Tried.Count(id => id == item.Id).ShouldBe(3);
    }

    [Fact]
    public async Task What_was_taken_and_not_tried_has_cost_no_attempt()
    {
        var attempts = new ConcurrentQueue<int>();
        var script = new Script
        {
            Do = (item, _) =>
            {
                attempts.Enqueue(item.Attempt);
                return attempts.Count > 5 ? Task.CompletedTask : throw new NotTriedException("full", TimeSpan.Zero);
            },
        };
        await using var service = await Start(script);
        await Add(service, commit: true, Item("a"));
        await Eventually.True(() => Task.FromResult(script.Done.Count == 1));
        attempts.ShouldAllBe(attempt => attempt == 1);
    }

    [Fact]
    public async Task Two_replicas_do_everything_once()
    {
        var script = new Script { Do = (_, ct) => Task.Delay(1, ct) };
        await using var one = await Start(script);
        await using var two = await Start(script);
        var items = Enumerable.Range(0, 300).Select(n => Item($"k{n % 40}")).ToArray();
        await Add(one, commit: true, items);
        await Eventually.True(() => Task.FromResult(script.Done.Count >= items.Length));
        script.Done.ShouldBe(items.Select(item => item.Id), ignoreOrder: true);
    }

    private static InvalidOperationException Away() => new("away");

    private static WorkItem Item(string key) => new()
    {
        Queue = "errands",
        Id = Guid.CreateVersion7(),
        Key = key,
        Tenant = "demo",
        Body = "",
    };

    private async Task<WebApplication> Start(Script script)
    {
        var schema = script.Schema;
        var builder = BareService.On(database, schema);
        builder.AddMigration(schema, Schema.Sql(schema));
        builder.Services.AddSingleton(script);
        builder.AddStreams(schema, NoEvents.Default).Work<Errands>();
        var app = builder.Build();
        await app.StartAsync(Stop);
        return app;
    }

    private static async Task Add(WebApplication service, bool commit, params WorkItem[] items)
    {
        var source = service.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await source.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        var queue = service.Services.GetRequiredService<WorkQueue>();
        await queue.Add(transaction, items, Stop);
        if (!commit)
            return;
        await transaction.CommitAsync(Stop);
        queue.Committed();
    }

    /// <summary>What the worker is to do, and what it has done.</summary>
    private sealed class Script
    {
        public string Schema { get; } = $"s{Guid.NewGuid():N}";
        public Func<WorkItem, CancellationToken, Task> Do { get; init; } = (_, _) => Task.CompletedTask;
        public int? GroupLanes { get; init; }
        public ConcurrentQueue<Guid> Tried { get; } = [];
        public ConcurrentQueue<Guid> Done { get; } = [];
        public ConcurrentDictionary<Guid, string> GivenUp { get; } = [];
    }

    private sealed class Errands(Script script) : IWorker
    {
        public string Queue => "errands";

        public WorkLimits Limits { get; } = new(
            Lanes: 4, Timeout: TimeSpan.FromMinutes(1), PauseMin: TimeSpan.FromMilliseconds(20),
            PauseMax: TimeSpan.FromMilliseconds(40), AttemptsMax: 3, GroupLanes: script.GroupLanes);

        public async Task Do(WorkItem item, CancellationToken ct)
        {
            script.Tried.Enqueue(item.Id);
            await script.Do(item, ct);
            script.Done.Enqueue(item.Id);
        }

        public Task GiveUp(WorkItem item, string reason, CancellationToken ct)
        {
            script.GivenUp[item.Id] = reason;
            return Task.CompletedTask;
        }
    }
}

[JsonSerializable(typeof(string))]
internal sealed partial class NoEvents : JsonSerializerContext;
