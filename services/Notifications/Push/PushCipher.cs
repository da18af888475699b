using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Notifications.Push;

/// <summary>
/// What only the subscribed device reads: Message Encryption for Web Push (RFC 8291), which is aes128gcm (RFC 8188)
/// with one record under a key that sender and device agree on (ECDH, P-256).
/// </summary>
internal static class PushCipher
{
    /// <summary>What each push service must take, head and tag included (RFC 8030, 7.2).</summary>
    public const int BodyBytesMax = 4096;

    /// <summary>What is left of it for the text.</summary>
    public const int TextBytesMax = BodyBytesMax - HeadBytes - TagBytes - 1;

    public const int AuthBytes = 16;
    public const int PointBytes = 65;

    private const int SaltBytes = 16;
    private const int HeadBytes = SaltBytes + sizeof(uint) + 1 + PointBytes;
    private const int TagBytes = 16;
    private const int KeyBytes = 16;
    private const int NonceBytes = 12;
    private const byte Uncompressed = 4;
    private const byte LastRecord = 2;

    /// <param name="text">At most <see cref="TextBytesMax"/> bytes.</param>
    /// <param name="device">The device's public key, an uncompressed point.</param>
    /// <param name="auth">The secret that it gave to whoever may write to it.</param>
    /// <exception cref="CryptographicException">The key is no point of the curve.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> text, ReadOnlySpan<byte> device, byte[] auth)
    {
        using var once = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Seal(text, device, auth, once, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    /// <summary>With a key and a salt that are used once only, or are an example's.</summary>
    internal static byte[] Seal(
        ReadOnlySpan<byte> text, ReadOnlySpan<byte> device, byte[] auth, ECDiffieHellman once, byte[] salt)
    {
        using var theirs = Import(device);
        var ours = PointOf(once.ExportParameters(includePrivateParameters: false));
        var shared = HKDF.DeriveKey(HashAlgorithmName.SHA256, once.DeriveRawSecretAgreement(theirs.PublicKey),
            SHA256.HashSizeInBytes, auth, [.. "WebPush: info\0"u8, .. device, .. ours]);
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, shared, KeyBytes, salt, [.. "Content-Encoding: aes128gcm\0"u8]);
        var nonce = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, shared, NonceBytes, salt, [.. "Content-Encoding: nonce\0"u8]);

        var body = new byte[HeadBytes + text.Length + 1 + TagBytes];
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(SaltBytes), BodyBytesMax);
        body[SaltBytes + sizeof(uint)] = PointBytes;
        ours.CopyTo(body, SaltBytes + sizeof(uint) + 1);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, [.. text, LastRecord], body.AsSpan(HeadBytes, text.Length + 1), body.AsSpan(^TagBytes));
        return body;
    }

    /// <summary>The public key whose uncompressed point it is.</summary>
    /// <exception cref="CryptographicException">It is none of the curve.</exception>
    public static ECDiffieHellman Import(ReadOnlySpan<byte> point) => point is [Uncompressed, ..]
        && point.Length == PointBytes
        ? ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = point[1..33].ToArray(), Y = point[33..].ToArray() },
        })
        : throw new CryptographicException("It is no uncompressed point of P-256.");

    public static byte[] PointOf(ECParameters key) => [Uncompressed, .. key.Q.X!, .. key.Q.Y!];
}
