using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Keys;

/// <summary>
/// A key as it is kept: by the SHA-256 of its text. The text itself is shown once when it is made, see
/// <see cref="KeyText"/>.
/// </summary>
internal sealed record ApiKey(
    Guid Id, string MerchantId, string Prefix, string[] Scopes, string Hash,
    DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt)
{
    public string? Name { get; init; }

    /// <summary>From then on it is refused: asked for when it was made, or the end of a rotation's overlap.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The key that a rotation made in its place.</summary>
    public Guid? ReplacedBy { get; init; }

    public bool Works(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);

    public bool Allows(string scope) => Scopes.Contains(scope) || Scopes.Contains(Scope.Admin);

    public static ApiKey Of(string text, string merchantId, string[] scopes, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), merchantId, KeyText.PrefixOf(text), scopes, KeyText.HashOf(text), now, null, null);
}

/// <summary>The SHA-256 of a key's text: what a request's key is looked for by.</summary>
internal readonly record struct KeyDigest(UInt128 First, UInt128 Second)
{
    /// <param name="text">At most <see cref="KeyText.LengthMax"/> characters.</param>
    public static KeyDigest Of(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[KeyText.LengthMax * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        return Read(hash);
    }

    /// <param name="hash">As a key is kept: 64 hexadecimal digits.</param>
    public static KeyDigest Parse(string hash) => Read(Convert.FromHexString(hash));

    private static KeyDigest Read(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
}

/// <summary>
/// A key's text: <c>tp_live_</c>, 34 base62 characters (202 random bits: so many need no slow hash and no salt) and 6
/// that are the CRC-32 of all before them, by which a secret scanner tells a leaked key from whatever else looks like
/// one. A key is known by its hash alone: those that were made without a checksum stay valid.
/// </summary>
internal static class KeyText
{
    public const int LengthMax = 200;
    private const string Start = "tp_live_";
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 34;
    private const int ChecksumLength = 6;
    private const uint Polynomial = 0xEDB88320;

    public static string New()
    {
        var text = Start + RandomNumberGenerator.GetString(Base62, RandomLength);
        return text + Checksum(text);
    }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Enough of the text for its owner to tell it from others, too little to guess the rest.</summary>
    public static string PrefixOf(string text) => text[..Math.Min(text.Length / 2, Start.Length + 4)];

    /// <summary>The CRC-32 of zlib and PNG, as 6 base62 digits, the highest first.</summary>
    public static string Checksum(string text)
    {
        var crc = uint.MaxValue;
        foreach (var one in Encoding.ASCII.GetBytes(text))
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (Polynomial & (0 - (crc & 1)));
        }

        crc = ~crc;
        var digits = new char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--, crc /= 62)
            digits[i] = Base62[(int)(crc % 62)];
        return new(digits);
    }
}

/// <summary>What a key is good for. An admin key is good for all of its merchant's.</summary>
internal static class Scope
{
    public const string Storefront = "storefront";
    public const string Ops = "ops";
    public const string Admin = "admin";

    /// <summary>Asked for where any valid key will do.</summary>
    public const string Any = "any";

    /// <summary>Asked for where only an admin key of the merchant that runs the platform will do; no key holds it.
    /// </summary>
    public const string Operator = "operator";

    public static readonly string[] All = [Storefront, Ops, Admin];

    public static string[] Effective(string[] scopes) => scopes.Contains(Admin) ? All : scopes;
}
