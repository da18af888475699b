using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ServiceDefaults;

/// <summary>
/// The customer's key to an order: 22 characters of 128 random bits, 22 of the order's id (both base64url), then the
/// merchant. It finds the order without a table of tokens, and nobody can make one up.
/// </summary>
public sealed record TrackingToken(string Secret, Guid OrderId, string MerchantId)
{
    private const int PartLength = 22;
    private const int PartBytes = 16;
    private const int LengthMax = 200;

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PartBytes));

    /// <summary>The token's parts; null for what cannot be one.</summary>
    public static TrackingToken? TryRead(string token)
    {
        Span<byte> id = stackalloc byte[PartBytes];
        return token.Length is > 2 * PartLength and <= LengthMax
            && Base64Url.IsValid(token.AsSpan(0, PartLength))
            && Base64Url.IsValid(token.AsSpan(PartLength, PartLength))
            && Base64Url.TryDecodeFromChars(token.AsSpan(PartLength, PartLength), id, out _)
            ? new(token[..PartLength], new Guid(id, bigEndian: true), token[(2 * PartLength)..])
            : null;
    }

    /// <summary>The token at the end of a tracking page's address.</summary>
    public static TrackingToken? OfPage(string url) => TryRead(url[(url.LastIndexOf('/') + 1)..]);

    public bool Opens(string secret) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes(secret));

    public override string ToString() =>
        Secret + Base64Url.EncodeToString(OrderId.ToByteArray(bigEndian: true)) + MerchantId;
}
