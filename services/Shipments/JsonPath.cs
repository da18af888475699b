using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shipments;

/// <summary>
/// A place in a carrier's payload: the part of RFC 9535 that says where something is, and not what to look for.
/// <c>$</c>, <c>.name</c>, <c>['name']</c>, <c>[3]</c>, <c>[-1]</c>, <c>[*]</c>; no <c>..</c>, slices or filters. It
/// reads as leniently as <see cref="LenientJson"/>: case, spaces, underscores and hyphens of a name do not count; a
/// list of one may stand without its brackets, and one that PHP wrote as an object is a list; JSON within a text is
/// read.
/// </summary>
internal sealed partial class JsonPath
{
    private const int TextMax = 200;

    private readonly IReadOnlyList<Step> steps;

    private JsonPath(IReadOnlyList<Step> steps) => this.steps = steps;

    [GeneratedRegex("""
        \G(?:\.(?<name>[\p{L}_][\p{L}\p{N}_-]*)
        |\['(?<name>[^']+)'\] | \["(?<name>[^"]+)"\]
        |\[(?<index>-?\d{1,6})\] | (?<all>\[\*\]))
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 250)]
    private static partial Regex OneStep();

    /// <summary>Null when it is no path of this kind.</summary>
    public static JsonPath? Parse(string? text)
    {
        if (text is not ['$', ..] || text.Length > TextMax)
            return null;
        var steps = new List<Step>();
        for (var at = 1; at < text.Length;)
        {
            var match = OneStep().Match(text, at);
            if (!match.Success)
                return null;
            var index = match.Groups["index"];
            steps.Add(match.Groups["name"] is { Success: true } name
                ? new Step.Member(name.Value.Replace(" ", "", StringComparison.Ordinal))
                : index.Success ? new Step.Element(int.Parse(index.ValueSpan, CultureInfo.InvariantCulture))
                : new Step.All());
            at += match.Length;
        }

        return new JsonPath(steps);
    }

    /// <summary>All that is there, in the payload's order.</summary>
    public IEnumerable<JsonElement> Select(JsonElement root) =>
        steps.Aggregate(Enumerable.Repeat(root, 1), (found, step) => found.SelectMany(step.From))
            .Where(element => element.IsThere());

    // A text that holds JSON is what it holds.
    private static JsonElement Opened(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String || element.Text() is not ['{' or '[', ..] text)
            return element;
        using var inner = LenientJson.Parse(Encoding.UTF8.GetBytes(text));
        return inner?.RootElement.Clone() ?? element;
    }

    private abstract record Step
    {
        public abstract IEnumerable<JsonElement> From(JsonElement element);

        public sealed record Member(string Name) : Step
        {
            public override IEnumerable<JsonElement> From(JsonElement element) => [Opened(element).At(Name)];
        }

        public sealed record Element(int Index) : Step
        {
            public override IEnumerable<JsonElement> From(JsonElement element)
            {
                var items = Opened(element).Items().ToList();
                var index = Index < 0 ? items.Count + Index : Index;
                return index >= 0 && index < items.Count ? [items[index]] : [];
            }
        }

        public sealed record All : Step
        {
            public override IEnumerable<JsonElement> From(JsonElement element) => Opened(element).Items();
        }
    }
}
