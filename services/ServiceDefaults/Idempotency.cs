using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// <c>Idempotency-Key</c>: the first answer is stored and given again, byte for byte, for 30 days. The same key with
/// another body is 422, while the first request still runs 409. Answers of 5xx are not kept: the request may be sent
/// again.
/// </summary>
public sealed class Idempotency(string schema)
{
    private const int KeyLengthMax = 255;

    // Longer than any request takes; a process that dies in between holds its key no longer than this.
    private static readonly TimeSpan RunningMax = TimeSpan.FromSeconds(15);
    private static readonly string[] KeptHeaders = ["Content-Type", "Location", "ETag"];

    private readonly string claimSql = $"""
        with claimed as (
            insert into {schema}.idempotency_keys as k (merchant_id, key, fingerprint, running_until)
            values ($1, $2, $3, now() + $4)
            on conflict (merchant_id, key) do update set fingerprint = $3,
                running_until = now() + $4, created = now(), status = null
            where k.created < now() - interval '30 days'
               or (k.status is null and k.running_until < now() and k.fingerprint = $3)
            returning true
        )
        select true, null, null, null, null from claimed
        union all
        select false, k.fingerprint, k.status, k.headers, k.body from {schema}.idempotency_keys k
        where k.merchant_id = $1 and k.key = $2 and not exists (select from claimed)
        """;

    private readonly string storeSql = $"""
        update {schema}.idempotency_keys set status = $3, headers = $4, body = $5 where merchant_id = $1 and key = $2
        """;

    private readonly string forgetSql =
        $"delete from {schema}.idempotency_keys where merchant_id = $1 and key = $2 and status is null";

    internal static string Sql(string schema) => $"""
        create table if not exists {schema}.idempotency_keys (
            merchant_id text not null,
            key text not null,
            fingerprint bytea not null,
            running_until timestamptz not null,
            created timestamptz not null default now(),
            status integer,
            headers jsonb,
            body bytea,
            primary key (merchant_id, key));
        """;

    /// <summary>The request's key, bare or quoted; null when it has none.</summary>
    public static string? KeyOf(HttpContext http)
    {
        if (http.Request.Headers["Idempotency-Key"] is not [{ Length: > 0 } text])
            return null;
        var key = text is ['"', .. var quoted, '"'] ? quoted : text;
        return key.Length is > 0 and <= KeyLengthMax && key.All(c => c is >= ' ' and <= '~')
            ? key
            : throw new ProblemException(400, "bad-idempotency-key",
                $"Idempotency-Key must be 1 to {KeyLengthMax} printable ASCII characters.");
    }

    /// <summary>
    /// The cause for what a request appends: should the process die between the append and the stored answer, the
    /// retry finds its own events and answers as the first would have. Null without a key.
    /// </summary>
    public static Cause? CauseOf(HttpContext http) => KeyOf(http) is { } key ? new($"request {key}") : null;

    internal static Task Apply(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IdempotentRoute>() is not null
        && http.Features.Get<Caller>() is { } caller && KeyOf(http) is { } key
            ? http.RequestServices.GetRequiredService<Idempotency>().Run(http, next, caller.MerchantId, key)
            : next(http);

    private async Task Run(HttpContext http, RequestDelegate next, string merchant, string key)
    {
        var body = await Bodies.ReadRaw(http);
        http.Request.Body = new MemoryStream(body);
        var fingerprint = Fingerprint(http, body);
        var database = http.RequestServices.GetRequiredService<NpgsqlDataSource>();
        if (await Claim(database, merchant, key, fingerprint) is { } earlier)
        {
            await Replay(http, earlier, fingerprint);
            return;
        }

        var wire = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
            await Settle(database, http, merchant, key, answer);
        }
        catch
        {
            await Execute(database, forgetSql, merchant, key);
            throw;
        }
        finally
        {
            http.Response.Body = wire;
        }

        http.Response.ContentLength = answer.Length;
        await wire.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length), http.RequestAborted);
    }

    private async Task Settle(
        NpgsqlDataSource database, HttpContext http, string merchant, string key, MemoryStream answer)
    {
        var status = http.Response.StatusCode;
        if (status is >= 500 or 401 or 403 or 429)
        {
            await Execute(database, forgetSql, merchant, key);
            return;
        }

        var headers = KeptHeaders.Where(http.Response.Headers.ContainsKey)
            .ToDictionary(name => name, name => http.Response.Headers[name].ToString());
        await Execute(database, storeSql, merchant, key, new NpgsqlParameter { Value = status },
            new NpgsqlParameter
            {
                Value = JsonSerializer.Serialize(headers),
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb,
            },
            new NpgsqlParameter { Value = answer.ToArray() });
    }

    private async Task<Earlier?> Claim(NpgsqlDataSource database, string merchant, string key, byte[] fingerprint)
    {
        await using var command = database.CreateCommand(claimSql);
        command.Parameters.Add(new() { Value = merchant });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = fingerprint });
        command.Parameters.Add(new() { Value = RunningMax });
        await using var reader = await command.ExecuteReaderAsync();
        // No row: another request claimed the key between the two halves of the statement, so it runs right now.
        if (!await reader.ReadAsync())
            return new(fingerprint, null, null, null);
        return reader.GetBoolean(0) ? null : new(
            reader.GetFieldValue<byte[]>(1),
            reader.IsDBNull(2) ? null : reader.GetInt32(2),
            reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4));
    }

    private static async Task Replay(HttpContext http, Earlier earlier, byte[] fingerprint)
    {
        if (!earlier.Fingerprint.AsSpan().SequenceEqual(fingerprint))
            throw new ProblemException(422, "idempotency-key-reused",
                "This Idempotency-Key belongs to another request.",
                "Use a new key for a new request, and the same body for a retry.");
        if (earlier.Status is not { } status)
            throw new ProblemException(409, "request-running",
                "The first request with this Idempotency-Key still runs.",
                "Send it again in a moment.")
            { RetryAfter = 1 };
        http.Response.StatusCode = status;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(earlier.Headers!)!)
            http.Response.Headers[name] = value;
        http.Response.Headers["Idempotent-Replayed"] = "true";
        http.Response.ContentLength = earlier.Body!.Length;
        await http.Response.Body.WriteAsync(earlier.Body, http.RequestAborted);
    }

    private static async Task Execute(
        NpgsqlDataSource database, string sql, string merchant, string key, params NpgsqlParameter[] more)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = merchant });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.AddRange(more);
        await command.ExecuteNonQueryAsync();
    }

    private static byte[] Fingerprint(HttpContext http, byte[] body) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n"), .. body]);

    private sealed record Earlier(byte[] Fingerprint, int? Status, string? Headers, byte[]? Body);
}

internal sealed record IdempotentRoute;

/// <summary>Marks a POST as one that honours Idempotency-Key.</summary>
public static class IdempotentRoutes
{
    public static TBuilder Idempotent<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new IdempotentRoute());
        return builder;
    }
}
