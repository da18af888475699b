using System.Security.Cryptography;
using NSec.Cryptography;

namespace Notifications.Webhooks;

/// <summary>
/// A key by which an endpoint knows that a message is ours (Standard Webhooks 1.0.0): <c>hmac</c>, a shared secret, or
/// <c>ed25519</c>, of which the merchant has the public half only. <c>Secret</c> is base64 (the ed25519 seed);
/// <c>EndsAt</c> is set once another has taken its place, and both sign until then.
/// </summary>
internal sealed record SigningKey(string Kind, string Secret, DateTimeOffset? EndsAt = null)
{
    public const string Hmac = "hmac";
    public const string Ed25519 = "ed25519";

    public static IReadOnlyList<string> All { get; } = [Hmac, Ed25519];

    /// <summary>How many may sign at once, so that the header stays short.</summary>
    public const int Max = 4;

    private const int SecretBytes = 32;

    public static SigningKey New(string kind) =>
        new(kind, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>What the merchant is shown, once: <c>whsec_…</c>. Of an ed25519 key nothing.</summary>
    public string? Shown => Kind == Hmac ? $"whsec_{Secret}" : null;

    /// <summary><c>whpk_…</c>, for whoever wants it.</summary>
    public string? PublicKey
    {
        get
        {
            if (Kind != Ed25519)
                return null;
            using var key = Import();
            return $"whpk_{Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey))}";
        }
    }

    /// <summary>One signature as the header holds it: <c>v1,…</c> or <c>v1a,…</c>.</summary>
    public string Sign(ReadOnlySpan<byte> content)
    {
        if (Kind == Hmac)
            return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret), content))}";
        using var key = Import();
        return $"v1a,{Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(key, content))}";
    }

    private Key Import() => Key.Import(
        SignatureAlgorithm.Ed25519, Convert.FromBase64String(Secret), KeyBlobFormat.RawPrivateKey);
}
