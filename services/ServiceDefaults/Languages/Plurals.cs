namespace ServiceDefaults.Languages;

/// <summary>
/// Which form of a text goes with a whole number. Source: Unicode CLDR, supplemental data, language plural rules
/// (cardinals), for the languages that have texts here.
/// </summary>
internal static class Plurals
{
    public const string Zero = "zero";
    public const string One = "one";
    public const string Two = "two";
    public const string Few = "few";
    public const string Many = "many";
    public const string Other = "other";

    private const long Million = 1_000_000;

    /// <summary>The categories that a language's plural texts have.</summary>
    public static IReadOnlyList<string> CategoriesOf(string language) => language switch
    {
        "ar" => [Zero, One, Two, Few, Many, Other],
        "es" or "fr" or "pt" => [One, Many, Other],
        _ => [One, Other],
    };

    public static string Category(string language, long count)
    {
        var n = Math.Abs(count);
        return language switch
        {
            "ar" => n switch
            {
                0 => Zero,
                1 => One,
                2 => Two,
                _ when n % 100 is >= 3 and <= 10 => Few,
                _ when n % 100 >= 11 => Many,
                _ => Other,
            },
            "es" => n == 1 ? One : n != 0 && n % Million == 0 ? Many : Other,
            "fr" or "pt" => n <= 1 ? One : n % Million == 0 ? Many : Other,
            "hi" => n <= 1 ? One : Other,
            _ => n == 1 ? One : Other,
        };
    }
}
