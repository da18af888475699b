using ServiceDefaults;
using Shipments.Carriers;
using Streams;

namespace Shipments;

/// <summary>Gives instructions for parcels: to the carrier's API where it takes them, else to the merchant.</summary>
internal sealed class Instructing(
    EventStore store, IEnumerable<IInstructs> carriers, CarrierApiTokens tokens, PersonalKeys keys, TimeProvider clock)
{
    /// <summary>It is to be brought to the customer, and may still be.</summary>
    public static bool IsOpen(Shipment parcel) =>
        Statuses.IsOpen(parcel.Standing.Status) && parcel.Standing.Leg == Legs.Forward;

    public async Task<ShipmentCommand.Instruct> Command(
        string merchantId, Shipment parcel, Guid instructionId, Instruction instruction, CancellationToken ct)
    {
        var isHandedOver = parcel is { Carrier: { } carrier, TrackingNumber: not null }
            && carriers.Any(one => one.Name == carrier && one.Kinds.Contains(instruction.Kind))
            && await tokens.Find(merchantId, carrier, ct) is not null;
        return new(instructionId, instruction, isHandedOver, clock.GetUtcNow());
    }

    /// <summary>What follows from an order: not asked of a parcel that has come to its end meanwhile.</summary>
    public async Task Ask(
        string merchantId, Guid id, Guid instructionId, Instruction instruction, CancellationToken ct)
    {
        var known = await store.Load(Shipment.Stream, merchantId, id, ct);
        // What comes from an order is sealed already.
        var command = keys.Open(await Command(merchantId, known.State, instructionId, instruction, ct));
        await store.Transact(Shipment.Stream, merchantId, id, state => !IsOpen(state) ? []
            : Shipment.Decide(state, keys.Seal(command, state.PersonId)), ct: ct);
    }
}
