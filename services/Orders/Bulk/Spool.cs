using System.Threading.Channels;

namespace Orders.Bulk;

/// <summary>
/// What is written to it is read from it as fast as the reader likes, by way of a file: a client that sends all before
/// it reads anything holds up nothing, and takes no memory.
/// </summary>
internal sealed class Spool : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly Channel<bool> grown = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly FileStream written;
    private readonly FileStream read;

    public Spool()
    {
        var path = Path.GetTempFileName();
        written = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, BufferBytes);
        read = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes,
            FileOptions.Asynchronous);
        // Nobody else needs its name, and what is left of a process that dies is nothing.
        File.Delete(path);
    }

    public async Task Write(ReadOnlyMemory<byte> bytes, bool flush, CancellationToken ct)
    {
        await written.WriteAsync(bytes, ct);
        if (!flush)
            return;
        await written.FlushAsync(ct);
        grown.Writer.TryWrite(true);
    }

    /// <summary>Nothing more comes.</summary>
    public async Task Complete()
    {
        await written.FlushAsync(CancellationToken.None);
        grown.Writer.Complete();
    }

    /// <summary>Until <see cref="Complete"/>.</summary>
    public async Task CopyTo(Stream reader, CancellationToken ct)
    {
        var goesOn = true;
        while (goesOn)
        {
            goesOn = await grown.Reader.WaitToReadAsync(ct);
            grown.Reader.TryRead(out _);
            await read.CopyToAsync(reader, BufferBytes, ct);
            await reader.FlushAsync(ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await written.DisposeAsync();
        await read.DisposeAsync();
    }
}
