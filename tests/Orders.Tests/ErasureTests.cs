using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class ErasureTests
{
    private static readonly ErasureCommand[] WholeLife =
    [
        new ErasureCommand.Request(Guid.NewGuid(), "request", "key", Noon),
        new ErasureCommand.NoteKeyDestroyed(Noon.AddSeconds(1)),
        new ErasureCommand.NoteRemoved("orders", "orders", 1, 0, Noon.AddSeconds(2)),
        new ErasureCommand.NoteRemoved("shipments", "payloads", 2, 1, Noon.AddSeconds(3)),
        new ErasureCommand.NoteVerified(9, 0, Noon.AddSeconds(4)),
    ];

    [Fact]
    public void Each_step_of_an_erasure_is_written_down_once()
    {
        var state = ErasureState.Initial;
        foreach (var command in WholeLife)
        {
            var decided = Erasure.Decide(state, command);
            decided.Count.ShouldBe(1);
            state = decided.Aggregate(state, Erasure.Evolve);
        }

        foreach (var command in WholeLife)
            Erasure.Decide(state, command).ShouldBeEmpty();
        Erasure.Stream.ThroughSnapshot(state);
        state.Removed.Select(part => part.Where).ShouldBe(["orders", "shipments"]);
        state.Verified!.Texts.ShouldBe(9);
    }
}
