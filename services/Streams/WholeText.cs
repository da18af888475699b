using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streams;

/// <summary>
/// Refuses texts with half a character, which the serialiser would replace by U+FFFD without a word: what is decided on
/// from memory would then be another event than the stored one.
/// </summary>
internal sealed class WholeText : JsonConverter<string>
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A replacement has been written, or a text that holds one as it is.</summary>
    internal static bool MayBeMissing(ReadOnlySpan<byte> json) =>
        json.IndexOf("\\uFFFD"u8) >= 0 || json.IndexOf("\uFFFD"u8) >= 0;

    internal static bool IsIn(object happened, JsonSerializerOptions strict)
    {
        try
        {
            JsonSerializer.Serialize(Stream.Null, happened, happened.GetType(), strict);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Whole(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Whole(value));

    private static string Whole(string text) => Utf8.GetByteCount(text) >= 0 ? text : "";
}
