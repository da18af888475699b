using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts;

namespace Payments.Providers;

/// <summary>
/// What the simulated provider posts: <c>{ "id": "evt_…", "type": "payment.captured", "reference": "…", "amount":
/// { "amount": "1299.00", "currency": "INR" }, "occurredAt": "…", "reason": null, "request": null }</c>, signed with
/// <c>Simulated-Signature: t=&lt;unix seconds&gt;,v1=&lt;hex HMAC-SHA256 of "t.body"&gt;</c>. <c>Request</c> is the key
/// of the call that led to it.
/// </summary>
internal sealed record SimulatedWebhook
{
    public const string SignatureHeader = "Simulated-Signature";

    private const int TextMax = 200;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString,
    };

    public string? Id { get; init; }
    public string? Type { get; init; }
    public string? Reference { get; init; }
    public Money? Amount { get; init; }
    public string? OccurredAt { get; init; }
    public string? Reason { get; init; }
    public Guid? Request { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public static string Sign(ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        var at = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={at},v1={Convert.ToHexStringLower(Mac(body, secret, at))}";
    }

    public static bool IsAuthentic(
        ReadOnlySpan<byte> body, string? signature, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        var parts = (signature ?? "").Split(',', StringSplitOptions.TrimEntries);
        var at = parts.FirstOrDefault(p => p.StartsWith("t=", StringComparison.Ordinal))?[2..];
        if (!long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
            return false;
        var authentic = false;
        foreach (var told in parts.Where(p => p.StartsWith("v1=", StringComparison.Ordinal)))
        {
            // Every secret is tried, so that the time taken does not tell which one is in use.
            foreach (var secret in secrets)
                authentic |= CryptographicOperations.FixedTimeEquals(
                    Encoding.ASCII.GetBytes(told[3..]),
                    Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Mac(body, secret, at!))));
        }

        return authentic;
    }

    /// <exception cref="FormatException">It is not such a webhook.</exception>
    public static ReportedFact Parse(ReadOnlySpan<byte> body)
    {
        SimulatedWebhook told;
        try
        {
            told = JsonSerializer.Deserialize<SimulatedWebhook>(body, Json)
                ?? throw new FormatException("The body is null.");
        }
        catch (JsonException invalid)
        {
            throw new FormatException($"The body is not the JSON of a webhook: {invalid.Message}", invalid);
        }

        var kind = told.Type switch
        {
            "payment.authorized" => FactKind.Authorized,
            "payment.captured" => FactKind.Captured,
            "payment.refunded" => FactKind.Refunded,
            "payment.voided" => FactKind.Voided,
            "payment.failed" => FactKind.Failed,
            _ => throw new FormatException($"The type '{told.Type}' is not known."),
        };
        if (told.Amount is { } money && (money.Amount < 0 || money.Currency is not { Length: 3 }))
            throw new FormatException("The amount is negative or has no currency.");
        if (!DateTimeOffset.TryParse(
            told.OccurredAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var occurredAt))
            throw new FormatException("'occurredAt' is not a time.");
        var reason = told.Reason is null ? null : Text(told.Reason, "reason");
        return new(Text(told.Reference, "reference"), new(
            Text(told.Id, "id"), kind, told.Amount, occurredAt, reason, told.Request));
    }

    private static string Text(string? text, string field) =>
        text is { Length: > 0 and <= TextMax } && !text.Contains('\0', StringComparison.Ordinal) ? text
            : throw new FormatException($"'{field}' is missing, longer than {TextMax} characters or holds a NUL.");

    private static byte[] Mac(ReadOnlySpan<byte> body, string secret, string at)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.ASCII.GetBytes($"{at}."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
