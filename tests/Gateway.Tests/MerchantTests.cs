using Gateway.Merchants;
using ServiceDefaults;

namespace Gateway.Tests;

public sealed class MerchantTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_stored_format_of_a_merchants_events_is_the_approved_one()
    {
        var (now, approved) = StoredFormat.Compare(
            typeof(MerchantEvent), MerchantJson.Default, "tests/Gateway.Tests");
        now.ShouldBe(approved);
    }

    [Fact]
    public void A_change_is_written_down_once_with_who_made_it_and_outlives_a_snapshot()
    {
        var first = Merchant.Decide(new(), Zone("Asia/Kolkata")).ShouldHaveSingleItem()
            .ShouldBeOfType<MerchantEvent.SettingsChanged>();
        first.ChangedBy.ShouldBe("key");
        first.OccurredAt.ShouldBe(Now);
        first.Settings.Name.ShouldBe("Registered");
        var state = Merchant.Stream.ThroughSnapshot(Merchant.Evolve(new(), first));
        state.Settings!.TimeZone.ShouldBe("Asia/Kolkata");
        Merchant.Decide(state, Zone("Asia/Kolkata")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#ffffff", "#000000", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#767676", "#ffffff", 4.54)]
    [InlineData("#1d4fd8", "#1D4FD8", 1)]
    public void Contrast_is_what_wcag_says(string one, string other, double ratio) =>
        Contrast.Between(one, other).ShouldBe(ratio, 0.005);

    [Fact]
    public void Black_or_white_can_be_read_on_any_colour()
    {
        for (var grey = 0; grey < 256; grey++)
        {
            var colour = $"#{grey:x2}{grey:x2}{grey:x2}";
            Contrast.Between(colour, Contrast.TextOn(colour)).ShouldBeGreaterThanOrEqualTo(Contrast.TextMin);
        }
    }

    private static MerchantCommand.ChangeSettings Zone(string zone) => new(
        "Registered", settings => settings with { TimeZone = zone }, "key", Now);
}
