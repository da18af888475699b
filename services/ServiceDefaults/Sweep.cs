using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceDefaults;

/// <summary>
/// Throws rows away whose time is over. Any replica may do it, at the same time too.
/// </summary>
internal sealed class Sweep(
    string table, string column, TimeSpan keep, TimeSpan every, NpgsqlDataSource database, ILogger<Sweep> log)
    : BackgroundService
{
    private const int BatchMax = 10_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What comes due while this rests is not to be older than told by the time it goes.
        var sql = $"""
            delete from {table} where ctid = any (array(
                select ctid from {table} where {column} < now() - $1 limit {BatchMax}))
            """;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var command = database.CreateCommand(sql);
                command.Parameters.Add(new() { Value = keep > every ? keep - every : keep });
                while (await command.ExecuteNonQueryAsync(stoppingToken) == BatchMax)
                {
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                log.LogWarning("{Table} cannot be swept now: {Reason}", table, exception.Message);
            }

            await Task.Delay(every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

public static class Sweeps
{
    /// <summary>Rows of <paramref name="table"/> go so long after the time in <paramref name="column"/>.</summary>
    /// <param name="times">How long a row is kept, and how often it is looked which have to go.</param>
    public static void AddSweep(
        this WebApplicationBuilder builder, string table, string column,
        Func<IServiceProvider, (TimeSpan Keep, TimeSpan Every)> times) =>
        builder.Services.AddSingleton<IHostedService>(p =>
        {
            var (keep, every) = times(p);
            return new Sweep(table, column, keep, every,
                p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<ILogger<Sweep>>());
        });
}
