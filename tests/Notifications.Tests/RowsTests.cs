using Testing;

namespace Notifications.Tests;

/// <summary>What is said when, and that its document says so.</summary>
public sealed class RowsTests
{
    [Fact]
    public void The_document_shows_the_table()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "notifications.md"));
        document.ShouldContain(Table(), customMessage: "put this into docs/notifications.md:\n" + Table());
    }

    [Fact]
    public void Every_milestone_has_one_row_and_is_overtaken_by_known_ones()
    {
        Rows.All.Select(row => row.Milestone).ShouldBeUnique();
        Rows.All.SelectMany(row => row.OvertakenBy).Distinct()
            .Where(name => Rows.Find(name) is null).ShouldBeEmpty();
        Rows.All.ShouldAllBe(row => row.On.All(ChannelNames.All.Contains));
        Rows.All.ShouldAllBe(row => row.On.Contains(ChannelNames.Webhook));
    }

    private static string Table() => string.Join('\n',
    [
        "| milestone | when | once a | urgent | e-mail | sms | push | webhook | old news after |",
        "|---|---|---|---|---|---|---|---|---|",
        .. Rows.All.Select(row =>
            $"| `{row.Milestone}` | {row.When} | {row.Once} | {Yes(row.IsUrgent)} | "
            + string.Join(" | ", ChannelNames.All.Select(channel => Yes(row.On.Contains(channel))))
            + $" | {string.Join(", ", row.OvertakenBy.Select(name => $"`{name}`"))} |"),
    ]);

    private static string Yes(bool yes) => yes ? "yes" : "";
}
