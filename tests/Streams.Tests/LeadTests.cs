using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;
using Testing;

namespace Streams.Tests;

/// <summary>Processes that fight for the lead, one of them stopped in the middle of its work and woken later.</summary>
public sealed partial class LeadTests(TestDatabase database)
{
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const int Rounds = 4;
    private const int Streams = 8;

    [Fact]
    public async Task A_leader_stopped_past_its_lease_changes_nothing_when_it_wakes()
    {
        await using var log = new Log(database);
        await using var writer = await log.Replica();
        await log.Execute(Ledger.Sql(log.Schema));
        using var over = new CancellationTokenSource();
        var replicas = new Dictionary<string, Process>();
        try
        {
            foreach (var name in (string[])["first", "second"])
                replicas[name] = Program.Start(
                    new NpgsqlConnectionStringBuilder(database.ConnectionString)
                    {
                        ApplicationName = name,
                        // A process stopped between two statements must not keep its locks.
                        Options = "-c idle_in_transaction_session_timeout=20s",
                    }.ConnectionString, log.Schema);
            var writing = Write(writer, over.Token);
            for (var round = 0; round < Rounds; round++)
            {
                var leader = replicas[await Leader(log)];
                var epoch = await Epoch(log);
                Kill(leader.Id, SigStop).ShouldBe(0);
                await Eventually.True(async () => await Epoch(log) > epoch);
                var handled = await Handled(log);
                await Eventually.True(async () => await Handled(log) > handled);
                Kill(leader.Id, SigCont).ShouldBe(0);
            }

            await over.CancelAsync();
            await writing;
            await EachOnceAndInOrder(log);
        }
        finally
        {
            foreach (var replica in replicas.Values)
            {
                replica.Kill();
                await replica.WaitForExitAsync();
                replica.Dispose();
            }
        }
    }

    private static async Task EachOnceAndInOrder(Log log)
    {
        var events = (long)(await log.Execute($"select count(*) from {log.Schema}.mt_events"))!;
        await Eventually.True(async () => await log.Execute(
            $"select count(distinct position) from {log.Schema}.ledger") is long found && found == events);
        (await Handled(log)).ShouldBe(events);
        (await log.Execute($"""
            select count(*) from (
                select version, row_number() over (partition by stream_id order by place) as expected
                from {log.Schema}.ledger) handled
            where version <> expected
            """)).ShouldBe(0L);
    }

    private static async Task Write(Replica writer, CancellationToken over)
    {
        var ids = Enumerable.Range(0, Streams).Select(_ => Guid.NewGuid()).ToArray();
        for (var n = 0; !over.IsCancellationRequested; n++)
        {
            await writer.Store.Transact(Counter.Stream, "m", ids[n % Streams], Counter.Increment, ct: default);
            await Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
        }
    }

    /// <summary>The name of the process whose connection holds the lease, once it is at work.</summary>
    private static async Task<string> Leader(Log log) => (await Eventually.Get(async () => await log.Execute($"""
        select a.application_name from {log.Schema}.reactor_leases l
        join pg_stat_activity a on a.pid = l.backend_pid and a.backend_start = l.backend_start
        where l.expires_at > clock_timestamp() and exists (
            select from pg_stat_activity busy
            where busy.application_name = a.application_name and busy.query like '%pg_sleep%' and busy.state = 'active')
        """) as string, name => name is not null))!;

    private static async Task<long> Epoch(Log log) =>
        (long)(await log.Execute($"select epoch from {log.Schema}.reactor_leases"))!;

    private static async Task<long> Handled(Log log) =>
        (long)(await log.Execute($"select count(*) from {log.Schema}.ledger"))!;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
