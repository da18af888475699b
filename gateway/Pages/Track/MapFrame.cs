using System.Globalization;
using System.Text;

namespace Gateway.Pages.Track;

/// <summary>
/// The part of the world that a map shows, and where on the drawing a point of it is: <see cref="Width"/> by
/// <see cref="Height"/> units, whatever it shows. <c>Left</c> and <c>Top</c> are points of the world, which goes on
/// beyond 180° E; <c>Scale</c> is units for the whole world.
/// </summary>
public sealed record MapFrame(double Left, double Top, double Scale)
{
    public const int Width = 400;
    public const int Height = 260;

    /// <summary>How much room there is around the outermost places.</summary>
    private const int Margin = 46;

    /// <summary>Paths are in tenths of a unit, so that they are whole numbers.</summary>
    private const int Fine = 10;

    /// <summary>So many characters at most that the land and the borders together are drawn with.</summary>
    private const int PathsMax = 20_000;

    /// <param name="points">What must be inside.</param>
    /// <param name="spanMin">How much of the world is shown at the least, so that a short way has something around it.
    /// </param>
    public static MapFrame Around(IReadOnlyList<WorldPoint> points, double spanMin)
    {
        var (west, east) = (points.Min(point => point.X), points.Max(point => point.X));
        var (north, south) = (points.Min(point => point.Y), points.Max(point => point.Y));
        var scale = Math.Min(
            Math.Min((Width - 2 * Margin) / Math.Max(east - west, 1e-9), Width / spanMin),
            (Height - 2 * Margin) / Math.Max(south - north, 1e-9));
        return new(
            (west + east - Width / scale) / 2, (north + south - Height / scale) / 2, scale);
    }

    public (double X, double Y) Place(WorldPoint point) =>
        (Math.Round((point.X - Left) * Scale, 1), Math.Round((point.Y - Top) * Scale, 1));

    /// <summary>The outlines in view, as SVG paths in tenths of a unit.</summary>
    public (string Land, string Borders) Outlines()
    {
        for (var step = 0.5; ; step *= 1.6)
        {
            var (land, borders) = (Path(isLand: true, step), Path(isLand: false, step));
            if (land.Length + borders.Length <= PathsMax)
                return (land, borders);
        }
    }

    private string Path(bool isLand, double step)
    {
        var path = new StringBuilder();
        foreach (var line in World.Lines)
            // The world begins anew at 180°: a frame across it shows parts of two.
            for (var turn = Math.Floor(Left); line.IsLand == isLand && turn <= Math.Floor(Left + Width / Scale); turn++)
                if (line.East + turn >= Left && line.West + turn <= Left + Width / Scale
                    && line.South >= Top && line.North <= Top + Height / Scale)
                    Draw(path, line, turn, step);
        return path.ToString();
    }

    private void Draw(StringBuilder path, WorldLine line, double turn, double step)
    {
        var points = line.Points.Select(point =>
            ((point.X + turn - Left) * Scale, (point.Y - Top) * Scale)).ToList();
        if (line.IsLand)
        {
            Write(path, Thin(Clipping.Ring(points, Width, Height), step), isClosed: true);
            return;
        }

        foreach (var piece in Clipping.Line(points, Width, Height))
            Write(path, Thin(piece, step), isClosed: false);
    }

    /// <summary>Points nearer to the one before than a step show nothing; a line keeps its ends.</summary>
    private static List<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points, double step)
    {
        var kept = new List<(double X, double Y)>();
        for (var i = 0; i < points.Count; i++)
            if (kept.Count == 0 || i == points.Count - 1
                || Math.Abs(points[i].X - kept[^1].X) + Math.Abs(points[i].Y - kept[^1].Y) >= step)
                kept.Add(points[i]);
        return kept;
    }

    private static void Write(StringBuilder path, List<(double X, double Y)> points, bool isClosed)
    {
        if (points.Count < (isClosed ? 3 : 2))
            return;
        var (lastX, lastY) = (0, 0);
        for (var i = 0; i < points.Count; i++)
        {
            var (x, y) = ((int)Math.Round(points[i].X * Fine), (int)Math.Round(points[i].Y * Fine));
            path.Append(i == 0 ? 'M' : 'l').Append((x - lastX).ToString(CultureInfo.InvariantCulture))
                .Append(y < lastY ? "" : " ").Append((y - lastY).ToString(CultureInfo.InvariantCulture));
            (lastX, lastY) = (x, y);
        }

        if (isClosed)
            path.Append('z');
    }
}
