using System.Buffers;
using System.Buffers.Text;

namespace ServiceDefaults;

/// <summary>
/// A sealed text as it stands among others: <c>~p1.{key id}.{nonce, tag and cipher}~</c>, both base64url.
/// </summary>
internal readonly ref struct SealedText
{
    internal const string Mark = "~p1.";

    private const byte Point = (byte)'.';
    private const byte End = (byte)'~';
    private const int KeyChars = 22;
    private const int BoxCharsMin = 38;
    private const int BoxAt = 4 + KeyChars + 1;

    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private readonly ReadOnlySpan<byte> boxed;

    private SealedText(Guid key, ReadOnlySpan<byte> boxed)
    {
        Key = key;
        this.boxed = boxed;
    }

    internal static ReadOnlySpan<byte> MarkBytes => "~p1."u8;

    internal Guid Key { get; }

    /// <summary>Of the whole, in bytes of UTF-8.</summary>
    internal int Length => BoxAt + boxed.Length + 1;

    internal static string Of(Guid key, byte[] box) =>
        $"{Mark}{Base64Url.EncodeToString(key.ToByteArray())}.{Base64Url.EncodeToString(box)}~";

    /// <summary>The one that a text begins with; false when there is none, or what only looks like one.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out SealedText found)
    {
        found = default;
        if (text.Length <= BoxAt || !text.StartsWith(MarkBytes) || text[BoxAt - 1] != Point)
            return false;
        var boxed = text[BoxAt..];
        var length = boxed.IndexOfAnyExcept(Alphabet);
        Span<byte> key = stackalloc byte[16];
        if (length < BoxCharsMin || boxed[length] != End || Base64Url.DecodeFromUtf8(
            text.Slice(Mark.Length, KeyChars), key, out _, out _) != OperationStatus.Done)
            return false;
        found = new(new Guid(key), boxed[..length]);
        return true;
    }

    /// <summary>Nonce, tag and cipher; null where no bytes are written so.</summary>
    internal byte[]? Box()
    {
        var box = new byte[Base64Url.GetMaxDecodedLength(boxed.Length)];
        return Base64Url.DecodeFromUtf8(boxed, box, out _, out var bytes) == OperationStatus.Done
            ? box[..bytes] : null;
    }
}
