using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// How a queue is worked on: <c>Lanes</c> items at once, each for at most <c>Timeout</c>; after a failure again, after
/// <c>PauseMin</c> and then ever later up to <c>PauseMax</c>, at most <c>AttemptsMax</c> times. <c>GroupLanes</c>: how
/// many lanes the items of one group take at most in a process, so that others find some free; null: all.
/// </summary>
public sealed record WorkLimits(
    int Lanes, TimeSpan Timeout, TimeSpan PauseMin, TimeSpan PauseMax, int AttemptsMax, int? GroupLanes = null)
{
    /// <summary>By how much of it a pause of a schedule is longer at most, so that not all come back at once.</summary>
    private const double JitterMax = 0.1;

    /// <summary>A schedule in place of the doubling: the pause after each attempt but the last.</summary>
    public IReadOnlyList<TimeSpan>? Pauses { get; private init; }

    /// <summary>As many attempts as the schedule has pauses, and the first.</summary>
    public static WorkLimits Scheduled(
        int lanes, TimeSpan timeout, IReadOnlyList<TimeSpan> pauses, int? groupLanes = null) =>
        new(lanes, timeout, pauses[0], pauses[^1], pauses.Count + 1, groupLanes) { Pauses = pauses };

    /// <summary>Doubles from failure to failure, where there is no schedule.</summary>
    public TimeSpan PauseAfter(int attempt) => Pauses is not null ? Pauses[Math.Min(attempt, Pauses.Count) - 1]
        : TimeSpan.FromTicks(Math.Min(PauseMax.Ticks, PauseMin.Ticks << Math.Min(attempt - 1, 20)));

    internal TimeSpan JitterAfter(int attempt) =>
        Pauses is null ? TimeSpan.Zero : PauseAfter(attempt) * (Random.Shared.NextDouble() * JitterMax);
}

/// <summary>
/// It cannot be done now, and whoever is asked has perhaps said when: not before <c>After</c>, at most an hour.
/// </summary>
public sealed class TryLaterException(string message, TimeSpan? after) : Exception(message)
{
    private static readonly TimeSpan AfterMax = TimeSpan.FromHours(1);

    public TimeSpan After { get; } = Within(after);

    /// <summary>What somebody asks for, as far as it is granted.</summary>
    public static TimeSpan Within(TimeSpan? after) =>
        TimeSpan.FromTicks(Math.Clamp(after.GetValueOrDefault().Ticks, 0, AfterMax.Ticks));
}

/// <summary>
/// It was not tried, because others before it take long already: again after <c>Pause</c>, and no attempt is counted.
/// </summary>
public sealed class NotTriedException(string message, TimeSpan pause) : Exception(message)
{
    public TimeSpan Pause => pause;
}

/// <summary>Does the work of one queue. An item may come twice: what is done must bear a repeat.</summary>
public interface IWorker
{
    string Queue { get; }

    WorkLimits Limits { get; }

    /// <summary>Any exception means: again, later.</summary>
    Task Do(WorkItem item, CancellationToken ct);

    /// <summary>It has failed for the last time, for this reason.</summary>
    Task GiveUp(WorkItem item, string reason, CancellationToken ct);
}

/// <summary>Takes what is due and has it done, many at once: what hangs or fails holds up its own key only.</summary>
internal sealed class WorkRunner<T>(WorkQueue queue, T worker, Wakeups wakeups, ILogger<T> log) : BackgroundService
    where T : class, IWorker
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new Dictionary<Task, string?>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = wakeups.NextBesideEvents;
                foreach (var done in running.Keys.Where(task => task.IsCompleted).ToList())
                    running.Remove(done);
                if (worker.Limits.Lanes - running.Count is > 0 and var free)
                    foreach (var item in await queue.Take(
                        worker.Queue, free, worker.Limits.Timeout + SettleTime, worker.Limits.GroupLanes,
                        running.Values.OfType<string>().CountBy(group => group).ToDictionary(), stoppingToken))
                        running[Run(item, stoppingToken)] = item.Group;
                await Task.WhenAny([next, Task.Delay(PollInterval, stoppingToken), .. running.Keys]);
                // What others do wakes everybody, most often for nothing: look now and then, not each time.
                await Task.Delay(LookInterval, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                log.LogWarning("Queue {Queue} cannot be read, trying again: {Reason}", worker.Queue, exception.Message);
                await Task.Delay(PollInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running.Keys);
    }

    private async Task Run(WorkItem item, CancellationToken stopping)
    {
        ActivityContext.TryParse(item.TraceParent, null, isRemote: true, out var parent);
        using var activity = Telemetry.Source.StartActivity($"work {item.Queue}", ActivityKind.Internal, parent);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(worker.Limits.Timeout);
        try
        {
            await worker.Do(item, limit.Token);
            await queue.Done(item, CancellationToken.None);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            await Settle(item, exception, stopping);
        }
    }

    private async Task Settle(WorkItem item, Exception failure, CancellationToken stopping)
    {
        try
        {
            if (stopping.IsCancellationRequested)
            {
                await queue.Later(item, TimeSpan.Zero, error: null, CancellationToken.None);
                return;
            }

            if (failure is NotTriedException { Pause: var pauseOfOthers })
            {
                await queue.PutBack(item, pauseOfOthers, CancellationToken.None);
                return;
            }

            var hung = failure is OperationCanceledException;
            var reason = hung ? $"no answer in {worker.Limits.Timeout.TotalSeconds} s" : failure.Message;
            log.LogWarning(
                "{Queue} {Id} failed, attempt {Attempt}: {Reason}", item.Queue, item.Id, item.Attempt, reason);
            if (item.Attempt < worker.Limits.AttemptsMax)
            {
                var pause = worker.Limits.PauseAfter(item.Attempt);
                if (failure is TryLaterException { After: var after } && after > pause)
                    pause = after;
                pause += worker.Limits.JitterAfter(item.Attempt);
                await queue.Later(item, pause, reason, CancellationToken.None);
                return;
            }

            await worker.GiveUp(item, reason, CancellationToken.None);
            await queue.Done(item, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It stays taken until its lease is over, then it comes again.
            log.LogWarning(exception, "{Queue} {Id} could not be settled", item.Queue, item.Id);
        }
    }
}
