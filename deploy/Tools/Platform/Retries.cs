using System.Net;

namespace Tools.Platform;

/// <summary>
/// Sends again what a passing trouble stopped: no connection, 429, 502, 503, 504, and 409 while the first of two equal
/// requests still runs. Waits as long as Retry-After says, else a little longer each time.
/// </summary>
internal sealed class Retries(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int AttemptsMax = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var pause = FirstPause * (1 << attempt);
            try
            {
                var response = await base.SendAsync(request, ct);
                if (attempt == AttemptsMax || !MayPass(response))
                    return response;
                pause = response.Headers.RetryAfter?.Delta ?? pause;
                response.Dispose();
            }
            catch (HttpRequestException) when (attempt < AttemptsMax)
            {
                // Nobody listens, or the answer was cut off: the key makes a repeat harmless.
            }

            await Task.Delay(pause, ct);
        }
    }

    private static bool MayPass(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway => true,
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => true,
        HttpStatusCode.Conflict => response.Headers.RetryAfter is not null,
        _ => false,
    };
}
