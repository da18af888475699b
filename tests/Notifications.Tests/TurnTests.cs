using System.Collections.Immutable;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

/// <summary>What becomes of a message when its turn comes.</summary>
public sealed class TurnTests
{
    private static readonly Guid OtherParcel = new("0198c0de-0000-7000-8000-000000000003");
    private static readonly Wishes AtNight =
        Wishes.None with { Customer = new() { QuietHours = new("11:00", "13:00") } };
    private static readonly Wishes Gathering = Wishes.None with { Customer = new() { DigestMinutes = 10 } };

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
            "out_for_delivery").ShouldBeOfType<Turn.Send>();

    [Fact]
    public void Another_parcels_end_is_no_news_about_this_one()
    {
        var state = State(Contact(), Milestone("out_for_delivery", Parcel), At("delivered", OtherParcel, hours: 5));
        TurnOf(state, "out_for_delivery").ShouldBeOfType<Turn.Send>();
    }

    [Fact]
    public void An_orders_news_are_old_by_any_of_its_parcels()
    {
        var state = State(Contact(), Milestone("packed"), At("shipped", OtherParcel, hours: 5));
        Of(state, "packed").ShouldBe(new Turn.Drop("overtaken: shipped at 2026-03-02 17:00 UTC"));
    }

    [Fact]
    public void What_is_switched_off_is_dropped_and_says_by_whom()
    {
        var state = State(Contact(), Milestone("packed"));
        Of(state, "packed", WishesTests.Wanted("", "!*/email"))
            .ShouldBe(new Turn.Drop("switched off by the customer"));
        Of(state, "packed", WishesTests.Wanted("!packed/email", ""))
            .ShouldBe(new Turn.Drop("switched off by the merchant"));
    }

    [Fact]
    public void Quiet_hours_hold_what_is_not_urgent()
    {
        var state = State(Contact(), Milestone("paid"), Milestone("delivered", Parcel));
        Of(state, "paid", AtNight).ShouldBe(new Turn.Wait(Noon.AddHours(1), "quiet hours"));
        TurnOf(state, "delivered", AtNight).ShouldBeOfType<Turn.Send>();
        Of(state, "paid", AtNight, Noon.AddHours(1)).ShouldBeOfType<Turn.Send>();
    }

    [Fact]
    public void Several_changes_within_minutes_go_out_together_and_what_is_urgent_at_once_with_them()
    {
        var (paid, packed, delayed) = (Message("paid"), Message("packed"), Message("delayed"));
        var state = State(Contact(), Milestone("paid"), Milestone("packed"), Milestone("delayed"));
        Of(state, "paid", Gathering)
            .ShouldBe(new Turn.Wait(Noon.AddMinutes(10), "gathered with what else comes"));
        foreach (var waiting in (Message[])[paid, packed, delayed])
            state = state.After(new NotificationCommand.Schedule(waiting.Id, Noon.AddMinutes(10), "gathered", Noon));
        ((Turn.Send)Of(state, "paid", Gathering, Noon.AddMinutes(10))).With.ShouldBe([packed.Id, delayed.Id]);
        var urgent = state.After(Milestone("cancelled"));
        ((Turn.Send)Of(urgent, "cancelled", Gathering)).With.ShouldBe([paid.Id],
            "the others are old news of a cancelled order");
        Of(urgent, "cancelled", AtNight).ShouldBeOfType<Turn.Send>().With.ShouldBeEmpty("the others sleep on");
    }

    [Fact]
    public void Nothing_is_gathered_twice_or_from_another_recipient()
    {
        var email = Milestone("paid") with { To = [new("email"), new("push", "phone")] };
        var state = State(Contact(), email, Milestone("packed"));
        foreach (var entry in state.Entries)
            state = state.After(new NotificationCommand.Schedule(entry.Message.Id, Noon.AddMinutes(10), "x", Noon));
        ((Turn.Send)Of(state, "packed", Gathering, Noon.AddMinutes(10))).With.ShouldBe([Message("paid").Id]);
        state = state.After(new NotificationCommand.Gather(Message("packed").Id, [Message("paid").Id], Noon))
            .After(Milestone("delayed"));
        ((Turn.Send)Of(state, "delayed")).With.ShouldBeEmpty();
    }

    /// <summary>
    /// The ordering rule for messages: whatever order the milestones come in, however often, and whenever in between a
    /// turn is taken or repeated, there is each message once, each comes to one end, and what was not old news when all
    /// was known from the start was sent in each of these lives.
    /// </summary>
    [Fact]
    public void The_same_milestones_in_any_order_come_to_the_same_messages()
    {
        NotificationCommand[] heard =
        [
            Contact(), Milestone("confirmed"), At("packed", null, 1), At("shipped", Parcel, 2),
            At("shipped", OtherParcel, 3), At("out_for_delivery", Parcel, 4), At("delivery_attempted", Parcel, 5),
            At("delivered", Parcel, 6), At("out_for_delivery", OtherParcel, 7), At("returned", OtherParcel, 9),
        ];
        var random = new Random(20260302);
        var (ids, latest) = ((ImmutableHashSet<Guid>?)null, Lived(heard, [], random));
        for (var run = 0; run < 60; run++)
        {
            NotificationCommand[] shuffled = [.. heard, .. heard];
            random.Shuffle(shuffled);
            var sends = new List<Guid>();
            var state = Lived(shuffled, sends, random, turns: run % 4);
            state.Entries.ShouldAllBe(e => e.Status == "sent" || e.Status == "suppressed");
            sends.ShouldBeUnique();
            var all = state.Entries.Select(e => e.Message.Id).ToImmutableHashSet();
            (ids ??= all).SetEquals(all).ShouldBeTrue();
            foreach (var entry in latest.Entries.Where(entry => entry.Status == "sent"))
                state.Find(entry.Message.Id)!.Status.ShouldBe("sent", entry.Message.Milestone);
        }
    }

    /// <summary>Hears all, takes some turns after each, and all turns at the end.</summary>
    private static NotificationState Lived(
        NotificationCommand[] heard, List<Guid> sends, Random random, int turns = 0)
    {
        var state = NotificationState.Initial;
        foreach (var command in heard)
        {
            state = state.After(command);
            for (var n = 0; n < turns && state.Entries.Count > 0; n++)
                state = Taken(state, state.Entries[random.Next(state.Entries.Count)].Message.Id, sends);
        }

        return state.Entries.Aggregate(state, (all, entry) => Taken(all, entry.Message.Id, sends));
    }

    private static NotificationState Taken(NotificationState state, Guid id, List<Guid> sends)
    {
        if (state.Find(id) is not { IsWaiting: true } entry)
            return state;
        if (Turn.Of(state, entry, Wishes.None, Noon) is Turn.Drop drop)
            return state.After(new NotificationCommand.Suppress(id, drop.Reason, Noon));
        sends.Add(id);
        var sent = new NotificationCommand.NoteSent(id, Noon);
        return state.After(sent).After(sent);
    }

    private static Turn TurnOf(NotificationState state, string milestone, Wishes? wishes = null) =>
        Turn.Of(state, state.Find(Message(milestone, Parcel).Id)!, wishes ?? Wishes.None, Noon);

    private static Turn Of(
        NotificationState state, string milestone, Wishes? wishes = null, DateTimeOffset? now = null) =>
        Turn.Of(state, state.Find(Message(milestone).Id)!, wishes ?? Wishes.None, now ?? Noon);

    private static NotificationCommand.NoteMilestone At(string milestone, Guid? parcel, int hours) =>
        Milestone(milestone, parcel) with { Occasion = HandedOver with { ReachedAt = Noon.AddHours(hours) } };
}
