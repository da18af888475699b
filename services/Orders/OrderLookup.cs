using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;

namespace Orders;

/// <summary>What a customer knows of an order: its number and one thing that only they and the merchant know.</summary>
internal sealed record LookUp
{
    public string? OrderNumber { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? PostalCode { get; init; }
}

internal sealed record TrackingLink(string TrackingUrl);

internal sealed class LookUpValidator : AbstractValidator<LookUp>
{
    public LookUpValidator()
    {
        RuleFor(l => l.OrderNumber).Required().Text(64);
        RuleFor(l => l.Email).Text(254);
        RuleFor(l => l.Phone).Text(40);
        RuleFor(l => l.PostalCode).Text(20);
        RuleFor(l => l).Must(l => l is not { Email: null, Phone: null, PostalCode: null })
            .WithMessage("needs email, phone or postalCode beside the orderNumber");
    }
}

/// <summary>
/// The section <c>Lookup</c>: how often somebody may be wrong about one order number, over all replicas. So many times
/// at once, and once more after each <c>Pause</c>.
/// </summary>
internal sealed class LookUpOptions
{
    internal const string WhatIsNeeded =
        "Lookup:Burst must be above zero, Lookup:Pause a positive duration (00:10:00).";

    public int Burst { get; set; } = 10;
    public TimeSpan Pause { get; set; } = TimeSpan.FromMinutes(10);

    internal static bool IsComplete(LookUpOptions options) => options.Burst > 0 && options.Pause > TimeSpan.Zero;
}

/// <summary>
/// <c>POST /v1/track/lookup</c>. An order that does not exist and a wrong e-mail are answered alike, after the same
/// work: one statement that always gives as many rows as there may be orders to compare, and as many comparisons in
/// constant time. The same statement counts the try against the order number, whether such an order exists or not.
/// </summary>
internal sealed class OrderLookup(
    NpgsqlDataSource database, PersonalKeys keys, IOptions<LookUpOptions> options)
{
    internal const string Schema = """
        create table if not exists orders.lookup_tries (
            order_key text primary key,
            full_at timestamptz not null);
        create index if not exists lookup_tries_full on orders.lookup_tries (full_at);
        """;

    private const int CandidatesMax = 16;

    // A bucket in one instant, as the gateway's: the time at which all tries are free again.
    private const string Sql = """
        with taken as (
            insert into orders.lookup_tries as t (order_key, full_at) values ($5, now() + $6)
            on conflict (order_key) do update set full_at = greatest(t.full_at, now()) + $6
                where greatest(t.full_at, now()) + $6 <= now() + $7
            returning full_at),
        found as (
            select row_number() over (order by v.placed_at desc, v.order_id) as n,
                v.email, v.phone, v.postal_code, v.tracking_url
            from orders.orders_view v
            where v.order_number = $1 and (v.email = $2 or v.phone = $3 or v.postal_code = $4)
            limit 16)
        select exists (select from taken),
            coalesce((select t.full_at from orders.lookup_tries t where t.order_key = $5), now()) + $6 - $7 - now(),
            found.email, found.phone, found.postal_code, found.tracking_url
        from generate_series(1, 16) n left join found using (n)
        """;

    internal static async Task<IResult> Post(Body<LookUp> body, OrderLookup lookup, CancellationToken ct) =>
        Results.Ok(new TrackingLink(await lookup.Find(body.Value, ct) ?? throw ProblemException.NotFound("order")));

    /// <exception cref="ProblemException">429: too many were wrong about this order number.</exception>
    private async Task<string?> Find(LookUp asked, CancellationToken ct)
    {
        string?[] told =
        [
            Index(SearchKeys.Email(asked.Email)), Index(SearchKeys.Phone(asked.Phone)),
            Index(SearchKeys.PostalCode(asked.PostalCode)),
        ];
        var orderKey = keys.Index($"lookup {asked.OrderNumber}");
        var factors = Factors(told);
        string? found = null;
        foreach (var (known, url) in await Candidates(asked.OrderNumber!, told, orderKey, ct))
            if (Match(factors, known) && found is null)
                found = url;
        if (found is not null)
            await GiveBack(orderKey, ct);
        return found;

        string? Index(string? key) => key is null ? null : keys.Index(key);
    }

    /// <summary>Whatever was given must be right, and something must be.</summary>
    internal static bool Match(byte[]?[] asked, byte[]?[] known)
    {
        var wrong = 0;
        var right = 0;
        for (var i = 0; i < asked.Length; i++)
        {
            var same = CryptographicOperations.FixedTimeEquals(asked[i] ?? Nothing, known[i] ?? Unknown);
            wrong |= asked[i] is not null && !same ? 1 : 0;
            right |= same ? 1 : 0;
        }

        return wrong == 0 && right == 1;
    }

    internal static byte[]?[] Factors(params string?[] keys) =>
        [.. keys.Select(key => key is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key)))];

    private static readonly byte[] Nothing = SHA256.HashData("nothing"u8);
    private static readonly byte[] Unknown = SHA256.HashData("unknown"u8);

    private async Task<List<(byte[]?[] Known, string? Url)>> Candidates(
        string orderNumber, string?[] told, string orderKey, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        foreach (var text in (string?[])[orderNumber, .. told, orderKey])
            command.Parameters.Add(new()
            {
                Value = (object?)text ?? DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.Text,
            });
        command.Parameters.Add(new() { Value = options.Value.Pause });
        command.Parameters.Add(new() { Value = options.Value.Pause * options.Value.Burst });
        var candidates = new List<(byte[]?[], string?)>(CandidatesMax);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (!reader.GetBoolean(0))
                throw TooMany(reader.GetTimeSpan(1));
            candidates.Add((Factors(Text(2), Text(3), Text(4)), Text(5)));
        }

        return candidates;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    /// <summary>Who was right is not counted: a customer may look every day.</summary>
    private async Task GiveBack(string orderKey, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "update orders.lookup_tries set full_at = full_at - $2 where order_key = $1");
        command.Parameters.Add(new() { Value = orderKey });
        command.Parameters.Add(new() { Value = options.Value.Pause });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static ProblemException TooMany(TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new(429, "too-many-requests", "Too many wrong look-ups of this order number.",
            $"Try again in {seconds} s.")
        { RetryAfter = seconds };
    }
}
