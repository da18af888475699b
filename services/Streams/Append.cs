using System.Diagnostics;
using System.Text.Json;

namespace Streams;

/// <summary>Some events for one stream at one version, serialised once, waiting to be written.</summary>
internal sealed class Append
{
    private const int EventBytesMax = 1 << 20;

    private readonly TaskCompletionSource<bool> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal required string Tenant { get; init; }

    internal required string StreamId { get; init; }

    internal required long ExpectedVersion { get; init; }

    internal required IReadOnlyList<Row> Events { get; init; }

    internal required string? CorrelationId { get; init; }

    internal required string? CausationId { get; init; }

    internal required string? TraceParent { get; init; }

    internal string? Headers => TraceParent is null ? null : $$"""{"traceparent":"{{TraceParent}}"}""";

    /// <summary>Its events as they stand in the log, each with its body's bytes; none before it is written.</summary>
    internal List<(Recorded<object> Recorded, int Bytes)> Written { get; } = [];

    /// <summary>True when written, false when the stream was at another version.</summary>
    internal Task<bool> Outcome => outcome.Task;

    internal static Append Of<TEvent>(
        EventTypes types, string tenant, string streamId, long version, IReadOnlyList<TEvent> events, Cause? cause,
        Activity? activity) where TEvent : class
    {
        var rows = new Row[events.Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = Row.Of(types, events[i]);
        return new()
        {
            Tenant = tenant,
            StreamId = streamId,
            ExpectedVersion = version,
            Events = rows,
            CorrelationId = activity?.TraceId.ToHexString(),
            CausationId = cause?.Id,
            TraceParent = activity?.Id,
        };
    }

    /// <summary>The <paramref name="n"/>th event, counted from 0, stands at this position.</summary>
    internal void Stands(int n, long position, DateTimeOffset recordedAt) => Written.Add((
        new(Events[n].Id, Tenant, StreamId, ExpectedVersion + n + 1, position, Events[n].Event, recordedAt,
            CorrelationId, CausationId, TraceParent), Events[n].Data.Length));

    internal void Settle(bool written) => outcome.TrySetResult(written);

    internal void Fail(Exception exception) => outcome.TrySetException(exception);

    internal readonly record struct Row(Guid Id, string Alias, string DotNetType, byte[] Data, object Event)
    {
        internal static Row Of(EventTypes types, object happened)
        {
            var type = types.Of(happened);
            var data = JsonSerializer.SerializeToUtf8Bytes(happened, type.Json);
            if (WholeText.MayBeMissing(data) && !WholeText.IsIn(happened, type.Strict))
                throw new UnstorableEventException(type.Alias, "a text holds half a character (a lone surrogate)");
            if (data.Length > EventBytesMax)
                throw new UnstorableEventException(type.Alias, $"{data.Length} bytes are more than {EventBytesMax}");
            if (HoldsNul(data))
                throw new UnstorableEventException(type.Alias, "a text holds a NUL character");
            return new(Guid.CreateVersion7(), type.Alias, type.DotNetType, data, happened);
        }

        /// <summary>jsonb refuses the escape \u0000; a backslash that is itself escaped does not make one.</summary>
        private static bool HoldsNul(ReadOnlySpan<byte> json)
        {
            var escape = "\\u0000"u8;
            for (var from = 0; json[from..].IndexOf(escape) is var at and >= 0; from += at + 1)
            {
                var backslashes = 0;
                while (from + at - 1 - backslashes >= 0 && json[from + at - 1 - backslashes] == (byte)'\\')
                    backslashes++;
                if (backslashes % 2 == 0)
                    return true;
            }

            return false;
        }
    }
}
