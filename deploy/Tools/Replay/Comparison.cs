using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Tools.Platform;

namespace Tools.Replay;

/// <summary>Reads orders back until each is as the data say, or patience ends: late facts are still coming.</summary>
internal sealed class Comparison(PlatformClient platform, Storefront storefront, int parallel)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>One line for each thing that is not as it must be, by order.</summary>
    public async Task<IReadOnlyDictionary<OlistOrder, IReadOnlyList<string>>> Run(IReadOnlyList<OlistOrder> orders)
    {
        var open = orders.ToDictionary(order => order, _ => (IReadOnlyList<string>)[]);
        var sinceBetter = Stopwatch.StartNew();
        while (true)
        {
            var before = open.Count;
            open = await Mismatching(open.Keys);
            // As long as something still comes right it is worth waiting.
            if (open.Count < before)
                sinceBetter.Restart();
            if (open.Count == 0 || sinceBetter.Elapsed > Patience)
                return open;
            await Task.Delay(Pause);
        }
    }

    private async Task<Dictionary<OlistOrder, IReadOnlyList<string>>> Mismatching(IEnumerable<OlistOrder> orders)
    {
        var found = new ConcurrentDictionary<OlistOrder, IReadOnlyList<string>>();
        await Parallel.ForEachAsync(orders, new ParallelOptions { MaxDegreeOfParallelism = parallel },
            async (order, _) =>
            {
                if (await Compare(order) is { Count: > 0 } lines)
                    found[order] = lines;
            });
        return new(found);
    }

    private async Task<IReadOnlyList<string>> Compare(OlistOrder order)
    {
        if (storefront.IdOf(order) is not { } id)
            return ["was never placed"];
        var expected = Expectation.Of(order);
        var timeline = await platform.Timeline(id);
        var score = (await platform.Order(id)).Feedback?.Score;
        var parcel = timeline.Shipments.SingleOrDefault();
        var lines = new List<string>();
        Check("status", expected.Status, timeline.Status);
        Check("payment", expected.PaymentStatus, timeline.Payment.Status);
        Check("captured", expected.Captured, timeline.Payment.Captured.Amount);
        Check("refunded", expected.Refunded, timeline.Payment.Refunded.Amount);
        Check("handed over", expected.HandedOverAt, parcel?.HandedOverAt);
        Check("delivered", expected.DeliveredAt, parcel?.DeliveredAt);
        Check("score", expected.Score, score);
        return lines;

        void Check<T>(string what, T must, T isNow)
        {
            if (!EqualityComparer<T>.Default.Equals(must, isNow))
                lines.Add($"{what} must be {Text(must)}, is {Text(isNow)}");
        }

        static string Text<T>(T value) => value switch
        {
            null => "none",
            DateTimeOffset at => at.ToString("yyyy-MM-ddTHH:mm:ss.FFFzzz", CultureInfo.InvariantCulture),
            _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        };
    }
}
