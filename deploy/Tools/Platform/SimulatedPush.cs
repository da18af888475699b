using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tools.Platform;

/// <summary>
/// What the simulated payment provider posts. <c>Type</c>: payment.authorized, payment.captured, payment.failed,
/// payment.voided, payment.refunded. <c>Id</c> is the fact's own: the same again says nothing new.
/// </summary>
public sealed record SimulatedPush(string Id, string Type, string Reference, Price Amount, DateTimeOffset OccurredAt)
{
    public const string SignatureHeader = "Simulated-Signature";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PlatformClient.Json);

    /// <summary>The header's value: the time in unix seconds, and the HMAC-SHA256 of "time.body" in hex.</summary>
    public static string Sign(byte[] body, string secret, DateTimeOffset now)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{time}."), .. body];
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }
}
