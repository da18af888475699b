using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts;

namespace Payments.Providers;

/// <summary>
/// What the simulated provider posts: <c>{ "id": "evt_…", "type": "payment.captured", "reference": "…", "amount":
/// { "amount": "1299.00", "currency": "INR" }, "occurredAt": "…", "reason": null, "request": null }</c>, signed with
/// <c>Simulated-Signature</c> as <see cref="TimedSignature"/> has it. <c>Request</c> is the key of the call that led
/// to it.
/// </summary>
internal sealed record SimulatedWebhook
{
    public const string SignatureHeader = "Simulated-Signature";

    private const int TextMax = 200;

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
}
