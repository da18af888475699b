using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace ServiceDefaults.Languages;

/// <summary>
/// The texts of one language, from its file beside this one. A key tells what is meant; a value is plain text with
/// placeholders in braces, or one such text for each plural category, chosen by the placeholder <c>count</c>.
/// </summary>
internal sealed class Catalogue
{
    private static readonly FrozenDictionary<string, Catalogue> Files = Load();

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> messages;

    private Catalogue(IEnumerable<KeyValuePair<string, FrozenDictionary<string, string>>> messages) =>
        this.messages = messages.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Tags => Files.Keys;

    public IEnumerable<string> Keys => messages.Keys;

    public static Catalogue Of(string tag) => Files[tag];

    public bool Knows(string key) => messages.ContainsKey(key);

    /// <summary>The text's forms by plural category; one that has no plural is its own <c>other</c>.</summary>
    public IReadOnlyDictionary<string, string> Forms(string key) => messages.TryGetValue(key, out var forms)
        ? forms : throw new InvalidOperationException($"There is no text '{key}'.");

    /// <summary>The same texts, each changed.</summary>
    public Catalogue Changed(Func<string, string> change) => new(messages.Select(message => KeyValuePair.Create(
        message.Key, message.Value.ToFrozenDictionary(form => form.Key, form => change(form.Value)))));

    /// <summary>The text with its placeholders filled. Throws on one that nobody fills.</summary>
    public static string Fill(string text, Func<string, string?> value)
    {
        if (!text.Contains('{'))
            return text;
        var filled = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
                return filled.Append(text, at, text.Length - at).ToString();
            var name = text[(open + 1)..close];
            filled.Append(text, at, open - at).Append(
                value(name) ?? throw new InvalidOperationException($"Nothing is given for {{{name}}} in: {text}"));
            at = close + 1;
        }

        return filled.ToString();
    }

    /// <summary>The names of a text's placeholders.</summary>
    public static IReadOnlySet<string> Placeholders(string text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Fill(text, name =>
        {
            names.Add(name);
            return "";
        });
        return names;
    }

    private static FrozenDictionary<string, Catalogue> Load()
    {
        const string folder = "languages/";
        var assembly = typeof(Catalogue).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .ToFrozenDictionary(name => Path.GetFileNameWithoutExtension(name[folder.Length..]), name =>
            {
                using var file = assembly.GetManifestResourceStream(name)!;
                using var told = JsonDocument.Parse(file);
                return new Catalogue(told.RootElement.EnumerateObject()
                    .Select(message => KeyValuePair.Create(message.Name, FormsIn(message.Value))).ToList());
            }, StringComparer.OrdinalIgnoreCase);
    }

    private static FrozenDictionary<string, string> FormsIn(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object
            ? value.EnumerateObject().ToFrozenDictionary(form => form.Name, form => form.Value.GetString()!)
            : new Dictionary<string, string> { [Plurals.Other] = value.GetString()! }.ToFrozenDictionary();
}
