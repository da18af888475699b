namespace ServiceDefaults;

/// <summary>The languages in which pages and messages have their words, each with the regions that differ in dates.
/// </summary>
public static class Locales
{
    public static IReadOnlyList<string> Supported { get; } =
    [
        "ar", "ar-AE", "ar-EG", "ar-SA", "de", "de-AT", "de-CH", "de-DE", "en", "en-GB", "en-IN", "en-US", "es",
        "es-419", "es-ES", "es-MX", "fr", "fr-BE", "fr-CA", "fr-CH", "fr-FR", "hi", "hi-IN", "pt-BR",
    ];
}
