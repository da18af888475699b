using static Notifications.Tests.Given;

namespace Notifications.Tests;

/// <summary>What becomes of a message when its turn comes.</summary>
public sealed class TurnTests
{
    private static readonly Guid OtherParcel = new("0198c0de-0000-7000-8000-000000000003");

    [Theory]
    [InlineData("out_for_delivery", "delivered", true)]
    [InlineData("delivery_attempted", "delivered", true)]
    [InlineData("shipped", "returned", true)]
    [InlineData("shipped", "out_for_delivery", false)]
    [InlineData("delivered", "returned", false)]
    [InlineData("confirmed", "delivered", false)]
    public void Old_news_are_dropped_in_whatever_order_they_came(string told, string later, bool isDropped)
    {
        var (first, second) = (Milestone(told, Parcel), At(later, Parcel, hours: 5));
        foreach (var state in (NotificationState[])
            [State(Contact(), first, second), State(Contact(), second, first), State(second, first, Contact())])
            (TurnOf(state, told) is Turn.Drop).ShouldBe(isDropped);
    }

    [Fact]
    public void Nothing_is_old_news_by_what_happened_before_it() =>
        TurnOf(State(Contact(), At("delivery_attempted", Parcel, hours: -5), Milestone("out_for_delivery", Parcel)),
            "out_for_delivery").ShouldBe(new Turn.Send());

    [Fact]
    public void Another_parcels_end_is_no_news_about_this_one()
    {
        var state = State(Contact(), Milestone("out_for_delivery", Parcel), At("delivered", OtherParcel, hours: 5));
        TurnOf(state, "out_for_delivery").ShouldBe(new Turn.Send());
    }

    [Fact]
    public void An_orders_news_are_old_by_any_of_its_parcels()
    {
        var state = State(Contact(), Milestone("packed"), At("shipped", OtherParcel, hours: 5));
        Turn.Of(state, state.Find(Message("packed").Id)!)
            .ShouldBe(new Turn.Drop("overtaken: shipped at 2026-03-02 17:00 UTC"));
    }

    private static Turn TurnOf(NotificationState state, string milestone) =>
        Turn.Of(state, state.Find(Message(milestone, Parcel).Id)!);

    private static NotificationCommand.NoteMilestone At(string milestone, Guid? parcel, int hours) =>
        Milestone(milestone, parcel) with { Occasion = HandedOver with { ReachedAt = Noon.AddHours(hours) } };
}
