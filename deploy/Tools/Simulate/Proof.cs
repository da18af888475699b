using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tools.Simulate;

/// <summary>
/// How a carrier proves itself in a header. <c>Scheme</c>: header (the secret itself), hmac-hex and hmac-base64
/// (HMAC-SHA256 of the body, behind <c>Prefix</c>), hmac-time (of the unix time, a dot and the body, as t=…,v1=…),
/// keyed-hash (SHA-256 of the body, a slash and the secret). <c>Normalized</c>: the secret is, to Unicode's form KD.
/// </summary>
public sealed record Proof(string Scheme, string Header, string? Prefix = null, bool Normalized = false)
{
    /// <exception cref="InvalidOperationException">The scheme is none of these.</exception>
    public string Of(byte[] body, string secret, DateTimeOffset now)
    {
        byte[] key = Encoding.UTF8.GetBytes(
            Normalized ? secret.Normalize(NormalizationForm.FormKD) : secret);
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return Prefix + Scheme switch
        {
            "header" => secret,
            "hmac-hex" => Convert.ToHexStringLower(HMACSHA256.HashData(key, body)),
            "hmac-base64" => Convert.ToBase64String(HMACSHA256.HashData(key, body)),
            "hmac-time" => $"t={time},v1=" + Convert.ToHexStringLower(
                HMACSHA256.HashData(key, (byte[])[.. Encoding.ASCII.GetBytes($"{time}."), .. body])),
            "keyed-hash" => Convert.ToHexStringLower(
                SHA256.HashData([.. body, .. Encoding.UTF8.GetBytes($"/{secret}")])),
            _ => throw new InvalidOperationException($"no scheme {Scheme}"),
        };
    }
}
