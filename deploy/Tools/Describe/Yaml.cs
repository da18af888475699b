using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tools.Describe;

/// <summary>
/// JSON written as YAML 1.2 in blocks, for people: what could be read as anything but the text it is stands in quotes.
/// </summary>
internal static partial class Yaml
{
    private static readonly JsonSerializerOptions Quoted = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(JsonNode document)
    {
        var text = new StringBuilder();
        Write(text, document, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, string indent)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                    Entry(text.Append(indent).Append(Plain(name)).Append(':'), value, indent + "  ");
                break;
            case JsonArray items:
                foreach (var item in items)
                    Entry(text.Append(indent).Append('-'), item, indent + "  ");
                break;
        }
    }

    private static void Entry(StringBuilder text, JsonNode? value, string indent)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            Write(text.Append('\n'), value, indent);
        else
            text.Append(' ').Append(Scalar(value)).Append('\n');
    }

    private static string Scalar(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => Plain((string)value!),
        _ => value.ToJsonString(),
    };

    private static string Plain(string text) =>
        Word().IsMatch(text) && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off")
            ? text : JsonSerializer.Serialize(text, Quoted);

    /// <summary>Words with nothing in them that YAML knows, not beginning like a number.</summary>
    [GeneratedRegex(@"^[A-Za-z][\w$./-]*( [\w.,;()/$-]+)*$")]
    private static partial Regex Word();
}
