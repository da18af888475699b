using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceDefaults;

/// <summary>
/// Answers show personal texts open: whatever text of an answer holds a sealed one. Inside a request whose answer is
/// stored it stays sealed until it goes out.
/// </summary>
internal sealed class PersonalTextJson(PersonalKeys keys) : JsonConverter<string>
{
    private static readonly AsyncLocal<bool> Keeps = new();

    /// <summary>For the rest of the calling method.</summary>
    internal static void KeepSealed() => Keeps.Value = true;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? reader.GetString() : throw new JsonException("must be a string");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Keeps.Value ? value : keys.Open(value));
}
