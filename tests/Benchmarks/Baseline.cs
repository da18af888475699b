using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Benchmarks;

/// <summary>
/// What the platform is measured against: a minimal API in a process of its own that puts each request's body into one
/// row of the platform's PostgreSQL, and does nothing else.
/// </summary>
internal sealed class Baseline : IDisposable
{
    private readonly Process process;

    private Baseline(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<Baseline> Start()
    {
        var program = Path.Combine(AppContext.BaseDirectory, nameof(Benchmarks));
        var process = Process.Start(new ProcessStartInfo(program, ["baseline"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
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
        app.MapPost("/rows", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            await using var insert = database.CreateCommand("insert into benchmark_rows (id, body) values ($1, $2)");
            insert.Parameters.Add(new() { Value = Guid.CreateVersion7() });
            insert.Parameters.Add(new() { Value = body.ToArray() });
            await insert.ExecuteNonQueryAsync();
            return Results.StatusCode(StatusCodes.Status201Created);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        // Ends with whoever started it, however that one ends.
        await Console.In.ReadToEndAsync();
    }
}
