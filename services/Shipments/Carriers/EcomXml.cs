using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Shipments.Carriers;

/// <summary>
/// Ecom Express' tracking API answers in XML unless it is asked otherwise: objects of named fields, a parcel's scans
/// being the objects in one of its fields, what is not there being "None". Here they become the JSON that is pushed.
/// Source: public code that works against it.
/// </summary>
internal static class EcomXml
{
    private const int DepthMax = 8;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 4 << 20,
    };

    /// <summary>Anything else stays as it is.</summary>
    public static ReadOnlyMemory<byte> ToJson(ReadOnlyMemory<byte> body) =>
        Read(body.Span) is { } root ? JsonSerializer.SerializeToUtf8Bytes(Objects(root, depth: 0)) : body;

    public static bool IsXml(ReadOnlySpan<byte> body) => Read(body) is not null;

    private static XElement? Read(ReadOnlySpan<byte> body)
    {
        if (body.TrimStart("\uFEFF \t\r\n"u8) is not [(byte)'<', ..])
            return null;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body.ToArray()), Settings);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static JsonArray Objects(XElement parent, int depth) =>
        [.. parent.Elements("object").Select(one => Fields(one, depth))];

    private static JsonObject Fields(XElement one, int depth)
    {
        var fields = new JsonObject();
        foreach (var field in one.Elements("field"))
            if (field.Attribute("name")?.Value is { } name)
                fields[name] = depth < DepthMax && field.Element("object") is not null ? Objects(field, depth + 1)
                    : field.Value is "None" ? null : field.Value;
        return fields;
    }
}
