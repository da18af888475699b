using System.Globalization;

namespace ServiceDefaults;

/// <summary>How well one colour is read on another: WCAG 2.2, "contrast ratio" and "relative luminance".</summary>
public static class Contrast
{
    /// <summary>Success criterion 1.4.3 (AA), for text of any size.</summary>
    public const double TextMin = 4.5;

    private const string White = "#ffffff";
    private const string Black = "#000000";

    /// <summary>From 1 (the same) to 21 (black and white), for colours written #rrggbb.</summary>
    public static double Between(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>White or black: one of them always reaches <see cref="TextMin"/>.</summary>
    public static string TextOn(string background) =>
        Between(White, background) >= Between(Black, background) ? White : Black;

    private static double Luminance(string color) =>
        0.2126 * Channel(color, 1) + 0.7152 * Channel(color, 3) + 0.0722 * Channel(color, 5);

    private static double Channel(string color, int at)
    {
        var level = byte.Parse(color.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var value = level / 255d;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
