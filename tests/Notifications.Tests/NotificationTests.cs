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
    [InlineData("exception")]
    [InlineData("returning")]
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
            (queued, new NotificationCommand.NoteSent(id, Noon)),
            (queued, new NotificationCommand.NoteFailed(id, "refused", Noon)),
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
