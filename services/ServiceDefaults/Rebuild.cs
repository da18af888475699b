using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// A service's command line: without arguments it serves; <c>rebuild VIEW [--accept-differences]</c> builds one of its
/// views again beside the running service (<c>./run rebuild</c>) and ends.
/// </summary>
public static class Rebuild
{
    private const int DifferencesShown = 20;

    /// <returns>The process's exit code: 0 done, 1 not swapped, 2 not understood.</returns>
    public static async Task<int> Serve(this WebApplication app, string[] args)
    {
        if (args is not ["rebuild", var name, .. var options])
        {
            await app.RunAsync();
            return 0;
        }

        var views = app.Services.GetServices<IView>().ToList();
        if (views.Find(view => view.Name == name) is not { } view)
        {
            await Console.Error.WriteLineAsync(
                $"There is no view '{name}'. There are: {string.Join(", ", views.Select(v => v.Name))}.");
            return 2;
        }

        try
        {
            var rebuilt = await app.Services.GetRequiredService<ViewRebuild>().Run(
                view, options.Contains("--accept-differences"), new Progress());
            return Report(name, rebuilt);
        }
        catch (RuleViolation refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }

    private static int Report(string name, Rebuilt rebuilt)
    {
        Console.WriteLine($"{name}: {Number(rebuilt.Events)} events read again, " + (rebuilt.Differences.Count == 0
            ? "every row as it was" : $"{Number(rebuilt.Differences.Count)} rows are different"));
        foreach (var difference in rebuilt.Differences.Take(DifferencesShown))
            Console.WriteLine($"  {difference}");
        if (rebuilt.Differences.Count > DifferencesShown)
            Console.WriteLine($"  and {Number(rebuilt.Differences.Count - DifferencesShown)} more");
        Console.WriteLine(rebuilt.Swapped
            ? "The rebuilt view is the live one now."
            : "The live view stays. To put the rebuilt one in its place, run it again with --accept-differences.");
        return rebuilt.Swapped ? 0 : 1;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Not System.Progress: that reports on other threads, out of order.</summary>
    private sealed class Progress : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {value.Events:N0} of {value.Total:N0} events, {value.PerSecond:N0}/s, {value.Left:h\\:mm\\:ss} left"));
    }
}
