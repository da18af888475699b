using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults;

/// <summary>
/// What a service knows of its merchants' settings: a table of its own, filled by the <see cref="MerchantChanged"/>
/// that it hears, never by an older one over a newer. A merchant of which it has never heard, or not for an hour, it
/// asks the gateway about: a service that is new, or whose queue was lost, needs nobody's help.
/// </summary>
public sealed class Merchants(
    NpgsqlDataSource database, string schema, Func<MerchantsClient> gateway, TimeProvider clock, ILogger<Merchants> log)
{
    /// <summary>How long another replica may still go by what was settled before.</summary>
    private static readonly TimeSpan CopyMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan UnconfirmedMax = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (MerchantSettings Settings, DateTimeOffset ReadAt)> copies = new();

    internal static string Sql(string schema) => $"""
        create table if not exists {schema}.merchant_settings (
            merchant_id text primary key,
            version bigint not null,
            settings jsonb not null,
            heard_at timestamptz not null);
        """;

    /// <summary>
    /// The merchant's settings. All of them are left to the platform, the name too, while nobody can be asked about it.
    /// </summary>
    public async ValueTask<MerchantSettings> Of(string merchantId, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        if (copies.TryGetValue(merchantId, out var copy) && now - copy.ReadAt < CopyMax)
            return copy.Settings;
        var kept = await Read(merchantId, ct);
        if ((kept is null || now - kept.HeardAt > UnconfirmedMax) && await Ask(merchantId, ct) is { } told)
        {
            await Note(told, ct);
            kept = await Read(merchantId, ct);
        }

        var settings = kept?.Settings ?? new();
        copies[merchantId] = (settings, now);
        return settings;
    }

    /// <summary>The merchants of which something was ever heard here.</summary>
    public async Task<IReadOnlyList<string>> Known(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select merchant_id from {schema}.merchant_settings");
        var known = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            known.Add(reader.GetString(0));
        return known;
    }

    /// <summary>Writes down what was told, unless something newer is known.</summary>
    public async Task Note(MerchantChanged told, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            insert into {schema}.merchant_settings as m (merchant_id, version, settings, heard_at)
            values ($1, $2, $3, $4)
            on conflict (merchant_id) do update set version = $2, settings = $3, heard_at = $4 where m.version <= $2
            """);
        command.Parameters.Add(new() { Value = told.MerchantId });
        command.Parameters.Add(new() { Value = told.Version });
        command.Parameters.Add(new()
        {
            Value = JsonSerializer.Serialize(told.Settings, JsonSerializerOptions.Web),
            NpgsqlDbType = NpgsqlDbType.Jsonb,
        });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await command.ExecuteNonQueryAsync(ct);
        copies.TryRemove(told.MerchantId, out _);
    }

    private async Task<Kept?> Read(string merchantId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select settings, heard_at from {schema}.merchant_settings where merchant_id = $1");
        command.Parameters.Add(new() { Value = merchantId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(JsonSerializer.Deserialize<MerchantSettings>(reader.GetString(0), JsonSerializerOptions.Web)!,
                reader.GetFieldValue<DateTimeOffset>(1))
            : null;
    }

    /// <summary>Null: there is no such merchant, or no answer now; then what is known has to do.</summary>
    private async Task<MerchantChanged?> Ask(string merchantId, CancellationToken ct)
    {
        try
        {
            return await gateway().Ask(merchantId, ct);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or JsonException
            && !ct.IsCancellationRequested)
        {
            log.LogWarning("The gateway does not tell the settings of {Merchant}: {Reason}", merchantId, away.Message);
            return null;
        }
    }

    private sealed record Kept(MerchantSettings Settings, DateTimeOffset HeardAt);
}

/// <summary>The gateway, asked by a service about a merchant.</summary>
public sealed class MerchantsClient(HttpClient http, PlatformIdentity identity)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Null: there is no such merchant. Version 0: it has never changed anything.</summary>
    internal async Task<MerchantChanged?> Ask(string merchantId, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"internal/merchants/{Uri.EscapeDataString(merchantId)}")
            .OnBehalfOf(identity, merchantId);
        using var answer = await http.SendAsync(request, limit.Token);
        if (answer.StatusCode is HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<MerchantChanged>(limit.Token);
    }
}

internal sealed class MerchantChangedConsumer(Merchants merchants) : IConsumer<MerchantChanged>
{
    public Task Consume(ConsumeContext<MerchantChanged> context) =>
        merchants.Note(context.Message, context.CancellationToken);
}

/// <summary>How a service gets to know its merchants: these two lines in its Program.cs.</summary>
public static class MerchantsRegistration
{
    public static void AddMerchants(this WebApplicationBuilder builder, string schema)
    {
        builder.AddMigration(schema, Merchants.Sql(schema));
        builder.AddPlatformClient<MerchantsClient>("gateway");
        builder.Services.AddSingleton(p => new Merchants(
            p.GetRequiredService<NpgsqlDataSource>(), schema, p.GetRequiredService<MerchantsClient>,
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<Merchants>>()));
    }

    /// <summary>In any order: the version says which is the newest.</summary>
    public static BusConsumers ConsumeMerchants(this BusConsumers bus) =>
        bus.Consume<MerchantChanged, MerchantChangedConsumer>(_ => Guid.Empty);
}
