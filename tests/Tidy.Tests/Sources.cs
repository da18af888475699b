using System.Text.RegularExpressions;
using Testing;

namespace Tidy.Tests;

/// <summary>One line of one file, written as editors open it: services/Orders/Order.cs:12.</summary>
internal sealed record Line(string File, int Number, string Text)
{
    public override string ToString() => $"{File}:{Number}";
}

/// <summary>The files a person writes, by paths relative to the checkout; nothing built, fetched or run.</summary>
internal static class Sources
{
    private static readonly string[] Skipped =
        ["bin", "obj", ".git", ".run", ".vs", ".idea", "node_modules", "artifacts", "TestResults"];

    public static IReadOnlyList<string> All { get; } = [.. Walk(Repository.Root).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> CSharp => Ending(".cs");

    public static IEnumerable<string> Projects => Ending(".csproj");

    /// <summary>What is executed: programs, pages, scripts, recipes.</summary>
    public static IEnumerable<string> Code =>
        Ending(".cs", ".razor", ".csproj", ".props", ".sh", ".js", ".css", ".sql", ".yml", "Dockerfile", "run");

    public static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    public static IEnumerable<Line> Lines(string file) => Lines(file, Text(file));

    public static IEnumerable<Line> Lines(string file, string text) =>
        text.Split('\n').Select((line, index) => new Line(file, index + 1, line.TrimEnd('\r')));

    public static IEnumerable<Line> Matching(this IEnumerable<Line> lines, string pattern) =>
        lines.Where(line => Regex.IsMatch(line.Text, pattern));

    /// <summary>Fails with one line for each finding, so that each can be opened.</summary>
    public static void ShouldHoldEverywhere<T>(this IEnumerable<T> findings, string rule)
    {
        var found = findings.Select(finding => $"  {finding}").ToList();
        if (found.Count > 0)
        {
            Assert.Fail($"{rule}:\n{string.Join('\n', found)}");
        }
    }

    private static IEnumerable<string> Ending(params string[] ends) =>
        All.Where(file => ends.Any(end => end.StartsWith('.')
            ? file.EndsWith(end, StringComparison.Ordinal)
            : Path.GetFileName(file) == end));

    private static IEnumerable<string> Walk(string directory) =>
        Directory.EnumerateFiles(directory).Select(file => Path.GetRelativePath(Repository.Root, file))
            .Concat(Directory.EnumerateDirectories(directory)
                .Where(child => !Skipped.Contains(Path.GetFileName(child)))
                .SelectMany(Walk));
}
