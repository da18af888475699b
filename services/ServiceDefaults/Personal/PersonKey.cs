using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ServiceDefaults;

/// <summary>
/// One person's key: what is sealed with it is readable for as long as the key exists. A sealed text is
/// <c>~p1.{key id}.{nonce, tag and cipher}~</c>, both base64url, AES-256-GCM. The nonce is made of the text, so the
/// same text is sealed alike each time and a repeat is still known as one.
/// </summary>
public sealed partial class PersonKey(Guid id, byte[] secret)
{
    internal const string Mark = "~p1.";

    /// <summary>What stands where a text was, when its key is destroyed.</summary>
    public const string Erased = "[erased]";

    internal const int SecretBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] cipherKey = Derived(secret, "cipher"u8);
    private readonly byte[] nonceKey = Derived(secret, "nonce"u8);

    public Guid Id => id;

    public string Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        HMACSHA256.HashData(nonceKey, plain).AsSpan(0, NonceBytes).CopyTo(nonce);
        using var aes = new AesGcm(cipherKey, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return $"{Mark}{Base64Url.EncodeToString(id.ToByteArray())}.{Base64Url.EncodeToString(box)}~";
    }

    private static byte[] Derived(byte[] secret, ReadOnlySpan<byte> purpose)
    {
        var key = new byte[SecretBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: [], info: purpose);
        return key;
    }

    internal bool TryOpen(ReadOnlySpan<char> sealedBox, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var box = Base64Url.DecodeFromChars(sealedBox);
        if (box.Length < NonceBytes + TagBytes)
            return false;
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(cipherKey, TagBytes);
        try
        {
            aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes),
                box.AsSpan(NonceBytes, TagBytes), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            // Somebody wrote what looks like a sealed text.
            return false;
        }

        text = Encoding.UTF8.GetString(plain);
        return true;
    }

    [GeneratedRegex(@"~p1\.(?<key>[A-Za-z0-9_-]{22})\.(?<box>[A-Za-z0-9_-]{38,})~")]
    internal static partial Regex Sealed();
}
