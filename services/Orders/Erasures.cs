using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>Begins an erasure: from then on nothing of the person can be read, the rest follows as work.</summary>
internal sealed class Erasures(EventStore store, PersonalKeys keys, TimeProvider clock)
{
    /// <summary>
    /// The erasure of the person's key, or of the one destroyed last; null: the merchant has no such customer.
    /// </summary>
    /// <param name="merchantId">Whose customer it is.</param>
    /// <param name="person">The customer.</param>
    /// <param name="why">request, retention.</param>
    /// <param name="by">The id of the API key that asks.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task<(Guid Id, ErasureState State)?> Request(
        string merchantId, Guid person, string why, string? by, CancellationToken ct)
    {
        if (await keys.Newest(person, ct) is not { } key)
            return null;
        var id = StableId.Of("erasure", $"{key:D}");
        var command = new ErasureCommand.Request(person, why, by, clock.GetUtcNow());
        // Written down first: should this process die now, the work that follows from it destroys the key.
        await store.Transact(Erasure.Stream, merchantId, id, s => Erasure.Decide(s, command), ct: ct);
        await keys.Destroy(person, ct);
        var destroyed = new ErasureCommand.NoteKeyDestroyed(clock.GetUtcNow());
        var erased = await store.Transact(
            Erasure.Stream, merchantId, id, s => Erasure.Decide(s, destroyed), ct: ct);
        return (id, erased.State);
    }
}
