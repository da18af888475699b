namespace Gateway.Pages.Track;

/// <summary>Cuts outlines to the box from (0, 0) to (width, height), and a little around it.</summary>
internal static class Clipping
{
    private const double Around = 4;

    /// <summary>A ring that is land inside of it, after Sutherland and Hodgman; empty where none of it is in the box.
    /// </summary>
    public static IReadOnlyList<(double X, double Y)> Ring(
        IReadOnlyList<(double X, double Y)> ring, double width, double height)
    {
        var cut = Half(ring, point => point.X + Around);
        cut = Half(cut, point => width + Around - point.X);
        cut = Half(cut, point => point.Y + Around);
        return Half(cut, point => height + Around - point.Y);
    }

    /// <summary>The pieces of a line that are in the box, each with the point before it and after.</summary>
    public static IEnumerable<IReadOnlyList<(double X, double Y)>> Line(
        IReadOnlyList<(double X, double Y)> line, double width, double height)
    {
        var piece = new List<(double X, double Y)>();
        for (var i = 0; i < line.Count; i++)
        {
            var (before, after) = (line[Math.Max(0, i - 1)], line[Math.Min(line.Count - 1, i + 1)]);
            var isNear = MayShow(before, line[i]) || MayShow(line[i], after);
            if (isNear)
                piece.Add(line[i]);
            if ((isNear && i < line.Count - 1) || piece.Count == 0)
                continue;
            yield return piece;
            piece = [];
        }

        bool MayShow((double X, double Y) a, (double X, double Y) b) =>
            Math.Max(a.X, b.X) >= 0 && Math.Min(a.X, b.X) <= width
            && Math.Max(a.Y, b.Y) >= 0 && Math.Min(a.Y, b.Y) <= height;
    }

    /// <param name="ring">What is to be cut.</param>
    /// <param name="depth">How far inside a point is; below zero: outside.</param>
    private static List<(double X, double Y)> Half(
        IReadOnlyList<(double X, double Y)> ring, Func<(double X, double Y), double> depth)
    {
        var kept = new List<(double X, double Y)>();
        for (var i = 0; i < ring.Count; i++)
        {
            var (from, to) = (ring[i], ring[(i + 1) % ring.Count]);
            var (before, after) = (depth(from), depth(to));
            if (before >= 0)
                kept.Add(from);
            if (before >= 0 == after >= 0)
                continue;
            var share = before / (before - after);
            kept.Add((from.X + share * (to.X - from.X), from.Y + share * (to.Y - from.Y)));
        }

        return kept;
    }
}
