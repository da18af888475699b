using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

/// <summary>
/// Keeps secrets unreadable at rest: AES-256-GCM under <c>Platform:EncryptionKey</c>; nonce, tag and text in one
/// array.
/// </summary>
public sealed class SecretBox(IOptions<PlatformOptions> options)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] key = Convert.FromBase64String(options.Value.EncryptionKey);

    public byte[] Seal(string secret) => Seal(Encoding.UTF8.GetBytes(secret));

    public byte[] Seal(ReadOnlySpan<byte> text)
    {
        var box = new byte[NonceBytes + TagBytes + text.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, text, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return box;
    }

    /// <summary>The same as text, for where a text must stand.</summary>
    public string SealText(string secret) => Convert.ToBase64String(Seal(secret));

    /// <exception cref="CryptographicException">Sealed under another key, or changed since.</exception>
    /// <exception cref="FormatException">Not sealed as text.</exception>
    public string OpenText(string box) => Open(Convert.FromBase64String(box));

    /// <exception cref="CryptographicException">Sealed under another key, or changed since.</exception>
    public string Open(ReadOnlySpan<byte> box) => Encoding.UTF8.GetString(OpenBytes(box));

    /// <exception cref="CryptographicException">Sealed under another key, or changed since.</exception>
    public byte[] OpenBytes(ReadOnlySpan<byte> box)
    {
        var text = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), text);
        return text;
    }
}
