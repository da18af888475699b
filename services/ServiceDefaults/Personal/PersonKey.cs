using System.Security.Cryptography;
using System.Text;

namespace ServiceDefaults;

/// <summary>
/// One person's key: what is sealed with it (AES-256-GCM) is readable for as long as the key exists. The nonce is made
/// of the text, so the same text is sealed alike each time and a repeat is still known as one.
/// </summary>
public sealed class PersonKey(Guid id, byte[] secret)
{
    /// <summary>What stands where a text was, when its key is destroyed.</summary>
    public const string Erased = "[erased]";

    internal const int SecretBytes = 32;

    private readonly (byte[] Cipher, byte[] Nonce) keys = Derived(secret);

    public Guid Id => id;

    /// <summary>For several texts, one after the other; dispose of it.</summary>
    internal PersonCipher Cipher() => new(id, keys.Cipher, keys.Nonce);

    public string Seal(string text)
    {
        using var cipher = Cipher();
        return cipher.Seal(text);
    }

    /// <summary>A copy of <paramref name="value"/> whose personal parts are sealed.</summary>
    public T SealParts<T>(T value) where T : class
    {
        using var cipher = Cipher();
        return PersonalParts.Map(value, cipher.Seal);
    }

    private static (byte[] Cipher, byte[] Nonce) Derived(byte[] secret)
    {
        var key = HKDF.Extract(HashAlgorithmName.SHA256, secret, salt: []);
        return (For("cipher"u8), For("nonce"u8));

        byte[] For(ReadOnlySpan<byte> purpose)
        {
            var derived = new byte[SecretBytes];
            HKDF.Expand(HashAlgorithmName.SHA256, key, derived, purpose);
            return derived;
        }
    }
}

/// <summary>Seals and opens with one person's key, which is set up once. Not for two threads at once.</summary>
internal sealed class PersonCipher : IDisposable
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Guid id;
    private readonly byte[] nonceKey;
    private readonly AesGcm aes;
    private IncrementalHash? nonces;

    internal PersonCipher(Guid id, byte[] cipherKey, byte[] nonceKey)
    {
        (this.id, this.nonceKey) = (id, nonceKey);
        aes = new(cipherKey, TagBytes);
    }

    public void Dispose()
    {
        aes.Dispose();
        nonces?.Dispose();
    }

    public string Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        nonces ??= IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, nonceKey);
        nonces.AppendData(plain);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        nonces.GetHashAndReset(hash);
        var nonce = box.AsSpan(0, NonceBytes);
        hash[..NonceBytes].CopyTo(nonce);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return SealedText.Of(id, box);
    }

    /// <summary>The text's UTF-8; null when the box was not made with this key.</summary>
    internal byte[]? Open(ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceBytes + TagBytes)
            return null;
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        try
        {
            aes.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            // Somebody wrote what looks like a sealed text.
            return null;
        }
    }
}
