using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace ServiceDefaults;

/// <summary>Puts what sealed texts hold in their place.</summary>
internal static class SealedTexts
{
    private static readonly byte[] Erased = Encoding.UTF8.GetBytes(PersonKey.Erased);

    /// <summary>
    /// <paramref name="text"/> opened; of a key that was destroyed <see cref="PersonKey.Erased"/>, and what no key ever
    /// sealed stays. <paramref name="isJson"/>: they stand in the strings of a JSON document.
    /// </summary>
    internal static string Open(string text, bool isJson, Func<Guid, (PersonKey? Key, bool Exists)> keyOf) =>
        !text.Contains(SealedText.Mark, StringComparison.Ordinal) ? text
        : Encoding.UTF8.GetString(Open(Encoding.UTF8.GetBytes(text), isJson, keyOf).Span);

    /// <summary>The same of UTF-8.</summary>
    internal static ReadOnlyMemory<byte> Open(
        byte[] text, bool isJson, Func<Guid, (PersonKey? Key, bool Exists)> keyOf)
    {
        ReadOnlySpan<byte> rest = text;
        if (rest.IndexOf(SealedText.MarkBytes) < 0)
            return text;
        var opened = new ArrayBufferWriter<byte>(rest.Length);
        using var opener = new Opener(keyOf);
        for (int at; (at = rest.IndexOf(SealedText.MarkBytes)) >= 0;)
        {
            opened.Write(rest[..at]);
            rest = rest[at..];
            if (SealedText.TryRead(rest, out var found) && opener.Open(found) is { } plain)
            {
                Write(opened, plain, isJson);
                rest = rest[found.Length..];
            }
            else
            {
                opened.Write(SealedText.MarkBytes);
                rest = rest[SealedText.Mark.Length..];
            }
        }

        opened.Write(rest);
        return opened.WrittenMemory;
    }

    /// <summary>Adds the keys that a text names.</summary>
    internal static void AddKeys(string text, HashSet<Guid> keys)
    {
        if (!text.Contains(SealedText.Mark, StringComparison.Ordinal))
            return;
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        for (int at; (at = rest.IndexOf(SealedText.MarkBytes)) >= 0; rest = rest[SealedText.Mark.Length..])
        {
            rest = rest[at..];
            if (SealedText.TryRead(rest, out var found))
                keys.Add(found.Key);
        }
    }

    private static void Write(ArrayBufferWriter<byte> opened, ReadOnlySpan<byte> plain, bool isJson)
    {
        if (!isJson)
        {
            opened.Write(plain);
            return;
        }

        var encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        encoder.EncodeUtf8(plain, opened.GetSpan(plain.Length * encoder.MaxOutputCharactersPerInputCharacter),
            out _, out var written);
        opened.Advance(written);
    }

    /// <summary>What stands together is mostly one person's: the key is set up once.</summary>
    private sealed class Opener(Func<Guid, (PersonKey? Key, bool Exists)> keyOf) : IDisposable
    {
        private PersonCipher? cipher;
        private Guid of;

        public void Dispose() => cipher?.Dispose();

        internal byte[]? Open(SealedText text)
        {
            if (cipher is null || of != text.Key)
            {
                var (key, exists) = keyOf(text.Key);
                if (key is null)
                    return exists ? Erased : null;
                cipher?.Dispose();
                (cipher, of) = (key.Cipher(), key.Id);
            }

            return text.Box() is { } box ? cipher.Open(box) : null;
        }
    }
}
