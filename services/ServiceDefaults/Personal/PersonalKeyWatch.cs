using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceDefaults;

/// <summary>
/// Hears at once when a key is destroyed, and forgets all that are in memory; after a lost connection too, since nobody
/// knows what was missed.
/// </summary>
internal sealed class PersonalKeyWatch(
    NpgsqlDataSource database, PersonalKeys keys, TimeProvider clock, ILogger<PersonalKeyWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                await WatchedRows.Hear(database, PersonalKeys.Channel, keys.Forget, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                keys.Forget();
                log.LogWarning(e, "The end of personal keys is not heard for the moment; trying again");
                await Task.Delay(RetryAfter, clock, stoppingToken);
            }
    }
}

internal static class PersonalDataDefaults
{
    internal static void AddPersonalKeys(this WebApplicationBuilder builder)
    {
        builder.AddMigration("personal", PersonalKeys.Sql);
        builder.Services.AddSingleton<PersonalKeys>();
        builder.Services.AddHostedService<PersonalKeyWatch>();
        builder.Services.AddOptions<JsonOptions>().Configure<PersonalKeys>((json, keys) =>
            json.SerializerOptions.Converters.Add(new PersonalTextJson(keys)));
    }
}
