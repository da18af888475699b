using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Browser;

/// <summary>axe-core on the page as a visitor has it open.</summary>
internal static class Axe
{
    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    public static async Task OpenEveryForm(this Visitor visitor) => await visitor.Page.EvaluateAsync(
        "() => document.querySelectorAll('details').forEach(one => one.open = true)");

    /// <summary>Neither by day nor by night; and the page fits on a phone, and did nothing it must not.</summary>
    public static async Task HasNoViolation(this Visitor visitor, string what)
    {
        await visitor.HasNoViolationByDayAndNight(what);
        await visitor.Page.SetViewportSizeAsync(320, 640);
        (await visitor.Fits()).ShouldBeTrue($"{what} sticks out at 320 pixels");
        visitor.Faults.ShouldBeEmpty(what);
    }

    public static async Task HasNoViolationByDayAndNight(this Visitor visitor, string what)
    {
        // Elements that are moving have a contrast between two.
        await visitor.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (var scheme in Schemes)
        {
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var found = (await visitor.Page.RunAxe()).Violations.SelectMany(violation => violation.Nodes.Select(node =>
                $"{violation.Id} ({violation.Help}): {node.Html}"));
            string.Join('\n', found).ShouldBeEmpty($"{what}, {scheme}");
        }
    }
}
