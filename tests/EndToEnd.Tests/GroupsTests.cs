using System.Collections.Concurrent;
using Npgsql;
using ServiceDefaults;

namespace EndToEnd.Tests;

/// <summary>What is wanted at once is written together, and each hears of its own fate only.</summary>
public sealed class GroupsTests
{
    [Fact]
    public async Task What_arrives_while_a_group_is_being_written_makes_up_the_next()
    {
        var table = new Table();
        await using var groups = table.Groups();
        var all = Enumerable.Range(0, 100).Select(n => groups.Write(n, default)).ToList();
        table.Open.SetResult();
        (await Task.WhenAll(all)).ShouldBe(Enumerable.Range(0, 100).Select(n => n * 2));
        table.Written.Sum(group => group.Count).ShouldBe(100);
        table.Written.Count.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task One_that_is_refused_fails_alone()
    {
        var table = new Table { Refuses = 7 };
        await using var groups = table.Groups();
        var all = Enumerable.Range(0, 20).Select(n => groups.Write(n, default)).ToList();
        table.Open.SetResult();
        await Should.ThrowAsync<PostgresException>(all[7]);
        (await Task.WhenAll(all.Where((_, n) => n != 7))).Length.ShouldBe(19);
        table.Written.SelectMany(group => group).Order().ShouldBe(Enumerable.Range(0, 20).Where(n => n != 7));
    }

    [Fact]
    public async Task Two_of_one_key_are_never_written_together()
    {
        var table = new Table();
        await using var groups = table.Groups();
        var all = Enumerable.Range(0, 30).Select(n => groups.Write(n % 3, default)).ToList();
        table.Open.SetResult();
        await Task.WhenAll(all);
        table.Written.ShouldAllBe(group => group.Distinct().Count() == group.Count);
        table.Written.Sum(group => group.Count).ShouldBe(30);
    }

    [Fact]
    public async Task Where_the_connection_is_lost_each_is_told_and_the_next_go_on()
    {
        var table = new Table { IsAway = true };
        await using var groups = table.Groups();
        var all = Enumerable.Range(0, 5).Select(n => groups.Write(n, default)).ToList();
        table.Open.SetResult();
        foreach (var one in all)
            await Should.ThrowAsync<NpgsqlException>(one);
        table.IsAway = false;
        (await groups.Write(4, default)).ShouldBe(8);
    }

    /// <summary>Writes nothing before it is opened, so that what is wanted by then waits together.</summary>
    private sealed class Table
    {
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public int? Refuses { get; init; }
        public bool IsAway { get; set; }
        public ConcurrentQueue<IReadOnlyList<int>> Written { get; } = [];

        public Groups<int, int> Groups() => new(Write, n => n);

        private async Task<IReadOnlyList<int>> Write(IReadOnlyList<int> wanted)
        {
            await Open.Task;
            if (IsAway)
                throw new NpgsqlException("away");
            if (Refuses is { } bad && wanted.Contains(bad))
                throw new PostgresException("refused", "ERROR", "ERROR", "22P05");
            Written.Enqueue(wanted);
            return [.. wanted.Select(n => n * 2)];
        }
    }
}
