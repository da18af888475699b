using System.Text.RegularExpressions;

namespace Tidy.Tests;

public sealed class StyleTests
{
    private const int FileLinesMax = 400;
    private const int LineLengthMax = 120;
    private const int FunctionLinesMax = 70;

    [Fact]
    public void No_file_is_longer_than_a_person_reads_at_once() =>
        Written.Concat(Scripts)
            .Select(file => (file, lines: Sources.Lines(file).Count()))
            .Where(found => found.lines > FileLinesMax)
            .Select(found => $"{found.file}:{FileLinesMax}: {found.lines} lines")
            .ShouldHoldEverywhere($"A file holds one thought, in at most {FileLinesMax} lines");

    [Fact]
    public void No_line_is_wider_than_two_windows_side_by_side() =>
        Written.Concat(Scripts).SelectMany(Sources.Lines)
            .Where(line => line.Text.Length > LineLengthMax)
            .Select(line => $"{line}: {line.Text.Length} characters")
            .ShouldHoldEverywhere($"A line has at most {LineLengthMax} characters");

    [Fact]
    public void No_function_is_longer_than_a_screen() =>
        Sources.CSharp.SelectMany(file => Functions.In(file, Sources.Text(file)))
            .Where(function => function.Length > FunctionLinesMax)
            .ShouldHoldEverywhere($"A function has at most {FunctionLinesMax} lines");

    [Fact]
    public void A_decider_knows_no_clock_makes_no_ids_and_waits_for_nobody() =>
        Sources.CSharp
            .Select(file => (file, code: Blank.StringsAndComments(Sources.Text(file))))
            .Where(source => Regex.IsMatch(source.code, @"\bstatic\b[\w<>\[\],.?\s]*\sDecide\("))
            .SelectMany(source => Sources.Lines(source.file, source.code))
            .Matching(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bTimeProvider\b|\bStopwatch\b" +
                @"|\bGuid\.(NewGuid|CreateVersion7)\b|\bRandom\b|\bRandomNumberGenerator\b|\basync\b|\bawait\b")
            .ShouldHoldEverywhere("Decide and Evolve are pure: times and ids come in with the command");

    [Fact]
    public void A_pattern_in_a_rule_is_for_the_whole_text() =>
        Sources.CSharp.Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(file => Sources.Lines(file, Sources.Text(file)))
            .Matching(@"\bRuleFor\(.*\.Matches\(|^\s*\.Matches\(")
            .ShouldHoldEverywhere("Rules.Like: with Matches a line break may follow what is matched");

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment() =>
        Sources.Code.SelectMany(Sources.Lines).Matching(@"\b(FIX" + @"ME|TO" + @"DO|HA" + @"CK|XX" + @"X)\b")
            .ShouldHoldEverywhere("What is missing is an issue, not a comment");

    [Fact]
    public void A_test_waits_for_what_it_needs_and_never_for_time_to_pass() =>
        Sources.CSharp.Where(file => Regex.IsMatch(file, @"^tests/[\w.]+\.Tests/"))
            .SelectMany(file => Sources.Lines(file, Blank.StringsAndComments(Sources.Text(file))))
            // With a token it is the beat of a load that goes on until it is stopped.
            .Matching(@"\bThread\.Sleep\(|\bTask\.Delay\((?![^;]*,)")
            .ShouldHoldEverywhere("Wait with Testing.Eventually, which ends as soon as it may");

    /// <summary>Without what ./run describe writes: nobody reads that from one end to the other.</summary>
    private static IEnumerable<string> Written =>
        Sources.CSharp.Where(file => !file.EndsWith(".g.cs", StringComparison.Ordinal));

    private static IEnumerable<string> Scripts =>
        Sources.Code.Where(file => file is "run" || file.EndsWith(".sh", StringComparison.Ordinal));
}
