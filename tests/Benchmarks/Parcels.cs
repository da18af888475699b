using System.Globalization;
using Tools.Platform;

namespace Benchmarks;

internal sealed record Parcel(Guid Order, string Waybill);

internal static class Parcels
{
    /// <summary>Orders with a registered Delhivery parcel each, for the measures that need some.</summary>
    public static async Task<IReadOnlyList<Parcel>> Register(PlatformClient platform, string run, int count)
    {
        var parcels = new Parcel[count];
        var first = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 10;
        await Parallel.ForAsync(0, count, async (index, _) =>
        {
            var order = await platform.Place(Requests.OrderOf($"{run}-parcel-{index}"));
            var waybill = (first + index).ToString(CultureInfo.InvariantCulture);
            await platform.Ship(order.Id, new([new("KETTLE-1L", 1), new("TEA-ASSAM", 2)])
            {
                Carrier = "delhivery",
                TrackingNumber = waybill,
            });
            parcels[index] = new(order.Id, waybill);
        });
        return parcels;
    }
}
