using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Providers;

/// <summary>
/// <c>t=&lt;unix seconds&gt;,v1=&lt;hex HMAC-SHA256 of "t.body"&gt;</c>, as Stripe signs (its documentation, "Verify
/// webhook signatures manually"): there may be several <c>v1</c>, one for each secret that is valid; other schemes in
/// the header are ignored. A signature holds for five minutes.
/// </summary>
internal static class TimedSignature
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

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

    private static byte[] Mac(ReadOnlySpan<byte> body, string secret, string at)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.ASCII.GetBytes($"{at}."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
