using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults;

namespace Orders;

/// <summary>The section <c>Retention</c> of the configuration.</summary>
internal sealed class RetentionOptions
{
    internal const string WhatIsNeeded = "Retention:Interval must be a positive duration (01:00:00).";

    /// <summary>How often it is looked whose time is over.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    internal static bool IsComplete(RetentionOptions options) => options.Interval > TimeSpan.Zero;
}

/// <summary>
/// Erases customers of whom a merchant keeps nothing any longer: all their orders have come to their end and were
/// placed more than the merchant's <c>retention.personalDataDays</c> ago. Every replica may do so: an erasure is one.
/// </summary>
internal sealed class Retention(
    NpgsqlDataSource database, Merchants merchants, Erasures erasures, IOptions<RetentionOptions> options,
    TimeProvider clock, ILogger<Retention> log) : BackgroundService
{
    private const int BatchMax = 500;

    private static readonly string[] Ended =
        [OrderStatus.Delivered, "completed", OrderStatus.Cancelled, OrderStatus.Returned];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var merchant in await merchants.Known(stoppingToken))
                    await Erase(merchant, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                log.LogWarning("Nobody's data can be erased now: {Reason}", exception.Message);
            }

            await Task.Delay(options.Value.Interval, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Erase(string merchantId, CancellationToken ct)
    {
        if ((await merchants.Of(merchantId, ct)).Retention.PersonalDataDays is not { } days)
            return;
        foreach (var person in await Over(merchantId, clock.GetUtcNow().AddDays(-days), ct))
            await erasures.Request(merchantId, person, "retention", by: null, ct);
    }

    private async Task<List<Guid>> Over(string merchantId, DateTimeOffset placedBefore, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select v.person_id from orders.orders_view v
            where v.merchant_id = $1 and v.person_id is not null
            group by v.person_id
            having max(v.placed_at) < $2 and bool_and(v.status = any ($3))
                and exists (select from personal.keys k where k.person = v.person_id and k.secret is not null)
            limit $4
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = placedBefore.UtcDateTime });
        command.Parameters.Add(new() { Value = Ended });
        command.Parameters.Add(new() { Value = BatchMax });
        var persons = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            persons.Add(reader.GetGuid(0));
        return persons;
    }
}
