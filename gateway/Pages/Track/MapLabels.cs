namespace Gateway.Pages.Track;

/// <summary>A name on the map; <c>Anchor</c> as in SVG: start, middle, end.</summary>
public sealed record MapLabel(string Name, double X, double Y, string Anchor);

/// <summary>Puts names beside their places where they cover neither each other nor another place.</summary>
internal static class MapLabels
{
    private const double LetterWidth = 6.8;
    private const double LineHeight = 14;
    private const double Gap = 10;
    private const int NameMax = 26;

    private static readonly MapRole[] Order = [MapRole.To, MapRole.From, MapRole.Last, MapRole.By];

    public static IReadOnlyList<MapLabel> Of(MapRoute route, MapFrame frame)
    {
        var dots = route.Places.Select(place => frame.Place(place.Point)).ToList();
        var taken = dots.Select(dot => new Box(dot.X - 6, dot.Y - 6, dot.X + 6, dot.Y + 6)).ToList();
        var labels = new List<MapLabel>();
        foreach (var place in route.Places.Where(place => place.Name is { Length: > 0 })
            .DistinctBy(place => place.Name).OrderBy(place => Array.IndexOf(Order, place.Role)))
        {
            var name = place.Name!.Length > NameMax ? place.Name[..(NameMax - 1)] + "…" : place.Name;
            var dot = frame.Place(place.Point);
            foreach (var (label, box) in Around(name, dot))
                if (box.IsInside && !taken.Any(box.Covers))
                {
                    taken.Add(box);
                    labels.Add(label);
                    break;
                }
        }

        return labels;
    }

    private static IEnumerable<(MapLabel Label, Box Box)> Around(string name, (double X, double Y) dot)
    {
        var wide = name.Length * LetterWidth;
        const double half = LineHeight / 2;
        yield return (new(name, dot.X + Gap, dot.Y + 4, "start"),
            new(dot.X + Gap - 2, dot.Y - half, dot.X + Gap + wide, dot.Y + half));
        yield return (new(name, dot.X - Gap, dot.Y + 4, "end"),
            new(dot.X - Gap - wide, dot.Y - half, dot.X - Gap + 2, dot.Y + half));
        yield return (new(name, dot.X, dot.Y - Gap, "middle"),
            new(dot.X - wide / 2, dot.Y - Gap - LineHeight + 2, dot.X + wide / 2, dot.Y - Gap + 3));
        yield return (new(name, dot.X, dot.Y + Gap + 9, "middle"),
            new(dot.X - wide / 2, dot.Y + Gap - 3, dot.X + wide / 2, dot.Y + Gap + LineHeight - 2));
    }

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool IsInside => Left >= 2 && Top >= 2 && Right <= MapFrame.Width - 2 && Bottom <= MapFrame.Height - 2;

        public bool Covers(Box other) =>
            Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
