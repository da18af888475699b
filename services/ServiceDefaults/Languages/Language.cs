using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace ServiceDefaults.Languages;

/// <summary>
/// What the customer reads: its texts, and how it writes dates, numbers and money. Texts are plain: whoever renders
/// them escapes. docs/customer-page.md tells how to add a language.
/// </summary>
public sealed partial class Language
{
    /// <summary>More wishes than that in one header are no reader's.</summary>
    private const int WishesMax = 20;

    private static readonly FrozenDictionary<string, string> Cultures = CultureInfo
        .GetCultures(CultureTypes.AllCultures)
        .Where(culture => TextsOf(culture.TwoLetterISOLanguageName) is not null)
        .DistinctBy(culture => culture.Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(culture => culture.Name, culture => culture.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly ConcurrentDictionary<string, Language> Known = new(StringComparer.OrdinalIgnoreCase);

    private readonly Catalogue texts;
    private readonly IReadOnlyDictionary<string, string>? own;

    private Language(string tag, string cultureName, Catalogue texts)
    {
        (Tag, this.texts, Culture) = (tag, texts, Written(cultureName));
        Code = Culture.TwoLetterISOLanguageName;
        Texts = TextsOf(Code)!;
        dates = new(Culture);
    }

    private Language(Language other, IReadOnlyDictionary<string, string> own)
    {
        (Tag, texts, Culture, Code, Texts, dates) =
            (other.Tag, other.texts, other.Culture, other.Code, other.Texts, other.dates);
        this.own = own;
    }

    public static Language English { get; } = Of("en")!;

    /// <summary>One of each, as a reader may choose; ordered by tag.</summary>
    public static IReadOnlyList<Language> All { get; } =
        [.. Catalogue.Tags.Order(StringComparer.Ordinal).Select(tag => Of(tag)!)];

    /// <summary>
    /// A language that nobody speaks: English with accents, in brackets. What stands outside the brackets on a page was
    /// left out of the texts. For development and tests.
    /// </summary>
    public static Language Pseudo { get; } = new("qps-ploc", "en", Catalogue.Of("en").Changed(Accented))
    {
        IsPseudo = true,
    };

    /// <summary>BCP 47, with the region where it is known: pt-BR, de-AT.</summary>
    public string Tag { get; }

    /// <summary>The file its texts are in: pt-BR, de.</summary>
    public string Texts { get; }

    /// <summary>ISO 639: pt, de.</summary>
    public string Code { get; }
    public CultureInfo Culture { get; }
    public bool IsRightToLeft => Culture.TextInfo.IsRightToLeft;

    /// <summary>The value of HTML's <c>dir</c>.</summary>
    public string Direction => IsRightToLeft ? "rtl" : "ltr";
    public string Name => Text("language.name");
    private bool IsPseudo { get; init; }

    /// <summary>
    /// The language of a BCP 47 tag such as hi, de-AT or pt_PT, in whatever case; null when it has no texts here.
    /// </summary>
    public static Language? Of(string? tag)
    {
        if (tag is not { Length: >= 2 and <= 40 })
            return null;
        var parts = tag.Replace('_', '-').Split('-');
        if (TextsOf(parts[0]) is not { } file)
            return null;
        var region = Array.Find(parts[1..], part => part.Length == 2);
        var name = region is not null && Cultures.TryGetValue($"{parts[0]}-{region}", out var regional)
            ? regional : file;
        return Known.GetOrAdd(name, static (name, file) => new(name, name, Catalogue.Of(file)), file);
    }

    /// <summary>
    /// The first that has texts: the order's, the reader's (<c>Accept-Language</c>), the merchant's, English.
    /// </summary>
    public static Language Choose(string? order, string? acceptLanguage, string? merchant) =>
        Of(order) ?? Accepted(acceptLanguage) ?? Of(merchant) ?? English;

    /// <summary>With a merchant's own words in place of some texts; unknown keys are of no account.</summary>
    public Language With(IReadOnlyDictionary<string, string>? words) =>
        words is not { Count: > 0 } ? this : new(this, words) { IsPseudo = IsPseudo };

    public bool Knows(string key) => texts.Knows(key);

    public IReadOnlySet<string> PlaceholdersOf(string key) => Catalogue.Placeholders(texts.Forms(key)[Plurals.Other]);

    public static IReadOnlySet<string> PlaceholdersIn(string text) => Catalogue.Placeholders(text);

    /// <summary>
    /// What somebody's own <paramref name="text"/> for a key may have filled in, and what of that which it asks for
    /// nobody fills.
    /// </summary>
    public (IReadOnlyCollection<string> Known, IReadOnlyCollection<string> Unknown) PlaceholdersOf(
        string key, string text)
    {
        var known = Catalogue.Placeholders(texts.Forms(key)[Plurals.Other]);
        return (known, [.. Catalogue.Placeholders(text).Except(known)]);
    }

    /// <summary>
    /// The text for a key. Each placeholder needs its value; <c>count</c>, a whole number, chooses the plural form.
    /// </summary>
    /// <exception cref="InvalidOperationException">No such text, or nothing is given for a placeholder.</exception>
    public string Text(string key, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var given = values.ToArray();
        var forms = texts.Forms(key);
        var text = own?.GetValueOrDefault(key);
        if (text is null)
        {
            var count = Array.Find(given, value => value.Name == "count").Value;
            var category = count is null || forms.Count == 1 ? Plurals.Other
                : Plurals.Category(Code, Convert.ToInt64(count, CultureInfo.InvariantCulture));
            text = forms.GetValueOrDefault(category) ?? forms[Plurals.Other];
        }

        return Catalogue.Fill(text, name => Written(Array.Find(given, value => value.Name == name).Value));
    }

    /// <summary>The text for the first of these keys that is known: codes from outside may be new.</summary>
    public string? Find(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (Knows(key))
                return Text(key);
        return null;
    }

    /// <summary>
    /// As part of a text. What may run the other way (a name, a number with letters) is isolated from what is around
    /// it, or its ends change places (U+2068, U+2069: Unicode Bidirectional Algorithm).
    /// </summary>
    private string? Written(object? value) => value switch
    {
        null => null,
        string text when IsRightToLeft && text.Any(char.IsAsciiLetter) => $"\u2068{text}\u2069",
        string text => text,
        int or long => Number(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        IFormattable other => other.ToString(null, Culture),
        _ => value.ToString(),
    };

    private static string? TextsOf(string code) => Catalogue.Tags.FirstOrDefault(tag =>
        tag.Equals(code, StringComparison.OrdinalIgnoreCase)
        || tag.StartsWith($"{code}-", StringComparison.OrdinalIgnoreCase));

    private static Language? Accepted(string? header)
    {
        if (header is not { Length: > 0 and <= 1000 }
            || !StringWithQualityHeaderValue.TryParseList([header], out var wishes))
            return null;
        return wishes.Take(WishesMax).Where(wish => wish.Quality != 0).OrderByDescending(wish => wish.Quality ?? 1)
            .Select(wish => Of(wish.Value.Value)).FirstOrDefault(found => found is not null);
    }

    private static string Accented(string text)
    {
        const string plain = "AEIOUaeiouCcNnYy";
        const string accented = "ÀÉÎÕÛàéîõûÇçÑñÝý";
        var inside = false;
        return $"⟦{string.Concat(text.Select(c =>
        {
            inside = c == '{' || (inside && c != '}');
            return inside || plain.IndexOf(c) is not (>= 0 and var at) ? c : accented[at];
        }))}⟧";
    }
}
