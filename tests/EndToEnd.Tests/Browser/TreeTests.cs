using System.Text.RegularExpressions;
using Testing;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// What a screen reader finds in each state, with all forms open, as it was approved: <c>Approved/</c> beside this
/// file. Pixels differ from machine to machine, these do not.
/// </summary>
[Collection(InBrowser.Name)]
public sealed partial class TreeTests(Chrome chrome)
{
    // What depends on the day and on what else has been delivered is left out; the map has tests of its own.
    private const string Timeless =
        """
        () => {
          document.querySelectorAll("#map, li:has(> .calendar)").forEach(one => one.remove());
          document.querySelectorAll("time, .day, .expected, .where .quiet, #return form > p")
            .forEach(one => one.textContent = "…");
        }
        """;

    public static TheoryData<string, string> States
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var state in TrackedStates.Names)
                foreach (var language in (string[])["en", "ar"])
                    all.Add(state, language);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_state_reads_as_it_was_approved(string state, string language)
    {
        await using var visitor = await chrome.Visit();
        var page = (await visitor.Open($"/track/{(await chrome.In(state)).Token}?lang={language}")).Page;
        await visitor.OpenEveryForm();
        await page.EvaluateAsync(Timeless);
        var found = Digits().Replace(
            Addresses().Replace(await page.Locator("main").AriaSnapshotAsync(), ""), "0").TrimEnd() + "\n";

        var approved = Path.Combine(
            Repository.Root, "tests", "EndToEnd.Tests", "Browser", "Approved", $"{state}.{language}.yml");
        var known = File.Exists(approved) ? await File.ReadAllTextAsync(approved) : "";
        if (found != known)
            await File.WriteAllTextAsync(Path.ChangeExtension(approved, ".received.yml"), found);
        found.ShouldBe(known, "rename the .received.yml file to approve");
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?m)^ *- /url: .*\n")]
    private static partial Regex Addresses();
}
