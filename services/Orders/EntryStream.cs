using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// An order's new timeline entries as Server-Sent Events. An event's id is the order's version, so a reader that comes
/// back with <c>Last-Event-ID</c> (or <c>?lastEventId=</c>, for a first connection after reading the timeline) misses
/// nothing and gets nothing twice. A comment every 15 s keeps the connection open. A courier who has moved is a
/// "position", which has no id and is not made up for: the next one says more.
/// </summary>
internal sealed class EntryStream(
    EventStore store, LiveTail tail, Positions positions, ApiJson json, PersonalKeys keys,
    IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <param name="begin">The version after which to begin, where the reader sends no <c>Last-Event-ID</c>.</param>
    /// <param name="shown">What of an entry this reader may see; null: nothing.</param>
    internal async Task Write(
        HttpContext http, long? begin, string merchantId, Guid id, Func<TimelineEntry, TimelineEntry?> shown)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, lifetime.ApplicationStopping);
        var version = await store.Version(Order.Stream, merchantId, id, ending.Token);
        if (version == 0)
            throw ProblemException.NotFound("order");
        var last = LastEventId(http) ?? begin ?? version;
        var seen = await positions.Last(id, ending.Token);
        var signals = Channel.CreateBounded<bool>(1);
        var news = tail.Follow(merchantId, Order.Stream.StreamId(id), ending.Token);
        var forwarding = Forward(news, signals.Writer, ending.Token);
        await using var heart = clock.CreateTimer(_ => signals.Writer.TryWrite(false), null, Heartbeat, Heartbeat);
        try
        {
            await Start(http, last, ending.Token);
            await foreach (var mayHaveGrown in signals.Reader.ReadAllAsync(ending.Token))
            {
                if (!mayHaveGrown)
                {
                    await Send(http, ": still here\n\n", ending.Token);
                    continue;
                }

                var after = await SendAfter(last, http, merchantId, id, shown, ending.Token);
                if (after == last)
                    seen = await SendPosition(seen, http, id, ending.Token);
                last = after;
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader left, or this process stops: the reader comes back and goes on where it was.
        }
        finally
        {
            await ending.CancelAsync();
            await forwarding;
        }
    }

    private async Task<long> SendAfter(
        long last, HttpContext http, string merchantId, Guid id, Func<TimelineEntry, TimelineEntry?> shown,
        CancellationToken ct)
    {
        foreach (var recorded in await store.Read(Order.Stream, merchantId, id, afterVersion: last, ct: ct))
        {
            last = recorded.Version;
            if (EventOf(recorded, shown) is { } news)
                await Send(http, string.Create(CultureInfo.InvariantCulture, $"id: {last}\n{news}\n\n"), ct);
        }

        return last;
    }

    private async Task<DateTimeOffset?> SendPosition(
        DateTimeOffset? seen, HttpContext http, Guid id, CancellationToken ct)
    {
        if (await positions.Last(id, ct) is not { } at || at <= seen)
            return seen;
        await Send(http, string.Create(CultureInfo.InvariantCulture,
            $"event: position\ndata: {{\"at\":\"{at:yyyy-MM-dd'T'HH:mm:ss'Z'}\"}}\n\n"), ct);
        return at;
    }

    /// <summary>
    /// A new estimate has no entry, and scans that are read otherwise now change those there are; who shows the
    /// timeline wants to read it again: an "update".
    /// </summary>
    private string? EventOf(Recorded<OrderEvent> recorded, Func<TimelineEntry, TimelineEntry?> shown) =>
        TimelineEntries.Of(recorded) is { } entry
            ? shown(entry) is { } seen ? $"data: {keys.OpenJson(JsonSerializer.Serialize(seen, json.Options))}" : null
        : recorded.Event is OrderEvent.ShipmentProgressed or OrderEvent.ShipmentRemapped
            ? string.Create(CultureInfo.InvariantCulture, $"event: update\ndata: {{\"version\":{recorded.Version}}}")
            : null;

    /// <summary>The id without data is remembered by the reader: its first reconnection has a place.</summary>
    private static Task Start(HttpContext http, long last, CancellationToken ct)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return Send(http, string.Create(CultureInfo.InvariantCulture, $"retry: 2000\nid: {last}\n\n"), ct);
    }

    private static async Task Send(HttpContext http, string text, CancellationToken ct)
    {
        await http.Response.WriteAsync(text, Encoding.UTF8, ct);
        await http.Response.Body.FlushAsync(ct);
    }

    private static long? LastEventId(HttpContext http) => long.TryParse(
        http.Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture,
        out var version) ? version : null;

    private static async Task Forward(IAsyncEnumerable<bool> news, ChannelWriter<bool> signals, CancellationToken ct)
    {
        try
        {
            await foreach (var signal in news)
                await signals.WriteAsync(signal, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            signals.TryComplete();
        }
    }
}
