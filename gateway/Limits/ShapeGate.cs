using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Gateway.Limits;

/// <summary>
/// Refuses what is too large or too many before anything looks at it. The server's own limits lie above these, so that
/// the answer is a problem with words, and hold for what comes in pieces.
/// </summary>
internal sealed class ShapeGate(RequestDelegate next, IOptions<LimitOptions> options)
{
    private readonly LimitOptions limits = options.Value;
    private readonly Open requests = new(options.Value.ConcurrentRequests);
    private readonly Open streams = new(options.Value.Streams);

    public async Task InvokeAsync(HttpContext http)
    {
        Check(http);
        var open = IsStream(http) ? streams : requests;
        if (!open.Enter())
            throw new ProblemException(
                503, "overloaded", "Too many requests at once.", "Send the request again shortly.")
            { RetryAfter = 1 };
        try
        {
            await next(http);
        }
        finally
        {
            open.Leave();
        }
    }

    /// <summary>
    /// A stream of events is open for as long as someone looks: it has its own count and no time limit.
    /// </summary>
    public static bool IsStream(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method)
        && http.Request.Path.Value!.EndsWith("/stream", StringComparison.Ordinal);

    private void Check(HttpContext http)
    {
        var request = http.Request;
        if (http.Features.Get<IHttpRequestFeature>()!.RawTarget.Length > limits.UrlBytes)
            throw new ProblemException(414, "url-too-long", "The URL is too long.",
                $"At most {limits.UrlBytes} bytes are read.");
        var headers = 0;
        foreach (var (name, values) in request.Headers)
            for (var i = 0; i < values.Count; i++)
                headers += name.Length + (values[i]?.Length ?? 0) + 4;
        if (headers > limits.HeaderBytes)
            throw new ProblemException(431, "headers-too-large", "The header fields are too large.",
                $"At most {limits.HeaderBytes} bytes are read.");
    }

    /// <summary>How many are under way of one kind.</summary>
    private sealed class Open(int most)
    {
        private int count;

        public bool Enter()
        {
            if (Interlocked.Increment(ref count) <= most)
                return true;
            Leave();
            return false;
        }

        public void Leave() => Interlocked.Decrement(ref count);
    }
}
