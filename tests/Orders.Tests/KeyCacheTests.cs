using ServiceDefaults;

namespace Orders.Tests;

/// <summary>What is in memory of more keys than it holds.</summary>
public sealed class KeyCacheTests
{
    private const int Max = 1000;

    private static readonly Guid[] Ids = [.. Enumerable.Range(0, 10 * Max).Select(_ => Guid.NewGuid())];

    private readonly LastUsed<int> known = new(Max);

    [Fact]
    public void What_comes_is_never_refused_and_no_more_than_the_most_is_kept()
    {
        foreach (var (n, id) in Ids.Index())
        {
            known.Set(id, n);
            known.TryGet(id, out var value).ShouldBeTrue();
            value.ShouldBe(n);
            known.Count.ShouldBeLessThanOrEqualTo(Max);
        }
    }

    [Fact]
    public void A_page_is_wholly_there_whatever_was_there_before()
    {
        foreach (var page in Ids.Chunk(Max / 2))
        {
            foreach (var id in page)
                known.Set(id, 1);
            page.Count(id => known.TryGet(id, out _)).ShouldBe(page.Length);
        }

        known.TryGet(Ids[0], out _).ShouldBeFalse();
    }

    [Fact]
    public void What_is_used_again_and_again_stays()
    {
        foreach (var id in Ids)
        {
            known.Set(id, 1);
            known.TryGet(Ids[0], out _).ShouldBeTrue();
        }
    }

    [Fact]
    public void What_is_set_anew_is_what_is_known()
    {
        known.Set(Ids[0], 1);
        foreach (var id in Ids[1..(Max / 2)])
            known.Set(id, 1);
        known.Set(Ids[0], 2);
        known.Set(Ids[Max], 1);
        known.TryGet(Ids[0], out var value).ShouldBeTrue();
        value.ShouldBe(2);
    }
}
