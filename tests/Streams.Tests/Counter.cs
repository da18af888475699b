using System.Text.Json.Serialization;

namespace Streams.Tests;

public abstract record CounterEvent
{
    private CounterEvent() { }

    public sealed record Incremented(int By, string? Note = null) : CounterEvent;

    public sealed record SetToZero : CounterEvent;
}

/// <summary>The smallest stream: a number.</summary>
internal static class Counter
{
    internal static readonly StreamKind<int, CounterEvent> Stream = new("counter", 0, Evolve);

    internal static IReadOnlyList<CounterEvent> Increment(int _) => [new CounterEvent.Incremented(1)];

    private static int Evolve(int state, CounterEvent happened) => happened switch
    {
        CounterEvent.Incremented incremented => state + incremented.By,
        CounterEvent.SetToZero => 0,
        _ => state,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CounterEvent.Incremented))]
[JsonSerializable(typeof(CounterEvent.SetToZero))]
internal sealed partial class CounterJson : JsonSerializerContext;
