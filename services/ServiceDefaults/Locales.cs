namespace ServiceDefaults;

/// <summary>The languages in which pages and messages have their words, each with the regions that differ in dates.
/// </summary>
public static class Locales
{
    public static IReadOnlyList<string> Supported { get; } = ["en", "en-GB", "en-IN", "en-US"];
}
