using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.OpenApi;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// A service's command line. Without arguments it serves; with one of these it does that beside the running service,
/// and ends: <c>rebuild VIEW [--accept-differences]</c> builds a view again, <c>archive DAYS</c> marks streams as
/// archived that nothing has happened to for so long, <c>describe FILE</c> writes the service's part of
/// the API's and the bus's description.
/// </summary>
public static class CommandLine
{
    private const int DifferencesShown = 20;

    /// <returns>The process's exit code: 0 done, 1 refused, 2 not understood.</returns>
    public static async Task<int> Serve(this WebApplication app, string[] args)
    {
        switch (args)
        {
            case ["rebuild", var view, .. var options]:
                return await Rebuild(app.Services, view, options.Contains("--accept-differences"));
            case ["archive", var days] when int.TryParse(days, CultureInfo.InvariantCulture, out var age) && age > 0:
                var archived = await app.Services.GetRequiredService<Archive>().OlderThan(TimeSpan.FromDays(age));
                Console.WriteLine($"{Number(archived)} streams archived");
                return 0;
            case ["describe", var file]:
                await File.WriteAllTextAsync(file, Described(app).ToJsonString(ApiJson.Plain));
                return 0;
            case ["rebuild" or "archive" or "describe", ..]:
                await Console.Error.WriteLineAsync(
                    "rebuild VIEW [--accept-differences] | archive DAYS | describe FILE");
                return 2;
            default:
                await app.RunAsync();
                return 0;
        }
    }

    private static JsonObject Described(WebApplication app)
    {
        var part = ApiPart.Of(app);
        part["bus"] = BusPart.Of(app.Services);
        return part;
    }

    private static async Task<int> Rebuild(IServiceProvider services, string name, bool acceptDifferences)
    {
        var views = services.GetServices<IView>().ToList();
        if (views.Find(view => view.Name == name) is not { } view)
        {
            await Console.Error.WriteLineAsync(
                $"There is no view '{name}'. There are: {string.Join(", ", views.Select(v => v.Name))}.");
            return 2;
        }

        try
        {
            return Report(name, await services.GetRequiredService<ViewRebuild>().Run(
                view, acceptDifferences, new Progress()));
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
