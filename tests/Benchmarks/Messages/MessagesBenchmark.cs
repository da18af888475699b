using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Benchmarks.Api;
using Npgsql;
using Tools.Platform;

namespace Benchmarks.Messages;

/// <summary>
/// How many came and after how many milliseconds; <c>PerSecond</c> counts until the last one, from when all waited.
/// </summary>
internal sealed record Arrivals(int Count, double PerSecond, double P50, double P95, double P99)
{
    public override string ToString() =>
        $"{Count:N0} ({PerSecond:N0}/s if all at once), p50 {P50:N0} ms, p95 {P95:N0} ms, p99 {P99:N0} ms";

    public static Arrivals Of(IReadOnlyList<double> milliseconds) => new(
        milliseconds.Count, milliseconds.Count / milliseconds.Max() * 1000, Statistics.Percentile(milliseconds, 50),
        Statistics.Percentile(milliseconds, 95), Statistics.Percentile(milliseconds, 99));
}

/// <summary>Messages to those who are well: e-mails, and posts to the merchant's endpoint that answers.</summary>
internal sealed record Told(Arrivals Mails, Arrivals Posts);

/// <summary>
/// From a milestone's event to the provider, and how what has queued up is worked off, alone and beside neighbours that
/// hang. What the rows mean stands in docs/performance.md.
/// </summary>
internal sealed class MessagesBenchmark(PlatformAccess access, int queued, int single) : IAsyncDisposable
{
    private const int SinglesPerSecond = 10;
    private const int OrdersOfASlowOne = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly RunningPlatform processes = new();
    private readonly MailServer mail = new(new Uri(Need("TRACKING_SMTP")).Port);
    private readonly Endpoints endpoints = new(Need("Platform__PrivateHosts__0"));
    private readonly string run = $"m{DateTimeOffset.UtcNow:HHmmss}";
    private readonly HttpClient http = new() { BaseAddress = access.Gateway, Timeout = TimeSpan.FromMinutes(10) };
    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(
        PostgresUrl.ToConnectionString(Need("POSTGRES_URL")));

