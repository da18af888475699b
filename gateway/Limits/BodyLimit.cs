using Gateway.Keys;
using Microsoft.AspNetCore.Http.Features;
using ServiceDefaults;

namespace Gateway.Limits;

/// <summary>
/// Refuses bodies over <see cref="Defaults.BodyBytesMax"/>, but reads on a while before it says so: a connection closed
/// in the face of a sender that is still sending loses the answer.
/// </summary>
internal static class BodyLimit
{
    /// <summary>Bytes. The server's own limit.</summary>
    public const int ReadOnMax = 16 * 1024 * 1024;

    public static Task Apply(HttpContext http, RequestDelegate next)
    {
        if (Access.Of(http.GetEndpoint()).IsStreamed)
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
                server.MaxRequestBodySize = null;
            return next(http);
        }

        if (http.Request.ContentLength > Defaults.BodyBytesMax)
            return Refuse(http);
        // Nobody said how long it is: count as it comes.
        if (http.Request.ContentLength is null
            && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            http.Request.Body = new Counted(http.Request.Body);
        return next(http);
    }

    private static async Task Refuse(HttpContext http)
    {
        // Who asks before sending (Expect: 100-continue) gets the answer first.
        if (http.Request.ContentLength <= ReadOnMax && http.Request.Headers.Expect.Count == 0)
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        throw TooLarge();
    }

    public static ProblemException TooLarge() =>
        new(413, "too-large", "The body is too large.", $"At most {Defaults.BodyBytesMax} bytes are read.");

    private sealed class Counted(Stream body) : Stream
    {
        private int count;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            if ((count += read) <= Defaults.BodyBytesMax)
                return read;
            await body.CopyToAsync(Null, cancellationToken);
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        public override Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
