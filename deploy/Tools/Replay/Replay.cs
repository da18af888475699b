using System.Collections.Concurrent;
using System.Diagnostics;
using Tools.Platform;

namespace Tools.Replay;

/// <summary>Plays real orders to a running platform as they happened, then holds it to what the data say.</summary>
internal static class Replay
{
    /// <returns>The exit code: 0 when every order is as the data say.</returns>
    public static async Task<int> Run(PlatformAccess access, string path, ReplayOptions options, TextWriter output)
    {
        var orders = OlistFiles.Read(path).Take(options.Orders ?? int.MaxValue).ToList();
        var steps = Step.Of(orders);
        using var platform = new PlatformClient(access);
        var storefront = new Storefront(platform, options.Run);
        await output.WriteLineAsync($"Run {options.Run}: {orders.Count:N0} orders, {steps.Count:N0} steps");

        var watch = Stopwatch.StartNew();
        var failures = await Play(storefront, steps, options.Parallel, output);
        var sent = watch.Elapsed;
        var rate = orders.Count / sent.TotalSeconds;
        await output.WriteLineAsync($"Sent in {sent:h\\:mm\\:ss}, {rate:N1} orders/s; reading every order back");
        var mismatches = await new Comparison(platform, storefront, options.Parallel).Run(orders);

        foreach (var failure in failures)
            await output.WriteLineAsync(failure);
        foreach (var (order, lines) in mismatches)
            foreach (var line in lines)
                await output.WriteLineAsync($"{options.Run}-{order.Id} ({order.Status}): {line}");
        await Summarise(orders, mismatches.Keys.ToHashSet(), output);
        var wrong = mismatches.Sum(found => found.Value.Count) + failures.Count;
        await output.WriteLineAsync(
            $"{orders.Count:N0} orders, {wrong:N0} mismatches; {rate:N1} orders/s, {watch.Elapsed:h\\:mm\\:ss} in all");
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>
    /// Sends the steps in their order, a bounded number at a time; those of one order wait for each other. After a
    /// failure the order's later steps are left out: they would only fail too.
    /// </summary>
    private static async Task<IReadOnlyCollection<string>> Play(
        Storefront storefront, IReadOnlyList<Step> steps, int parallel, TextWriter output)
    {
        var failures = new ConcurrentQueue<string>();
        var last = new Dictionary<string, Task<bool>>();
        using var places = new SemaphoreSlim(parallel);
        await using var progress = new Progress(steps.Count, output);
        progress.Start();
        foreach (var step in steps)
        {
            await places.WaitAsync();
            last[step.Order.Id] = Take(step, last.GetValueOrDefault(step.Order.Id, Task.FromResult(true)));
        }

        await Task.WhenAll(last.Values);
        return failures;

        async Task<bool> Take(Step step, Task<bool> before)
        {
            try
            {
                if (!await before)
                    return false;
                await storefront.Take(step);
                return true;
            }
            catch (Exception failure) when (failure is PlatformException or HttpRequestException)
            {
                failures.Enqueue($"{step.Order.Id} ({step.Order.Status}): {step.Kind} failed: {failure.Message}");
                return false;
            }
            finally
            {
                progress.Done(step.SentAt);
                places.Release();
            }
        }
    }

    private static async Task Summarise(
        IReadOnlyList<OlistOrder> orders, HashSet<OlistOrder> mismatching, TextWriter output)
    {
        await output.WriteLineAsync($"  {"in the data",-12} {"must become",-12} {"orders",8} {"as it must",11}");
        foreach (var group in orders.GroupBy(order => order.Status).OrderByDescending(group => group.Count()))
        {
            var right = group.Count(order => !mismatching.Contains(order));
            var status = Expectation.Of(group.First()).Status;
            await output.WriteLineAsync($"  {group.Key,-12} {status,-12} {group.Count(),8:N0} {right,11:N0}");
        }
    }
}
