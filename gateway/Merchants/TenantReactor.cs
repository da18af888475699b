using System.Text.Json;
using Gateway.Keys;
using Npgsql;
using NpgsqlTypes;
using Streams;

namespace Gateway.Merchants;

/// <summary>
/// Keeps each merchant's settings beside its keys, and tells every gateway, so that all have them in memory as they
/// have the keys (<see cref="KeyWatch"/>).
/// </summary>
internal sealed class TenantReactor : IReactor
{
    public string Name => "tenants";

    public bool Concerns(Type eventType) => eventType == typeof(MerchantEvent.SettingsChanged);

    public async Task React(
        IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        foreach (var recorded in events.GroupBy(e => e.Tenant).Select(changes => changes.Last()))
        {
            if (recorded.Event is not MerchantEvent.SettingsChanged { Settings: var settings })
                continue;
            await using var update = new NpgsqlCommand("""
                update gateway.merchants set settings = $2, settings_version = $3
                where id = $1 and settings_version < $3
                """, transaction.Connection, transaction)
            {
                Parameters =
                {
                    new() { Value = recorded.Tenant },
                    new()
                    {
                        Value = JsonSerializer.Serialize(settings, JsonSerializerOptions.Web),
                        NpgsqlDbType = NpgsqlDbType.Jsonb,
                    },
                    new() { Value = recorded.Version },
                },
            };
            await update.ExecuteNonQueryAsync(ct);
            await KeyStore.Tell(transaction, recorded.Tenant, ct);
        }
    }
}
