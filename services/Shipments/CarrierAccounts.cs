using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments;

/// <summary>
/// A merchant's connection to a carrier. <c>TimeZone</c> (IANA) is the zone of the carrier's times that carry none.
/// <c>SecretSettings</c>, such as a key to the carrier's own API, are sealed at rest and shown to nobody.
/// </summary>
internal sealed record CarrierAccount(
    string MerchantId, string Carrier, string Account, CarrierAuth Auth, string? TimeZone,
    CarrierSettings Settings, DateTimeOffset CreatedAt)
{
    public IReadOnlyDictionary<string, string> SecretSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>What the webhooks that need something of the account wait under in the inbox.</summary>
    public static string Key(string carrier, string account) => $"account:{carrier}/{account}";

    public TimeZoneInfo? Zone => TimeZone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public CarrierContext ContextAt(DateTimeOffset receivedAt) =>
        new(receivedAt, Zone) { Format = Settings.Format };
}

/// <summary>
/// What else there is to say of a connection. <c>Format</c> tells how its payloads are read: all of it for the carrier
/// "generic", what is different for one that is shipped as a format. The rest is the carrier's own, by name.
/// </summary>
internal sealed record CarrierSettings
{
    public CarrierFormat? Format { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }

    private const int ValueMax = 1000;

    /// <summary>What is wrong with them for a carrier that knows these; each names the setting.</summary>
    public IEnumerable<(string Name, string Fault)> Faults(IReadOnlyList<CarrierSetting> known) =>
        (More?.Keys ?? []).Select(name => (name, Fault(known, name, Text(name))))
            .Where(one => one.Item2 is not null).Select(one => (one.name, one.Item2!));

    /// <summary>Those of the names; the format stays.</summary>
    public CarrierSettings Only(Func<string, bool> wanted) =>
        this with { More = More?.Where(one => wanted(one.Key)).ToDictionary() };

    /// <summary>With each of the names as a setting that is there and not shown.</summary>
    public CarrierSettings Hiding(IEnumerable<string> names) => this with
    {
        More = (More ?? new Dictionary<string, JsonElement>())
            .Concat(names.Select(name => KeyValuePair.Create(name, JsonSerializer.SerializeToElement("set"))))
            .ToDictionary(),
    };

    private static string? Fault(IReadOnlyList<CarrierSetting> known, string name, string? value) =>
        known.FirstOrDefault(setting => setting.Name == name) is not { } setting
            ? known.Count == 0 ? "is not known: the carrier has no such settings"
                : $"is not known: use {string.Join(", ", known.Select(one => one.Name))}"
        : string.IsNullOrWhiteSpace(value) || value.Length > ValueMax ? $"must have 1 to {ValueMax} characters"
        : setting.IsValid?.Invoke(value) == false ? setting.Wanted
        : null;

    /// <summary>A text by its name; null when there is none.</summary>
    public string? Text(string name) =>
        More?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}

/// <summary>
/// The accounts, their secrets sealed. An account's name is its webhook's address, so it exists once a carrier.
/// Each webhook asks for its account, so they are kept in memory until one changes.
/// </summary>
internal sealed class CarrierAccounts(NpgsqlDataSource database, SecretBox box, WatchedRows<CarrierAccount> rows)
{
    public const string Table = "shipments.carrier_accounts";

    public const string Sql = """
        create table if not exists shipments.carrier_accounts (
            carrier text not null,
            account text not null,
            merchant_id text not null,
            scheme text not null,
            name text,
            username text,
            secrets bytea[] not null,
            time_zone text,
            settings jsonb not null,
            created_at timestamptz not null,
            primary key (carrier, account));
        alter table shipments.carrier_accounts add column if not exists secret_settings bytea;
        create index if not exists carrier_accounts_by_merchant on shipments.carrier_accounts (merchant_id);
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private const string Columns =
        "merchant_id, carrier, account, scheme, name, username, secrets, time_zone, settings, created_at, "
        + "secret_settings";

    /// <summary>False when the carrier has an account of this name already.</summary>
    public async Task<bool> Add(CarrierAccount account, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            insert into shipments.carrier_accounts ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (carrier, account) do nothing
            """);
        Fill(command, account);
        return await Write(command, ct);
    }

    /// <summary>Replaces how the account's sender proves itself; false when the merchant has no such account.</summary>
    public async Task<bool> Replace(CarrierAccount account, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            update shipments.carrier_accounts
            set scheme = $4, name = $5, username = $6, secrets = $7, time_zone = $8, settings = $9,
                secret_settings = $10
            where merchant_id = $1 and carrier = $2 and account = $3
            """);
        Fill(command, account);
        command.Parameters.RemoveAt(9);
        return await Write(command, ct);
    }

    public ValueTask<CarrierAccount?> Find(string carrier, string account, CancellationToken ct) =>
        rows.Find($"{carrier}/{account}", () => Load(carrier, account, ct));

    private async Task<CarrierAccount?> Load(string carrier, string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from shipments.carrier_accounts where carrier = $1 and account = $2");
        command.Parameters.Add(new() { Value = carrier });
        command.Parameters.Add(new() { Value = account });
        return (await Read(command, ct)).SingleOrDefault();
    }

    public async Task<IReadOnlyList<CarrierAccount>> OfMerchant(string merchantId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from shipments.carrier_accounts where merchant_id = $1 order by carrier, account");
        command.Parameters.Add(new() { Value = merchantId });
        return await Read(command, ct);
    }

    private async Task<bool> Write(NpgsqlCommand command, CancellationToken ct)
    {
        var written = await command.ExecuteNonQueryAsync(ct) == 1;
        rows.Changed();
        return written;
    }

    private void Fill(NpgsqlCommand command, CarrierAccount account)
    {
        command.Parameters.Add(new() { Value = account.MerchantId });
        command.Parameters.Add(new() { Value = account.Carrier });
        command.Parameters.Add(new() { Value = account.Account });
        command.Parameters.Add(new() { Value = account.Auth.Scheme });
        command.Parameters.Add(Text(account.Auth.Name));
        command.Parameters.Add(Text(account.Auth.Username));
        command.Parameters.Add(new() { Value = account.Auth.Secrets.Select(box.Seal).ToArray() });
        command.Parameters.Add(Text(account.TimeZone));
        command.Parameters.Add(
            new() { Value = JsonSerializer.Serialize(account.Settings, Json), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = account.CreatedAt.ToUniversalTime() });
        command.Parameters.Add(new() { Value = box.Seal(JsonSerializer.Serialize(account.SecretSettings)) });
    }

    private async Task<List<CarrierAccount>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var accounts = new List<CarrierAccount>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var secrets = reader.GetFieldValue<byte[][]>(6).Select(sealedSecret => box.Open(sealedSecret)).ToList();
            accounts.Add(new CarrierAccount(reader.GetString(0), reader.GetString(1), reader.GetString(2),
                new CarrierAuth(reader.GetString(3), Text(reader, 4), Text(reader, 5), secrets), Text(reader, 7),
                JsonSerializer.Deserialize<CarrierSettings>(reader.GetString(8), Json)!,
                reader.GetFieldValue<DateTimeOffset>(9))
            {
                SecretSettings = reader.IsDBNull(10) ? new Dictionary<string, string>()
                    : JsonSerializer.Deserialize<Dictionary<string, string>>(
                        box.Open(reader.GetFieldValue<byte[]>(10)))!,
            });
        }

        return accounts;
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlParameter Text(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
