using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Npgsql;
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
/// <c>POST /v1/track/lookup</c>. An order that does not exist and a wrong e-mail are answered alike, after the same
/// work: one query, and as many comparisons in constant time as there may be orders of that number.
/// </summary>
internal static class OrderLookup
{
    private const int CandidatesMax = 16;

    private const string Sql = """
        select email, phone, postal_code, tracking_url from orders.orders_view where order_number = $1
        order by placed_at desc limit 16
        """;

    internal static async Task<IResult> Post(
        Body<LookUp> body, HttpContext http, NpgsqlDataSource database, PersonalKeys keys)
    {
        var asked = Factors(
            Index(SearchKeys.Email(body.Value.Email)), Index(SearchKeys.Phone(body.Value.Phone)),
            Index(SearchKeys.PostalCode(body.Value.PostalCode)));
        var candidates = await Candidates(database, body.Value.OrderNumber!, http.RequestAborted);
        string? found = null;
        for (var i = 0; i < CandidatesMax; i++)
        {
            var (known, url) = i < candidates.Count ? candidates[i] : default;
            if (Match(asked, known ?? [null, null, null]) && found is null)
                found = url;
        }

        return found is not null ? Results.Ok(new TrackingLink(found)) : throw ProblemException.NotFound("order");

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

    private static async Task<List<(byte[]?[] Known, string Url)>> Candidates(
        NpgsqlDataSource database, string orderNumber, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = orderNumber });
        var candidates = new List<(byte[]?[], string)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            candidates.Add((Factors(Text(0), Text(1), Text(2)), reader.GetString(3)));
        return candidates;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
