namespace Gateway.Pages.Track;

/// <summary>A point on the map of the whole world: 0 to 1 eastwards from 180° W and southwards from 85° N.</summary>
public readonly record struct WorldPoint(double X, double Y)
{
    private const double LatitudeMax = 85;

    /// <summary>Mercator, as the tiles of map servers have it. Degrees.</summary>
    public static WorldPoint At(double latitude, double longitude)
    {
        var sine = Math.Sin(Math.Clamp(latitude, -LatitudeMax, LatitudeMax) * Math.PI / 180);
        return new((longitude + 180) / 360, 0.5 - Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI));
    }
}

/// <summary>A ring of land or a piece of a border, and the box around it.</summary>
internal sealed record WorldLine(bool IsLand, WorldPoint[] Points)
{
    public double West { get; } = Points.Min(point => point.X);
    public double East { get; } = Points.Max(point => point.X);
    public double North { get; } = Points.Min(point => point.Y);
    public double South { get; } = Points.Max(point => point.Y);
}

/// <summary>The world's land and borders, from world.txt, which deploy/world.mjs writes and explains.</summary>
internal static class World
{
    private const double Unit = 0.01;

    private static readonly Lazy<WorldLine[]> All = new(Load);

    public static IReadOnlyList<WorldLine> Lines => All.Value;

    private static WorldLine[] Load()
    {
        using var stream = typeof(World).Assembly.GetManifestResourceStream("world.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => new WorldLine(line[0] == 'L', [.. Points(line[1..])]))];
    }

    private static IEnumerable<WorldPoint> Points(string text)
    {
        var (at, latitude, longitude) = (0, 0, 0);
        while (at < text.Length)
        {
            latitude += Next(text, ref at);
            longitude += Next(text, ref at);
            yield return WorldPoint.At(latitude * Unit, longitude * Unit);
        }
    }

    private static int Next(string text, ref int at)
    {
        var (value, shift, part) = (0, 0, 0);
        do
        {
            part = text[at++] - 63;
            value |= (part & 0x1f) << shift;
            shift += 5;
        }
        while (part >= 0x20);
        return (value & 1) == 0 ? value >> 1 : ~(value >> 1);
    }
}
