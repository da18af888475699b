using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shipments.Carriers;

namespace Shipments.Tests;

/// <summary>
/// Real payloads with something broken in them: always a clean answer, and never a parcel that is further than it
/// was.
/// </summary>
public sealed class MutationTests
{
    private const int Seed = 20261122;
    private const int MutantsPerSample = 40;

    // Deeper than anything that is read: a change may land in an earlier one.
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 1000 };

    private static readonly Func<Random, JsonNode?>[] Strange =
    [
        _ => null, _ => "", _ => 0, _ => -1.5e300, _ => true, _ => new JsonArray(), _ => new JsonObject(), _ => "NA",
        _ => new JsonArray("a", null, 3), _ => "12030-01-01T00:00:00", _ => "a\0b", _ => "\U0001F4E6 \u202E",
        _ => new string('x', 5000), random => random.Next(), _ => "2099-01-01T00:00:00",
        _ => JsonNode.Parse(new string('[', 40) + new string(']', 40)),
    ];

    [Fact]
    public void A_broken_payload_gets_a_clean_answer_and_invents_nothing()
    {
        var random = new Random(Seed);
        foreach (var name in Sample.Names)
        {
            var known = Statuses(Sample.Report(name));
            for (var i = 0; i < MutantsPerSample; i++)
            {
                var body = Mutant(Sample.Bytes(name), random);
                var invented = Statuses(Sample.Report(Sample.CarrierOf(name).Name, body)).Except(known).ToList();
                invented.ShouldBeEmpty(invented.Count == 0 ? "" : $"{name}: {Encoding.UTF8.GetString(body)}");
            }
        }
    }

    [Fact]
    public void Broken_bytes_get_a_clean_answer()
    {
        var random = new Random(Seed);
        foreach (var name in Sample.Names)
        {
            for (var i = 0; i < MutantsPerSample; i++)
            {
                var body = Sample.Bytes(name);
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                    body[random.Next(body.Length)] = (byte)random.Next(256);
                _ = Sample.CarrierOf(name).Parse(
                    body.AsMemory(0, random.Next(body.Length + 1)), new CarrierContext(Sample.ReceivedAt, null));
            }
        }
    }

    [Fact]
    public void Another_carriers_payload_gets_a_clean_answer()
    {
        foreach (var name in Sample.Names)
        {
            foreach (var carrier in Sample.Carriers)
                Sample.Report(carrier.Name, Sample.Bytes(name)).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"Shipment\":{\"AWB\":\"\\ud800\",\"Status\":{\"Status\":\"\\ud800\",\"\\udfff\":1}}}")]
    public void What_is_no_payload_is_said_to_be_none(string body)
    {
        foreach (var carrier in Sample.Carriers)
            Sample.Report(carrier.Name, Encoding.UTF8.GetBytes(body)).ShouldNotBeNull();
        Sample.Report("shiprocket", Encoding.UTF8.GetBytes(body)).ShouldBeOfType<CarrierReport.Unparseable>();
    }

    // Broken fields may take meaning away, and the codes of a history mean the same wherever they stand.
    private static HashSet<string> Statuses(CarrierReport report) => report is CarrierReport.Parcels parcels
        ? [.. parcels.All.SelectMany(p => p.Scans).Where(s => s.Suspect is null).Select(s => s.Status),
            Shipments.Statuses.Unknown]
        : [Shipments.Statuses.Unknown];

    private static byte[] Mutant(byte[] sample, Random random)
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

    private static void Change(JsonNode place, Random random)
    {
        if (place is JsonArray list)
        {
            list[random.Next(list.Count)] = Strange[random.Next(Strange.Length)](random);
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
                members[key] = value.GetValueKind() == JsonValueKind.Number
                    ? value.ToJsonString() : new JsonArray(value.DeepClone());
                break;
            default:
                members[key] = Strange[random.Next(Strange.Length)](random);
                break;
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } members => members.SelectMany(m => Places(m.Value)).Prepend(members),
        JsonArray { Count: > 0 } list => list.SelectMany(Places).Prepend(list),
        _ => [],
    };
}
