using static Notifications.Tests.Given;

namespace Notifications.Tests;

public sealed class NotificationTests
{
    [Theory]
    [InlineData("confirmed")]
    [InlineData("shipped")]
    [InlineData("out_for_delivery")]
    [InlineData("delivered")]
    [InlineData("cancelled")]
    public void A_milestone_worth_an_email_is_queued(string milestone) =>
        Notification.Decide(State(Contact()), Milestone(milestone, Parcel)).ShouldBe(
            [new NotificationEvent.Queued(Message(milestone, Parcel), HandedOver) { OccurredAt = Noon }]);

    [Theory]
    [InlineData("unheard_of")]
    [InlineData("something_new")]
    public void Other_milestones_are_nothing(string milestone) =>
        Notification.Decide(State(Contact()), Milestone(milestone, Parcel)).ShouldBeEmpty();

    [Fact]
    public void A_milestone_heard_twice_is_one_message()
    {
        var state = State(Contact(), Milestone("shipped", Parcel));
        var later = Milestone("shipped", Parcel) with { Occasion = HandedOver with { ReachedAt = Noon.AddDays(1) } };
        Notification.Decide(state, later).ShouldBeEmpty();
        Notification.Decide(state, Milestone("shipped", Order)).Count.ShouldBe(1, "another parcel is another message");
    }

