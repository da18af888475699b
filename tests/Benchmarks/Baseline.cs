using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Benchmarks;

/// <summary>
/// What the platform is measured against, in a process of its own: a minimal API that puts each request's body into one
/// row of the platform's PostgreSQL or reads one, and does nothing else; or a bare proxy before it.
/// </summary>
internal sealed class Baseline : IDisposable
{
    private readonly Process process;

    private Baseline(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Processor seconds used so far.</summary>
    public double Seconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static Task<Baseline> Start() => StartRole("baseline");

    /// <param name="role">What it is asked to be, as the program's arguments.</param>
    public static Task<Baseline> StartRole(params string[] role) =>
        Listening(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, nameof(Benchmarks)), role)
        {
            // A host watches the files where it starts: at the root that would be the database's too.
            WorkingDirectory = AppContext.BaseDirectory,
        });

    /// <summary>A program of the platform's, told where to listen and what it needs.</summary>
    public static async Task<Baseline> StartProgram(
        string folder, string program, Dictionary<string, string> settings)
    {
        using var any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        var address = $"http://{any.LocalEndpoint}";
        any.Stop();
        var start = new ProcessStartInfo("dotnet", [program]) { WorkingDirectory = folder };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = address;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start)!;
        using var http = new HttpClient();
        await Settling.Until(async () => await Answers(http, $"{address}/health/ready"));
        return new(process, new Uri(address));
    }

    private static async Task<bool> Answers(HttpClient http, string url)
    {
        try
        {
            using var response = await http.GetAsync(url);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<Baseline> Listening(ProcessStartInfo program)
    {
        (program.RedirectStandardInput, program.RedirectStandardOutput) = (true, true);
        var process = Process.Start(program)!;
        var address = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The baseline has not started.");
        return new(process, new Uri(address));
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    public static async Task Serve()
    {
        await using var database = NpgsqlDataSource.Create(
            PostgresUrl.ToConnectionString(Environment.GetEnvironmentVariable("POSTGRES_URL")!));
        await using (var create = database.CreateCommand("""
            create table if not exists benchmark_rows (id uuid primary key, body bytea, at timestamptz default now())
            """))
            await create.ExecuteNonQueryAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/rows", Insert);
        app.MapPost("/v1/orders/rows", Insert);
        app.MapGet("/rows/{id:guid}", async (Guid id) =>
        {
            await using var select = database.CreateCommand("select body from benchmark_rows where id = $1");
            select.Parameters.Add(new() { Value = id });
            return Results.Bytes((byte[])(await select.ExecuteScalarAsync())!, "application/json");
        });
        // What stands behind a proxy when only the proxy is measured: an answer of an order's size from memory.
        var constant = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 1500)}}"}""");
        app.MapGet("/v1/orders/{id}", () => Results.Bytes(constant, "application/json"));
        app.MapGet("/health/ready", () => Results.Ok());
        await Serve(app);

        async Task<IResult> Insert(HttpRequest request)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            await using var insert = database.CreateCommand("insert into benchmark_rows (id, body) values ($1, $2)");
            var id = Guid.CreateVersion7();
            insert.Parameters.Add(new() { Value = id });
            insert.Parameters.Add(new() { Value = body.ToArray() });
            await insert.ExecuteNonQueryAsync();
            return Results.Created($"/rows/{id}", null);
        }
    }

    /// <summary>Tells its address and ends with whoever started it, however that one ends.</summary>
    public static async Task Serve(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
    }
}
