using Npgsql;
using Testing;

namespace Streams.Tests;

/// <summary>What a process appended its readers need not read, and what others appended they do not miss.</summary>
public sealed class RecentTests(TestDatabase database) : OneReplica(database)
{
    [Fact]
    public async Task What_was_appended_here_is_not_read_again()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Append(Guid.NewGuid(), events: 2)));
        await Log.Execute($"truncate {Log.Schema}.mt_events");

        var known = await Reader(Replica).Read(null!, 100, default);

        known.Select(e => e.Position).ShouldBe(Enumerable.Range(1, 80).Select(n => (long)n));
        known.GroupBy(e => e.StreamId)
            .ShouldAllBe(stream => stream.Select(e => e.Version).SequenceEqual(new[] { 1L, 2 }));
    }

    [Fact]
    public async Task What_was_not_read_is_what_stands_in_the_log()
    {
        using var activity = new System.Diagnostics.Activity("a request").Start();
        var id = Guid.NewGuid();
        await Append(id, events: 1);
        await Append(id, events: 3);
        await Task.WhenAll(Append(id, events: 1), Append(Guid.NewGuid(), events: 2), Append(Guid.NewGuid(), events: 1));

        await using var connection = await Log.Database.OpenConnectionAsync();
        var read = await new EventReader(Log.Schema, Replica.Types, TimeProvider.System, 0, new())
            .Read(connection, 100, default);
        (await Reader(Replica).Read(null!, 100, default)).ShouldBe(read);
        read.Count.ShouldBe(8);
        read[0].TraceParent.ShouldBe(activity.Id);
    }

    [Fact]
    public async Task Of_those_who_append_at_the_same_time_to_one_stream_only_the_first_is_told()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Append(Guid.Empty, events: 1)));

        (await Reader(Replica).Read(null!, 100, default)).Select(e => e.Version)
            .ShouldBe(Enumerable.Range(1, 20).Select(n => (long)n));
    }

    [Fact]
    public async Task What_others_append_in_between_is_read_in_its_place()
    {
        await using var connection = await Log.Database.OpenConnectionAsync();
        await using var other = await Log.Replica();
        var (id, reader) = (Guid.NewGuid(), Reader(Replica));
        foreach (var here in new[] { true, false, true, true, false, false, true })
            await Append(id, events: 1, by: here ? Replica : other);

        var heard = new List<Recorded<object>>();
        while (!reader.IsAtEnd)
            heard.AddRange(await reader.Read(connection, 2, default));

        heard.Select(e => e.Version).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
    }

    [Fact]
    public async Task What_others_append_behind_it_is_looked_for_as_soon_as_they_say_so()
    {
        await using var connection = await Log.Database.OpenConnectionAsync();
        var reader = Reader(Replica);
        await Append(Guid.NewGuid(), events: 1);
        await reader.Read(connection, 10, default);
        await reader.Read(connection, 10, default);
        reader.IsAtEnd.ShouldBeTrue();

        await Append(Guid.NewGuid(), events: 1);
        await reader.Read(connection, 10, default);
        reader.IsAtEnd.ShouldBeTrue();

        Replica.Wakeups.Recent.OthersAppended();
        await Append(Guid.NewGuid(), events: 1);
        await reader.Read(connection, 10, default);
        reader.IsAtEnd.ShouldBeFalse();
    }

    [Fact]
    public async Task Only_who_has_read_as_far_as_the_end_knows_where_it_is()
    {
        await using var connection = await Log.Database.OpenConnectionAsync();
        foreach (var isOthers in new[] { true, true, false, true })
            if (isOthers)
                await using (var other = await Log.Begin(Guid.NewGuid()))
                    await other.Commit();
            else
                await Append(Guid.NewGuid(), events: 1);
        var reader = Reader(Replica);
        (await reader.Read(connection, 2, default)).Count.ShouldBe(2);

        (await reader.Read(connection, 2, default)).Single().Position.ShouldBe(3);
        reader.IsAtEnd.ShouldBeFalse();
        (await reader.Read(connection, 2, default)).Single().Position.ShouldBe(4);
        reader.IsAtEnd.ShouldBeTrue();
    }

    [Fact]
    public async Task While_something_may_still_appear_in_a_hole_nothing_comes_before_it()
    {
        await using var connection = await Log.Database.OpenConnectionAsync();
        var (id, reader) = (Guid.NewGuid(), Reader(Replica));
        await using var late = await Log.Begin(id);
        await Append(Guid.NewGuid(), events: 1);
        (await reader.Read(connection, 10, default)).Single().Position.ShouldBe(2);

        await late.Commit();
        await Append(id, events: 1);

        (await reader.Read(connection, 10, default)).Select(e => (e.Position, e.Version)).ShouldBe([(1, 1), (3, 2)]);
    }

    [Fact]
    public async Task What_does_not_concern_a_reader_is_passed_over()
    {
        await Append(Guid.NewGuid(), events: 2);
        var reader = new EventReader(Log.Schema, Replica.Types, TimeProvider.System, 0, new(), ["set_to_zero"],
            Replica.Wakeups.Recent);

        (await reader.Read(null!, 10, default)).ShouldBeEmpty();
        reader.Position.ShouldBe(2);
    }

    [Fact]
    public async Task A_view_reads_nothing_of_a_stream_that_is_in_memory()
    {
        await using var connection = await Log.Database.OpenConnectionAsync();
        var id = Guid.NewGuid();
        await Append(id, events: 1);
        await Append(id, events: 2);
        var later = (await Reader(Replica).Read(null!, 10, default)).Where(e => e.Version > 1).ToList();
        await Log.Execute($"alter table {Log.Schema}.mt_events rename to away");

        await Replica.View.Apply(later, $"{Log.Schema}.counters", connection, default);

        (await Log.Execute($"select version from {Log.Schema}.counters where id = '{id}'")).ShouldBe(3L);
    }

    [Fact]
    public async Task Nobody_is_notified_while_nobody_else_listens()
    {
        await Eventually.True(() => Task.FromResult(Replica.Wakeups.Backend is not null));
        // In capitals: not what the others look for.
        await using var deaf = await Listener($"LISTEN streams_{Log.Schema}");
        await Append(Guid.NewGuid(), events: 1);
        await Append(Guid.NewGuid(), events: 1);
        await Replica.Wakeups.Tell("the end", default);

        (await Heard(deaf)).ShouldBe("the end");
    }

    [Fact]
    public async Task Who_listens_since_a_moment_is_notified_a_little_later()
    {
        await Append(Guid.NewGuid(), events: 1);
        await using var other = await Listener($"listen streams_{Log.Schema}");
        var heard = Heard(other);

        await Eventually.True(async () =>
        {
            await Append(Guid.NewGuid(), events: 1);
            return heard.IsCompleted;
        });

        (await heard).ShouldBe("");
    }

    private async Task<NpgsqlConnection> Listener(string sql)
    {
        var connection = await Log.Database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<string> Heard(NpgsqlConnection connection)
    {
        string? heard = null;
        connection.Notification += (_, notification) => heard ??= notification.Payload;
        while (heard is null)
            await connection.WaitAsync();
        return heard;
    }

    private EventReader Reader(Replica of) => new(
        Log.Schema, of.Types, TimeProvider.System, 0, new(), recent: of.Wakeups.Recent);

    private Task<Transacted<int>> Append(Guid id, int events, Replica? by = null) => (by ?? Replica).Store.Transact(
        Counter.Stream, "m", id, _ => [.. Enumerable.Repeat(new CounterEvent.Incremented(1), events)]);
}
