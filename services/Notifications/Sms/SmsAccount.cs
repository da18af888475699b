using System.Text.Json;
using Npgsql;
using ServiceDefaults;

namespace Notifications.Sms;

/// <summary>
/// How a merchant's SMS are sent: <c>Provider</c> is twilio or http. <c>Countries</c>: where numbers may be (ISO
/// 3166-1 alpha-2). <c>DailyMax</c>: how many at most on a day (UTC), since each costs money.
/// </summary>
internal sealed record SmsAccount
{
    public required string MerchantId { get; init; }
    public required string Provider { get; init; }
    public TwilioAccount? Twilio { get; init; }
    public HttpSmsAccount? Http { get; init; }
    public required IReadOnlyList<string> Countries { get; init; }
    public required int DailyMax { get; init; }
}

/// <summary>
/// Twilio's: <c>From</c> (a number or a sender's name) or <c>MessagingServiceSid</c>. <c>BaseUrl</c> null: Twilio's
/// documented address.
/// </summary>
internal sealed record TwilioAccount
{
    public string? AccountSid { get; init; }
    public string? AuthToken { get; init; }
    public string? From { get; init; }
    public string? MessagingServiceSid { get; init; }
    public string? BaseUrl { get; init; }
}

/// <summary>
/// Any provider that takes one request a message. In <c>Headers</c> and <c>Body</c> {to} is the number (E.164), {text}
/// the message and {id} its id, the same at every try. <c>Body</c> is JSON, or a form (a=b&amp;c=d) where <c>Format</c>
/// is form; what is filled in is escaped accordingly. It is accepted with 2xx; where <c>SuccessField</c> (a path,
/// "data.status") is given, only if that is one of <c>SuccessValues</c>.
/// </summary>
internal sealed record HttpSmsAccount
{
    [OneOf("POST", "PUT")]
    public string? Method { get; init; }
    public string? Url { get; init; }
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
    [OneOf("json", "form")]
    public string? Format { get; init; }
    public string? Body { get; init; }
    public string? SuccessField { get; init; }
    public IReadOnlyList<string>? SuccessValues { get; init; }
}

/// <summary>The accounts, one a merchant, sealed as a whole; and how many SMS were sent on a day.</summary>
internal sealed class SmsAccounts(NpgsqlDataSource database, SecretBox box, WatchedRows<SmsAccounts.Kept> rows)
{
    public const string Table = "notifications.sms_accounts";

    public const string Sql = """
        create table if not exists notifications.sms_accounts (
            merchant_id text primary key,
            account bytea not null,
            changed_at timestamptz not null default now());
        create table if not exists notifications.sms_days (
            merchant_id text not null,
            day date not null,
            sent integer not null,
            primary key (merchant_id, day));
        """;

    /// <summary>Null when the merchant has none.</summary>
    public async ValueTask<SmsAccount?> Find(string merchantId, CancellationToken ct) =>
        (await rows.Find(merchantId, async () => (Kept?)new Kept(await Load(merchantId, ct))))!.Account;

    public async Task Set(SmsAccount account, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into notifications.sms_accounts (merchant_id, account) values ($1, $2)
            on conflict (merchant_id) do update set account = excluded.account, changed_at = now()
            """);
        command.Parameters.Add(new() { Value = account.MerchantId });
        command.Parameters.Add(new() { Value = box.Seal(JsonSerializer.Serialize(account, ApiJson.Plain)) });
        await command.ExecuteNonQueryAsync(ct);
        rows.Changed();
    }

    public async Task<bool> Remove(string merchantId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "delete from notifications.sms_accounts where merchant_id = $1");
        command.Parameters.Add(new() { Value = merchantId });
        var removed = await command.ExecuteNonQueryAsync(ct) == 1;
        rows.Changed();
        return removed;
    }

    /// <summary>Counts one more; false when there are as many as may be on that day (UTC).</summary>
    public async Task<bool> Count(string merchantId, DateOnly day, int max, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into notifications.sms_days as d (merchant_id, day, sent) values ($1, $2, 1)
            on conflict (merchant_id, day) do update set sent = d.sent + 1 where d.sent < $3
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = day });
        command.Parameters.Add(new() { Value = max });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private async Task<SmsAccount?> Load(string merchantId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select account from notifications.sms_accounts where merchant_id = $1");
        command.Parameters.Add(new() { Value = merchantId });
        return await command.ExecuteScalarAsync(ct) is byte[] sealedAccount
            ? JsonSerializer.Deserialize<SmsAccount>(box.OpenBytes(sealedAccount), ApiJson.Plain) : null;
    }

    /// <summary>That there is none is remembered too: each milestone asks.</summary>
    internal sealed record Kept(SmsAccount? Account);
}
