using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shipments.Tests;

/// <summary>What becomes of payloads on their way, and what their senders never thought of.</summary>
internal static class Mutants
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 1000 };

    private const int BodyMax = 1 << 20;

    private static readonly Func<Random, JsonNode?>[] Strange =
    [
        _ => null, _ => "", _ => -7, _ => -1.5e300, _ => true, _ => new JsonArray(), _ => new JsonObject(), _ => "NA",
        _ => new JsonArray("a", null, 3), _ => "12030-01-01T00:00:00", _ => "a\0b", _ => "\U0001F4E6 \u202E",
        _ => new string('x', 5000), random => random.Next(), _ => "2099-01-01T00:00:00", _ => "ZZ-NEW-9",
        _ => JsonNode.Parse(new string('[', 40) + new string(']', 40)),
    ];

    /// <summary>The payload with one to three of its fields broken.</summary>
    public static byte[] Broken(byte[] sample, Random random)
    {
        var root = JsonNode.Parse(sample)!;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var places = Places(root).ToList();
            if (places.Count == 0)
                break;
            Change(places[random.Next(places.Count)], random);
        }

        return JsonSerializer.SerializeToUtf8Bytes(root, Deep);
    }

    /// <summary>Some bytes changed, the end cut off.</summary>
    public static byte[] Damaged(byte[] sample, Random random)
    {
        byte[] body = [.. sample];
        for (var flips = random.Next(1, 4); flips > 0; flips--)
            body[random.Next(body.Length)] = (byte)random.Next(256);
        return body[..random.Next(body.Length + 1)];
    }

    /// <summary>A field that stands there twice, the second time as something else.</summary>
    public static byte[] Contradictory(byte[] sample, Random random)
    {
        var objects = Places(JsonNode.Parse(sample)).OfType<JsonObject>().ToList();
        var text = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(sample)));
        if (objects.Count == 0)
            return sample;
        var chosen = objects[random.Next(objects.Count)];
        var written = chosen.ToJsonString();
        var (key, was) = chosen.ElementAt(random.Next(chosen.Count));
        var name = JsonSerializer.Serialize(key);
        var value = Odd(was, random)?.ToJsonString() ?? "null";
        return Encoding.UTF8.GetBytes(text.Replace(written, $"{written[..^1]},{name}:{value}}}",
            StringComparison.Ordinal));
    }

    /// <summary>Two payloads in one, as an array.</summary>
    public static byte[] Together(byte[] first, byte[] second) =>
        [(byte)'[', .. first, (byte)',', .. second, (byte)']'];

    /// <summary>As many scans as fit into a body: its longest list repeated, else the payload itself.</summary>
    public static byte[] Huge(byte[] sample)
    {
        var root = JsonNode.Parse(sample)!;
        var list = Places(root).OfType<JsonArray>().MaxBy(list => list.ToJsonString().Length);
        if (list is null)
            return Repeated(sample, BodyMax / (sample.Length + 1));
        var items = list.Select(item => item?.DeepClone()).ToList();
        var times = (BodyMax - sample.Length) / (list.ToJsonString().Length + 1);
        for (var i = 0; i < times; i++)
            items.ForEach(item => list.Add(item?.DeepClone()));
        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    /// <summary>The same text in other bytes: UTF-16, Latin-1, with a mark, deeply wrapped.</summary>
    public static IEnumerable<byte[]> Disguised(byte[] sample)
    {
        var text = Encoding.UTF8.GetString(sample);
        yield return [.. Encoding.UTF8.GetPreamble(), .. sample];
        yield return [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
        yield return Encoding.BigEndianUnicode.GetBytes(text);
        yield return Encoding.Latin1.GetBytes(text.Replace("a", "\u00e9", StringComparison.Ordinal));
        foreach (var depth in (int[])[3, 30, 70, 20_000])
            yield return Encoding.UTF8.GetBytes(new string('[', depth) + text + new string(']', depth));
        yield return Encoding.UTF8.GetBytes(text + text);
    }

    private static byte[] Repeated(byte[] sample, int times)
    {
        using var all = new MemoryStream();
        all.WriteByte((byte)'[');
        for (var i = 0; i < times; i++)
        {
            if (i > 0)
                all.WriteByte((byte)',');
            all.Write(sample);
        }

        all.WriteByte((byte)']');
        return all.ToArray();
    }

    private static void Change(JsonNode place, Random random)
    {
        if (place is JsonArray list)
        {
            var index = random.Next(list.Count);
            list[index] = Odd(list[index], random);
            return;
        }

        var members = place.AsObject();
        var key = members.ElementAt(random.Next(members.Count)).Key;
        switch (random.Next(4))
        {
            case 0:
                members.Remove(key);
                break;
            case 1 when members[key] is JsonValue value:
                members[key] = Retyped(value);
                break;
            default:
                members[key] = Odd(members[key], random);
                break;
        }
    }

    // A flag that is turned over is no broken payload but another one.
    private static JsonNode? Odd(JsonNode? was, Random random)
    {
        var odd = Strange[random.Next(Strange.Length)](random);
        return was?.GetValueKind() == JsonValueKind.False && odd?.GetValueKind() == JsonValueKind.True ? null : odd;
    }

    // Numbers as strings and the reverse, anything else as an array of itself.
    private static JsonNode? Retyped(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => value.ToJsonString(),
        JsonValueKind.String when long.TryParse(value.GetValue<string>(), out var number) => number,
        _ => new JsonArray(value.DeepClone()),
    };

    private static IEnumerable<JsonNode> Places(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } members => members.SelectMany(m => Places(m.Value)).Prepend(members),
        JsonArray { Count: > 0 } list => list.SelectMany(Places).Prepend(list),
        _ => [],
    };
}
