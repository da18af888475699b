using Contracts;
using ServiceDefaults.Languages;

namespace Gateway.Merchants;

/// <summary>What a merchant may say in its own words on the page: headlines, and what follows from them.</summary>
internal static class OwnTexts
{
    private const int TextsMax = 200;
    private const int LettersMax = 500;
    private static readonly string[] Groups = ["headline.", "intro."];

    public static void Check(IReadOnlyList<MerchantText>? texts, Action<string, string> fail)
    {
        if (texts is null)
            return;
        if (texts.Count > TextsMax)
            fail("Texts", $"has at most {TextsMax} texts");
        var known = new HashSet<(string, string)>();
        foreach (var (own, i) in texts.Take(TextsMax).Select((own, i) => (own, i)))
            if (Fault(own) is var (field, fault))
                fail($"Texts[{i}].{field}", fault);
            else if (!known.Add((own.Language, own.Key)))
                fail($"Texts[{i}].Key", "is given twice");
    }

    private static (string Field, string Fault)? Fault(MerchantText own)
    {
        if (Language.All.FirstOrDefault(language => language.Texts == own.Language) is not { } language)
            return ("Language", $"must be one of {string.Join(", ", Language.All.Select(one => one.Texts))}");
        if (own.Key is null || !Groups.Any(group => own.Key.StartsWith(group, StringComparison.Ordinal))
            || !language.Knows(own.Key))
            return ("Key", "must be the key of a headline or an intro, such as headline.delivered");
        if (string.IsNullOrWhiteSpace(own.Text) || own.Text.Length > LettersMax || own.Text.Any(char.IsControl))
            return ("Text", $"must be a text of 1 to {LettersMax} characters without control characters");
        var allowed = language.PlaceholdersOf(own.Key);
        return Language.PlaceholdersIn(own.Text).IsSubsetOf(allowed) ? null
            : ("Text", $"may have no other placeholders than these: {string.Join(", ", allowed)}");
    }
}
