using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// A database that an earlier version filled (<c>Recorded/</c>: its dump, its keys, and what that version answered of
/// it), opened with this one. After a release record another beside it: TRACKING_RECORD=v2 and this class alone.
/// </summary>
public sealed class RecordedDatabaseTests(Platform platform)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/EndToEnd.Tests/Recorded");

    // What depends on the moment of asking, or on where the platform is.
    private static readonly string[] Moving = ["asOf", "freshness", "trackingUrl", "silentSince"];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static TheoryData<string> Versions =>
    [
        .. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file))
            .Append(ToRecord).OfType<string>().Distinct().Order(),
    ];

    private static string? ToRecord => Environment.GetEnvironmentVariable("TRACKING_RECORD");

    [Theory]
    [MemberData(nameof(Versions), DisableDiscoveryEnumeration = true)]
    public async Task What_an_earlier_version_wrote_this_one_reads_and_goes_on_with(string version)
    {
        if (version == ToRecord)
            await Record(version);
        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, version + ".json")))!;
        await using var database = new TestDatabase();
        await Restore(database, await File.ReadAllLinesAsync(Path.Combine(Folder, version + ".sql")));
        using var later = new LaterBuild(database, recorded["encryptionKey"]!.GetValue<string>());
        await later.Start();

        foreach (var (path, answer) in recorded["answers"]!.AsObject())
            Missing(answer, (await later.Storefront.Get(path)).Is(200).Json, path).ShouldBeEmpty();
        foreach (var (path, status) in recorded["then"]!.AsObject())
            (await later.Storefront.Post(path)).Is(status!.GetValue<int>());
    }

    /// <summary>Journeys through everything that writes, then a dump of all of it.</summary>
    private async Task Record(string name)
    {
        var answers = new JsonObject();
        var then = new JsonObject();
        var delivered = await platform.Place();
        var (shipment, awb) = await platform.Ship(delivered);
        foreach (var scan in Delhivery.Delivered())
            (await platform.Post(awb, scan)).Is(200);
        await platform.TimelineWhen(delivered, "delivered");
        var feedback = new { score = 4, comment = "well packed" };
        (await platform.Anybody.Post($"/v1/track/{delivered.Token}/feedback", feedback)).Is(200);
        var cash = await platform.Place("cod");
        (await platform.Storefront.Post($"{cash.Path}/confirm")).Is(200);
        then[$"{cash.Path}/pack"] = 200;
        var cancelled = await platform.Place();
        await platform.TimelineWhen(cancelled, t => t["payment"]!["status"]!.ToString() == "authorized");
        (await platform.Storefront.Post($"{cancelled.Path}/cancel", new { reason = "changed their mind" })).Is(200);
        await platform.TimelineWhen(cancelled, t => t["payment"]!["status"]!.ToString() == "voided");
        await platform.TimelineWhen(delivered, t => t.Told().Length >= 3);
        await platform.TimelineWhen(cancelled, t => t.Codes().Contains("notification.sent"));
        await platform.TimelineWhen(cash, t => t.Codes().Contains("notification.sent"));
        string[] paths =
        [
            .. ((Order[])[delivered, cash, cancelled]).SelectMany(order =>
                (string[])[order.Path, $"{order.Path}/timeline", $"{order.Path}/payments"]),
            $"/v1/shipments/{shipment}",
        ];
        foreach (var path in paths)
            answers[path] = Still((await platform.Storefront.Get(path)).Is(200).Json);
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, name + ".sql"), await Dump());
        foreach (var path in paths)
            Still((await platform.Storefront.Get(path)).Is(200).Json).ToJsonString()
                .ShouldBe(answers[path]!.ToJsonString(), "something still happened: record again");
        await File.WriteAllTextAsync(Path.Combine(Folder, name + ".json"), new JsonObject
        {
            ["encryptionKey"] = platform.EncryptionKey,
            ["answers"] = answers,
            ["then"] = then,
        }.ToJsonString(Readable) + "\n");
    }

    private async Task<string> Dump()
    {
        var connection = new NpgsqlConnectionStringBuilder(platform.PostgresConnection);
        var start = new ProcessStartInfo("pg_dump",
            ["--no-owner", "--inserts", "-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!,
                connection.Database!]) { RedirectStandardOutput = true };
        start.Environment["PGPASSWORD"] = connection.Password;
        using var dump = Process.Start(start)!;
        var text = await dump.StandardOutput.ReadToEndAsync();
        await dump.WaitForExitAsync();
        dump.ExitCode.ShouldBe(0);
        return text;
    }

    /// <summary>A dump is for psql: its own commands begin with a backslash, in lines of their own.</summary>
    private static async Task Restore(TestDatabase database, string[] dump)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(
            string.Join('\n', dump.Where(line => !line.StartsWith('\\'))));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Where an answer is not what it was; it may say more than it did.</summary>
    private static IEnumerable<string> Missing(JsonNode? was, JsonNode? now, string at) => (was, now) switch
    {
        (JsonObject before, JsonObject after) =>
            before.SelectMany(field => Missing(field.Value, after[field.Key], $"{at}/{field.Key}")),
        (JsonArray before, JsonArray after) when before.Count == after.Count =>
            before.Zip(after).SelectMany((pair, n) => Missing(pair.First, pair.Second, $"{at}/{n}")),
        _ => JsonNode.DeepEquals(was, now) ? [] : [$"{at} was {was?.ToJsonString()} and is {now?.ToJsonString()}"],
    };

    private static JsonNode Still(JsonNode answer)
    {
        if (answer is JsonObject fields)
            foreach (var name in Moving)
                fields.Remove(name);
        foreach (var inner in answer is JsonObject o ? o.Select(field => field.Value)
            : answer is JsonArray a ? a.AsEnumerable() : [])
            if (inner is JsonObject or JsonArray)
                Still(inner);
        return answer.DeepClone();
    }

    /// <summary>
    /// This version's processes on that database, without a broker: what they hear and tell would be the other
    /// platform's.
    /// </summary>
    private sealed class LaterBuild : IDisposable
    {
        private readonly Dictionary<string, string> settings = [];
        private readonly Dictionary<string, Service> services;

        public LaterBuild(TestDatabase database, string encryptionKey)
        {
            services = ((string[])["orders", "payments", "shipments"]).ToDictionary(name => name, name =>
                new Service($"later-{name}", "services/" + char.ToUpperInvariant(name[0]) + name[1..], settings));
            services["gateway"] = new("later-gateway", "gateway", settings);
            settings["ConnectionStrings__Postgres"] = database.ConnectionString;
            settings["ConnectionStrings__RabbitMq"] = $"amqp://guest:guest@127.0.0.1:{Service.FreePort()}";
            settings["Platform__IdentityKey"] = encryptionKey;
            settings["Platform__EncryptionKey"] = encryptionKey;
            settings["Platform__PublicUrl"] = services["gateway"].Address;
            settings["Bootstrap__MerchantId"] = "demo";
            settings["Bootstrap__StorefrontKey"] = "tp_live_recorded";
            foreach (var (name, service) in services.Where(one => one.Key != "gateway"))
            {
                settings[$"Platform__Services__{name}"] = service.Address;
                settings[$"ReverseProxy__Clusters__{name}__Destinations__1__Address"] = service.Address + "/";
                settings[$"ReverseProxy__Clusters__{name}__HealthCheck__Active__Enabled"] = "false";
            }

            Storefront = new(new()
            {
                BaseAddress = new(services["gateway"].Address),
                DefaultRequestHeaders = { Authorization = new("Bearer", "tp_live_recorded") },
            });
        }

        public Api Storefront { get; }

        public async Task Start()
        {
            foreach (var service in services.Values)
                service.Start();
            foreach (var service in services.Values)
                await service.Lives();
        }

        public void Dispose()
        {
            foreach (var service in services.Values)
                service.Dispose();
        }
    }
}
