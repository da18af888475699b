using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Contracts;

namespace ServiceDefaults;

/// <summary>JSON as the public API speaks it: camelCase, strict on what it reads, money as a decimal string.</summary>
public sealed class ApiJson(IJsonTypeInfoResolver? generated)
{
    /// <summary>The same for what no service has a generated context for: problems, tests, tools.</summary>
    public static JsonSerializerOptions Plain { get; } = Make(null);

    public JsonSerializerOptions Options { get; } = Make(generated);

    internal static void Configure(JsonSerializerOptions options, IJsonTypeInfoResolver? generated)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 32;
        // The answers are JSON for programs, never pasted into HTML: names are readable as they are.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new MoneyJson());
        options.Converters.Add(new InstantJson());
        options.TypeInfoResolver = generated is null
            ? new DefaultJsonTypeInfoResolver()
            : JsonTypeInfoResolver.Combine(generated, new DefaultJsonTypeInfoResolver());
    }

    private static JsonSerializerOptions Make(IJsonTypeInfoResolver? generated)
    {
        var options = new JsonSerializerOptions();
        Configure(options, generated);
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>
/// <c>{ "amount": "1299.00", "currency": "INR" }</c>: a decimal string with no more decimals than the currency has,
/// written with exactly as many. Reads at most 12 digits before the point.
/// </summary>
public sealed partial class MoneyJson : JsonConverter<Money>
{
    /// <summary>By the decimals of a currency.</summary>
    private static readonly string[] Formats = ["F0", "F1", "F2", "F3", "F4"];

    internal static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["description"] = "An exact amount: a decimal string with as many decimals as the currency has (ISO 4217).",
        ["required"] = new JsonArray("amount", "currency"),
        ["properties"] = new JsonObject
        {
            ["amount"] = new JsonObject { ["type"] = "string", ["pattern"] = Format },
            ["currency"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Z]{3}$" },
        },
        ["additionalProperties"] = false,
    };

    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FieldJsonException("must be an object with amount and currency");
        string? amount = null, currency = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            reader.Read();
            if (name is not ("amount" or "currency"))
                throw new FieldJsonException($"holds the unknown field '{name}'");
            if (reader.TokenType != JsonTokenType.String)
                throw new FieldJsonException($"needs {name} as a string");
            _ = name == "amount" ? amount = reader.GetString() : currency = reader.GetString();
        }

        if (amount is null || currency is null)
            throw new FieldJsonException("needs both amount and currency");
        if (Currencies.Decimals(currency) is not { } decimals)
            throw new FieldJsonException($"has the unknown currency '{currency}': use an ISO 4217 code such as INR");
        // The pattern knows the digits of all scripts and lets a line break follow.
        if (!Pattern().IsMatch(amount) || !decimal.TryParse(
            amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            throw new FieldJsonException(
                "needs amount as a decimal such as \"1299.00\", without sign, exponent or separators");
        return decimal.Round(value, decimals) == value
            ? new(value, currency)
            : throw new FieldJsonException($"has more decimals than {currency} allows ({decimals})");
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        // A decimal has at most 29 digits.
        Span<char> amount = stackalloc char[40];
        value.Amount.TryFormat(amount, out var length, Formats[Currencies.Decimals(value.Currency) ?? 2],
            CultureInfo.InvariantCulture);
        writer.WriteString("amount", amount[..length]);
        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }

    [GeneratedRegex(Format)]
    private static partial Regex Pattern();

    private const string Format = @"^\d{1,12}(\.\d{1,4})?$";
}

/// <summary>RFC 3339 with an offset: without one a time is no instant, and the server's own zone no answer.</summary>
public sealed partial class InstantJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Pattern().IsMatch(reader.GetString()!)
        && reader.TryGetDateTimeOffset(out var instant)
            ? instant
            : throw new FieldJsonException("must be an RFC 3339 time with its offset: 2026-11-30T09:30:00+05:30");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    [GeneratedRegex("T.*(Z|[+-][0-9]{2}:[0-9]{2})$")]
    private static partial Regex Pattern();
}
