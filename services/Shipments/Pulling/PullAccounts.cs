using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;

namespace Shipments.Pulling;

/// <summary>
/// How a carrier account is asked: where (null: the documented address), with which credentials, how often about one
/// number, and how that went. <c>Failures</c> in a row, <c>LastError</c> why.
/// </summary>
internal sealed record PullAccount(
    string MerchantId, string Carrier, string Account, Uri? BaseUrl, IReadOnlyDictionary<string, string> Credentials,
    TimeSpan Every)
{
    public int Failures { get; init; }
    public string? LastError { get; init; }
    public DateTimeOffset? LastAnswerAt { get; init; }
    public DateTimeOffset? NextAt { get; init; }
}

/// <summary>
/// The accounts that are asked, their credentials sealed. Whoever claims one is alone with it, over all replicas, until
/// it says when to ask next or its claim runs out.
/// </summary>
internal sealed class PullAccounts(NpgsqlDataSource database, SecretBox box)
{
    public const string Sql = """
        create table if not exists shipments.carrier_pulls (
            carrier text not null,
            account text not null,
            merchant_id text not null,
            base_url text,
            credentials bytea not null,
            every interval not null,
            failures integer not null default 0,
            last_error text,
            last_answer_at timestamptz,
            due_at timestamptz not null default now(),
            primary key (carrier, account),
            foreign key (carrier, account) references shipments.carrier_accounts (carrier, account));
        create index if not exists carrier_pulls_due on shipments.carrier_pulls (due_at);
        """;

    private const string Columns =
        "merchant_id, carrier, account, base_url, credentials, every, failures, last_error, last_answer_at, due_at";

    /// <summary>Begins with it, or goes on otherwise; what failed before is forgotten.</summary>
    public async Task Set(PullAccount pull, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into shipments.carrier_pulls (merchant_id, carrier, account, base_url, credentials, every)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (carrier, account) do update set base_url = excluded.base_url,
                credentials = excluded.credentials, every = excluded.every, failures = 0, last_error = null,
                due_at = now()
            """);
        command.Parameters.Add(new() { Value = pull.MerchantId });
        command.Parameters.Add(new() { Value = pull.Carrier });
        command.Parameters.Add(new() { Value = pull.Account });
        command.Parameters.Add(Text(pull.BaseUrl?.ToString()));
        command.Parameters.Add(new() { Value = box.Seal(JsonSerializer.Serialize(pull.Credentials)) });
        command.Parameters.Add(new() { Value = pull.Every });
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<PullAccount?> Find(string merchantId, string carrier, string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select {Columns} from shipments.carrier_pulls where merchant_id = $1 and carrier = $2 and account = $3
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = carrier });
        command.Parameters.Add(new() { Value = account });
        return await One(command, ct);
    }

    public async Task<bool> Remove(string merchantId, string carrier, string account, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "delete from shipments.carrier_pulls where merchant_id = $1 and carrier = $2 and account = $3");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = carrier });
        command.Parameters.Add(new() { Value = account });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>One that is due, for so long; null when none is.</summary>
    public async Task<PullAccount?> Claim(TimeSpan lease, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update shipments.carrier_pulls set due_at = now() + $1
            where (carrier, account) = (
                select carrier, account from shipments.carrier_pulls where due_at <= now()
                order by due_at limit 1 for update skip locked)
            returning {Columns}
            """);
        command.Parameters.Add(new() { Value = lease });
        return await One(command, ct);
    }

    /// <summary>Done for now, and when again. With an error: one more failure.</summary>
    public async Task Settle(PullAccount pull, TimeSpan next, bool answered, string? error, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            update shipments.carrier_pulls set due_at = now() + $3,
                last_answer_at = case when $4 then now() else last_answer_at end,
                failures = case when $5 is not null then failures + 1 when $4 then 0 else failures end,
                last_error = case when $5 is not null then $5 when $4 then null else last_error end
            where carrier = $1 and account = $2
            """);
        command.Parameters.Add(new() { Value = pull.Carrier });
        command.Parameters.Add(new() { Value = pull.Account });
        command.Parameters.Add(new() { Value = next });
        command.Parameters.Add(new() { Value = answered });
        command.Parameters.Add(Text(error));
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<PullAccount?> One(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? null : new(
            reader.GetString(0), reader.GetString(1), reader.GetString(2),
            reader.IsDBNull(3) ? null : new Uri(reader.GetString(3)),
            JsonSerializer.Deserialize<Dictionary<string, string>>(box.Open(reader.GetFieldValue<byte[]>(4)))!,
            reader.GetTimeSpan(5))
        {
            Failures = reader.GetInt32(6),
            LastError = reader.IsDBNull(7) ? null : reader.GetString(7),
            LastAnswerAt = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
            NextAt = reader.GetFieldValue<DateTimeOffset>(9),
        };
    }

    private static NpgsqlParameter Text(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
