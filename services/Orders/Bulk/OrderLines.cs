using System.Buffers;
using System.IO.Pipelines;
using ServiceDefaults;

namespace Orders.Bulk;

/// <summary>
/// An order in a file: the request's JSON as bytes, or what is wrong with it already, and the lines it stands on.
/// </summary>
internal sealed record OrderLine(int First, int Last, byte[] Json, ProblemException? Wrong = null);

/// <summary>A line of a file, without what ends it. Null: it is longer than an order may be.</summary>
internal readonly record struct FileLine(int Number, byte[]? Bytes);

/// <summary>Reads orders line by line; no more than one of them is in memory.</summary>
internal static class OrderLines
{
    /// <summary>A line is a JSON object as for <c>POST /v1/orders</c>; empty lines have no result.</summary>
    internal static async IAsyncEnumerable<OrderLine> Ndjson(
        Stream body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (number, bytes) in Lines(body, ct))
        {
            if (bytes is null)
                yield return new(number, number, [], new(413, "too-large", "The line is too long.",
                    $"An order has at most {Defaults.BodyBytesMax} bytes."));
            else if (bytes.AsSpan().IndexOfAnyExcept(" \t"u8) >= 0)
                yield return new(number, number, bytes);
        }
    }

    internal static async IAsyncEnumerable<FileLine> Lines(
        Stream body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(body, new(bufferSize: 64 * 1024));
        var (number, skipping) = (0, false);
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var buffer = read.Buffer;
            while (TryTake(ref buffer, read.IsCompleted) is { } line)
            {
                number++;
                if (!skipping)
                    yield return new(number, Whole(line));
                skipping = false;
            }

            // A line that does not end is thrown away as it comes, and the ones after it are read.
            if (buffer.Length > Defaults.BodyBytesMax)
            {
                if (!skipping)
                    yield return new(number + 1, null);
                (skipping, buffer) = (true, buffer.Slice(buffer.End));
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                yield break;
        }
    }

    private static ReadOnlySequence<byte>? TryTake(ref ReadOnlySequence<byte> buffer, bool isLast)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            var line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return line;
        }

        if (!isLast || buffer.IsEmpty)
            return null;
        var rest = buffer;
        buffer = buffer.Slice(buffer.End);
        return rest;
    }

    private static byte[] Whole(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray();
        return bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes;
    }
}
