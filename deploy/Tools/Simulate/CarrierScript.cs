using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tools.Simulate;

/// <summary>
/// How a carrier tells of a journey, as data (<c>Carriers/{name}.json</c>): the payload it posts, a scan in it where it
/// tells the whole history each time, its words for each step, and how it proves itself. In a template <c>{word}</c>
/// is the step's word of that name, or one of number, reference, city, region, postalCode, country, cod, receiver;
/// <c>{time:FORMAT}</c> is the wall clock (of <c>TimeZone</c>, "place" for the place's own), <c>{utc:FORMAT}</c> UTC,
/// in .NET's formats or "unix" and "unix-ms". <c>{#word}</c> alone is a number, <c>{scans}</c> alone the history.
/// </summary>
internal sealed partial record CarrierScript
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    public required string TimeZone { get; init; }
    public required Proof Auth { get; init; }

    /// <summary>A tracking number, with # for a digit.</summary>
    public required string Number { get; init; }

    public required JsonNode Payload { get; init; }
    public JsonNode? Scan { get; init; }

    /// <summary>The history begins with its last scan.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Words that every step has unless it says otherwise.</summary>
    public IReadOnlyDictionary<string, JsonNode> Words { get; init; } = new Dictionary<string, JsonNode>();

    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonNode>> Steps { get; init; }

    /// <summary>False: the carrier's word for a failed attempt is that for any failure.</summary>
    public bool TellsAttempts { get; init; } = true;

    /// <summary>How scenarios end in this carrier's words, where those cannot say it.</summary>
    public IReadOnlyDictionary<string, string> Ends { get; init; } = new Dictionary<string, string>();

    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(CarrierScript).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Scripts/", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{(?<word>#?[a-zA-Z]+)(?::(?<format>[^}]+))?\}", RegexOptions.CultureInvariant, 250)]
    private static partial Regex Placeholder();

    /// <exception cref="ArgumentException">There is no script of this carrier.</exception>
    public static CarrierScript Load(string carrier)
    {
        using var resource = typeof(CarrierScript).Assembly.GetManifestResourceStream($"Scripts/{carrier}.json")
            ?? throw new ArgumentException($"no carrier {carrier}: one of {string.Join(", ", Names)}");
        return JsonSerializer.Deserialize<CarrierScript>(resource, Json)!;
    }

    /// <summary>Null when the carrier has no word for a step of it.</summary>
    public string? EndOf(Scenario scenario) =>
        Ends.TryGetValue(scenario.Name, out var end) ? end
        : scenario.Steps.All(step => WordsOf(step.Step) is not null) ? scenario.Status : null;

    public string NewNumber(Random random) =>
        string.Concat(Number.Select(c => c == '#' ? (char)('0' + random.Next(1, 10)) : c));

    /// <summary>What the carrier posts when the last of these has happened to the parcel.</summary>
    public byte[] Post(string number, string reference, IReadOnlyList<Happening> soFar)
    {
        var said = Scan is null ? [] : soFar
            .Select(happening => Filled(Scan, Of(number, reference, happening), [])).ToList();
        if (NewestFirst)
            said.Reverse();
        return JsonSerializer.SerializeToUtf8Bytes(Filled(Payload, Of(number, reference, soFar[^1]), said));
    }

    // Not every carrier tells of customs and hubs: a parcel there is under way.
    private IReadOnlyDictionary<string, JsonNode>? WordsOf(string step) =>
        Steps.GetValueOrDefault(step)
        ?? (step is "customs" or "cleared" or "at_destination" ? Steps.GetValueOrDefault("in_transit")
            : step is "rto_transit" ? Steps.GetValueOrDefault("rto") : null);

    private Func<string, string?, JsonNode?> Of(string number, string reference, Happening happening)
    {
        var words = WordsOf(happening.Step)
            ?? throw new ArgumentException($"this carrier has no word for {happening.Step}");
        return (word, format) => word switch
        {
            "number" => number,
            "reference" => reference,
            "city" => happening.Place.City,
            "region" => happening.Place.Region,
            "postalCode" => happening.Place.PostalCode,
            "country" => happening.Place.Country,
            "receiver" => "R. Receiver",
            "cod" => "1828.00",
            "time" => Clock(happening, format!),
            "utc" => Text(happening.At.ToUniversalTime(), format!),
            _ => words.GetValueOrDefault(word) ?? Words.GetValueOrDefault(word)
                ?? throw new ArgumentException($"the script does not say what {{{word}}} is in {happening.Step}"),
        };
    }

    private string Clock(Happening happening, string format) => Text(
        TimeZoneInfo.ConvertTime(happening.At,
            TimeZone == "place" ? happening.Place.Zone : TimeZoneInfo.FindSystemTimeZoneById(TimeZone)), format);

    private static string Text(DateTimeOffset at, string format) => format switch
    {
        "unix" => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "unix-ms" => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        _ => at.ToString(format, CultureInfo.InvariantCulture),
    };

    private static JsonNode? Filled(
        JsonNode? template, Func<string, string?, JsonNode?> say, IReadOnlyList<JsonNode?> scans) => template switch
        {
            JsonObject members => new JsonObject(members.Select(
                member => KeyValuePair.Create(member.Key, Filled(member.Value, say, scans)))),
            JsonArray list => new JsonArray([.. list.Select(item => Filled(item, say, scans))]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String =>
                Filled(value.GetValue<string>(), say, scans),
            _ => template?.DeepClone(),
        };

    private static JsonNode? Filled(
        string text, Func<string, string?, JsonNode?> say, IReadOnlyList<JsonNode?> scans)
    {
        if (text == "{scans}")
            return new JsonArray([.. scans.Select(scan => scan?.DeepClone())]);
        var whole = Placeholder().Match(text);
        if (whole.Success && whole.Length == text.Length)
        {
            var (word, format) = (whole.Groups["word"].Value, whole.Groups["format"].Value);
            return word[0] == '#'
                ? JsonNode.Parse(say(word[1..], format)!.ToString()) : say(word, format)?.DeepClone();
        }

        return Placeholder().Replace(
            text, match => say(match.Groups["word"].Value, match.Groups["format"].Value)?.ToString() ?? "");
    }
}