    /// <param name="options">--quick: a try, not a measurement; or how many messages queue up.</param>
    public static async Task Run(string[] options)
    {
        var quick = options is ["--quick"];
        var queued = quick ? 400 : options is [var count] ? int.Parse(count, null) : 10_000;
        await using var benchmark = new MessagesBenchmark(PlatformAccess.FromEnvironment(), queued, quick ? 50 : 300);
        var results = await benchmark.Measure();
        if (!quick)
            Console.WriteLine("Raw numbers: " + await Report.Save("messages", results));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        mail.Dispose();
        await endpoints.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task<object> Measure()
    {
        await endpoints.Start();
        foreach (var path in (string[])["well", "neighbour"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhook-endpoints");
            request.Headers.Authorization = new("Bearer", Need("ADMIN_KEY"));
            request.Content = JsonContent.Create(new { url = $"http://{Need("Platform__PrivateHosts__0")}/{path}" });
            using var made = await http.SendAsync(request);
            made.EnsureSuccessStatusCode();
        }

        await Single("warm", single / 2);
        var singly = await Single("single", single);
        Show($"one by one, {SinglesPerSecond} a second", singly);
        await Drain("first", queued / 10);
        var alone = await Drain("alone", queued);
        Show($"{queued:N0} queued", alone);
        (mail.IsSlow, endpoints.Hangs) = (true, true);
        var beside = await Drain("beside", queued);
        Show($"{queued:N0} queued, with a hanging endpoint and one e-mail in {OrdersOfASlowOne} to a hanging server",
            beside);
        Console.WriteLine($"p95 beside the hanging ones: e-mails {beside.Mails.P95 / alone.Mails.P95:N2} × alone, "
            + $"posts {beside.Posts.P95 / alone.Posts.P95:N2} ×; goal: at most 1.10");
        return new { Queued = queued, Singly = singly, Alone = alone, Beside = beside };
    }

    private static void Show(string what, Told told) =>
        Console.WriteLine($"{what}\n  e-mails {told.Mails}\n  posts   {told.Posts}");

    /// <summary>Paid orders at a fixed rate; each message's time counts from its milestone's event.</summary>
    private async Task<Told> Single(string name, int count)
    {
        foreach (var number in Numbers(name, count))
        {
            await Send("/v1/orders", OrderBody(number), "application/json");
            await Task.Delay(TimeSpan.FromSeconds(1.0 / SinglesPerSecond));
        }

        await Arrived(name, count);
        var paid = await PaidAt(name);
        return Since(name, count, number => paid[number]);
    }

    /// <summary>
    /// What orders bring about waits until all of them are paid, since Notifications stands still; each message's time
    /// counts from when it goes on.
    /// </summary>
    private async Task<Told> Drain(string name, int count)
    {
        processes.Pause("notifications");
        DateTimeOffset began;
        try
        {
            await Send("/v1/orders/import",
                [.. Numbers(name, count).SelectMany(number => (byte[])[.. OrderBody(number), (byte)'\n'])],
                "application/x-ndjson");
            await Until(async () => (await PaidAt(name)).Count == count);
        }
        finally
        {
            began = DateTimeOffset.UtcNow;
            processes.Resume("notifications");
        }

        await Arrived(name, count);
        return Since(name, count, _ => began);
    }

    private IEnumerable<string> Numbers(string name, int count) =>
        Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{run}-{name}-{i}"));

    /// <summary>Those who are well: not the endpoint's neighbour, not the customers of the slow server.</summary>
    private Told Since(string name, int count, Func<string, DateTimeOffset> began) => new(
        Arrivals.Of([.. Numbers(name, count).Where(number => !IsSlow(number))
            .Select(number => (mail.Taken[number] - began(number)).TotalMilliseconds)]),
        Arrivals.Of([.. Numbers(name, count)
            .Select(number => (endpoints.Told[number] - began(number)).TotalMilliseconds)]));

    private Task Arrived(string name, int count) => Until(() => Task.FromResult(
        Numbers(name, count).All(number => endpoints.Told.ContainsKey(number)
            && (IsSlow(number) || mail.Taken.ContainsKey(number)))));

    /// <summary>Looked for seldom: looking takes of what is measured.</summary>
    private static async Task Until(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"Not all has come within {Patience}: see ./run logs");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static bool IsSlow(string number) =>
        int.Parse(number.AsSpan(number.LastIndexOf('-') + 1), null) % OrdersOfASlowOne == 0;

    /// <summary>When each order was told to be paid in full, by its number.</summary>
    private async Task<Dictionary<string, DateTimeOffset>> PaidAt(string name)
    {
        await using var command = database.CreateCommand("""
            select p.data->>'orderNumber', m.timestamp
            from orders.mt_events m join orders.mt_events p
                on (p.tenant_id, p.stream_id, p.version) = (m.tenant_id, m.stream_id, 1)
            where m.type = 'payment_progressed' and m.data->'heard'->>'change' = 'captured'
                and p.data->>'orderNumber' like $1
            """);
        command.Parameters.Add(new() { Value = $"{run}-{name}-%" });
        var paid = new Dictionary<string, DateTimeOffset>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            paid[reader.GetString(0)] = reader.GetFieldValue<DateTimeOffset>(1);
        return paid;
    }

    private static byte[] OrderBody(string number)
    {
        var order = Requests.OrderOf(number);
        var domain = IsSlow(number) ? MailServer.SlowDomain : "customers.example";
        return JsonSerializer.SerializeToUtf8Bytes(order with
        {
            Customer = order.Customer with { Email = $"{number}@{domain}" },
            Payments = [order.Payments[0] with { Method = "upi" }],
        }, PlatformClient.Json);
    }

    private async Task Send(string path, byte[] body, string type)
    {
        using var request = Requests.Post(path, body);
        request.Content!.Headers.ContentType = new(type);
        request.Headers.Authorization = new("Bearer", access.StorefrontKey);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static string Need(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set: ./run bench messages sets it");
}