    [Fact]
    public void What_comes_before_the_contact_waits_and_goes_out_with_it()
    {
        var early = State(Milestone("confirmed"), Milestone("shipped", Parcel));
        Notification.Decide(early, Contact()).ShouldBe(
        [
            new NotificationEvent.ContactNoted(Ann) { OccurredAt = Noon },
            new NotificationEvent.Queued(Message("confirmed"), HandedOver) { OccurredAt = Noon },
            new NotificationEvent.Queued(Message("shipped", Parcel), HandedOver) { OccurredAt = Noon },
        ]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Without_an_address_it_is_recorded_as_not_sent(string? email)
    {
        var nobody = Contact(Ann with { Email = email });
        var notSent = new NotificationEvent.NotSent(Message("confirmed"), "no e-mail address") { OccurredAt = Noon };
        Notification.Decide(State(nobody), Milestone("confirmed")).ShouldBe([notSent]);
        Notification.Decide(State(Milestone("confirmed")), nobody)[1].ShouldBe(notSent);
    }

    [Fact]
    public void A_message_ends_once()
    {
        var id = Message("confirmed").Id;
        var queued = State(Contact(), Milestone("confirmed"));
        var sent = new NotificationCommand.NoteSent(id, Noon.AddSeconds(3));
        var failed = new NotificationCommand.NoteFailed(id, "refused", Noon.AddSeconds(3));
        Notification.Decide(queued, sent).ShouldBe(
            [new NotificationEvent.Sent(Message("confirmed")) { OccurredAt = Noon.AddSeconds(3) }]);
        Notification.Decide(queued, failed).ShouldBe(
            [new NotificationEvent.Failed(Message("confirmed"), "refused") { OccurredAt = Noon.AddSeconds(3) }]);
        Notification.Decide(queued.After(sent), failed).ShouldBeEmpty();
        Notification.Decide(queued.After(failed), sent).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_told_to_nobody_is_known_where_it_makes_others_old_news()
    {
        var state = State(Contact());
        Notification.Decide(state, Milestone("returned", Parcel) with { To = [] }).ShouldBe(
            [new NotificationEvent.Reached("returned", Parcel) { OccurredAt = Noon }]);
        Notification.Decide(state, Milestone("delivered", Parcel) with { To = [] }).ShouldBe(
            [new NotificationEvent.Reached("delivered", Parcel) { OccurredAt = Noon }]);
        Notification.Decide(state, Milestone("packed") with { To = [] }).ShouldBeEmpty();
    }

    [Fact]
    public void Each_channel_and_each_recipient_has_a_message_of_its_own()
    {
        var told = Notification.Decide(State(Contact(Ann with { Phone = "+911234567890" })), Milestone("delivered") with
        {
            To = [new("email"), new("sms"), new("push", "phone"), new("push", "laptop"), new("webhook", "erp")],
        });
        told.Count.ShouldBe(5);
        told.ShouldAllBe(one => one is NotificationEvent.Queued);
        told.Cast<NotificationEvent.Queued>().Select(one => one.Message.Id).ShouldBeUnique();
    }

    [Fact]
    public void What_one_message_says_with_others_ends_with_it()
    {
        var (paid, packed) = (Message("paid"), Message("packed"));
        var state = State(Contact(), Milestone("paid"), Milestone("packed"),
            new NotificationCommand.Gather(paid.Id, [packed.Id, paid.Id], Noon));
        Notification.With(state, state.Find(paid.Id)!).Select(other => other.Message).ShouldBe([packed]);
        Notification.Decide(state, new NotificationCommand.NoteSent(packed.Id, Noon)).ShouldBeEmpty();
        Notification.Decide(state, new NotificationCommand.NoteSent(paid.Id, Noon)).ShouldBe(
        [
            new NotificationEvent.Sent(paid) { OccurredAt = Noon },
            new NotificationEvent.Sent(packed) { OccurredAt = Noon, With = paid.Id },
        ]);
        Notification.Decide(state, new NotificationCommand.NoteFailed(paid.Id, "refused", Noon)).Count.ShouldBe(2);
    }

    [Fact]
    public void What_was_gathered_in_a_message_that_is_not_sent_waits_for_itself_again()
    {
        var (paid, packed) = (Message("paid"), Message("packed"));
        var state = State(Contact(), Milestone("paid"), Milestone("packed"),
            new NotificationCommand.Gather(paid.Id, [packed.Id], Noon),
            new NotificationCommand.Suppress(paid.Id, "overtaken", Noon));
        state.Find(paid.Id)!.Status.ShouldBe("suppressed");
        (state.Find(packed.Id)! is { IsWaiting: true, With: null, Occasion: not null }).ShouldBeTrue();
        state.Find(packed.Id)!.DueAt.ShouldBe(Noon);
    }

    [Fact]
    public void What_is_being_handed_over_is_not_said_by_another_as_well()
    {
        var (paid, packed) = (Message("paid"), Message("packed"));
        var scheduled = State(Contact(), Milestone("paid"), Milestone("packed"),
            new NotificationCommand.Schedule(paid.Id, Noon.AddMinutes(10), "gathered", Noon),
            new NotificationCommand.Schedule(packed.Id, Noon.AddMinutes(10), "gathered", Noon));
        var gatherPaid = new NotificationCommand.Gather(packed.Id, [paid.Id], Noon);
        var begun = scheduled.After(new NotificationCommand.Gather(paid.Id, [], Noon));
        (begun.Find(paid.Id)! is { Status: "begun", IsWaiting: true }).ShouldBeTrue();
        Notification.With(begun.After(gatherPaid), begun.Find(packed.Id)!).ShouldBeEmpty();
        Notification.With(
            begun.After(new NotificationCommand.PutOff(paid.Id, "busy", Noon)).After(gatherPaid),
            begun.Find(packed.Id)!).ShouldBeEmpty("it may have been taken");
        var gathered = scheduled.After(gatherPaid);
        gathered.Find(paid.Id)!.IsWaiting.ShouldBeFalse();
        Notification.Decide(gathered, new NotificationCommand.Gather(paid.Id, [], Noon)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(typeof(NotificationEvent.Queued), true)]
    [InlineData(typeof(NotificationEvent.Scheduled), true)]
    [InlineData(typeof(NotificationEvent.Sent), false)]
    public void What_is_queued_and_what_waits_for_its_time_becomes_work(Type happened, bool isWork) =>
        new DeliveryReactor(null!, [], TimeProvider.System).Concerns(happened).ShouldBe(isWork);

    [Fact]
    public void Repeating_any_command_decides_nothing()
    {
        var queued = State(Contact(), Milestone("confirmed"));
        var id = Message("confirmed").Id;
        (NotificationState State, NotificationCommand Command)[] commands =
        [
            (NotificationState.Initial, Contact()),
            (State(Milestone("confirmed")), Contact()),
            (State(Contact()), new NotificationCommand.CorrectContact(null, "other@mail.example", null, null, Noon)),
            (NotificationState.Initial, Milestone("confirmed")),
            (State(Contact()), Milestone("confirmed")),
            (State(Contact(Ann with { Email = null })), Milestone("confirmed")),
            (queued, new NotificationCommand.Schedule(id, Noon.AddHours(1), "quiet hours", Noon)),
            (queued, new NotificationCommand.PutOff(id, "busy", Noon)),
            (queued, new NotificationCommand.Suppress(id, "overtaken", Noon)),
            (State(Contact(), Milestone("confirmed"), Milestone("packed")),
                new NotificationCommand.Gather(id, [Message("packed").Id], Noon)),
            (queued, new NotificationCommand.NoteSent(id, Noon)),
            (queued, new NotificationCommand.NoteFailed(id, "refused", Noon)),
            (queued.After(new NotificationCommand.NoteSent(id, Noon)),
                new NotificationCommand.NoteBounced(id, "came back", Noon)),
        ];
        foreach (var (state, command) in commands)
        {
            Notification.Decide(state, command).ShouldNotBeEmpty(command.ToString());
            Notification.Decide(state.After(command), command).ShouldBeEmpty(command.ToString());
        }

        commands.Select(c => c.Command.GetType()).Distinct()
            .ShouldBe(typeof(NotificationCommand).GetNestedTypes().Where(t => t.IsSealed), ignoreOrder: true);
    }

    [Fact]
    public void The_same_messages_in_any_order_are_queued_once_each()
    {
        var random = new Random(20260302);
        NotificationCommand[] heard =
        [
            Contact(), Milestone("confirmed"), Milestone("shipped", Parcel), Milestone("shipped", Order),
            Milestone("out_for_delivery", Parcel), Milestone("delivered", Parcel), Milestone("delivered", Parcel),
        ];
        for (var run = 0; run < 200; run++)
        {
            NotificationCommand[] shuffled = [.. heard, .. heard];
            random.Shuffle(shuffled);
            State(shuffled).Entries.Select(e => (e.Message, e.Status)).ShouldBe(
            [
                (Message("confirmed"), "queued"), (Message("shipped", Parcel), "queued"),
                (Message("shipped", Order), "queued"), (Message("out_for_delivery", Parcel), "queued"),
                (Message("delivered", Parcel), "queued"),
            ], ignoreOrder: true);
        }
    }
}
