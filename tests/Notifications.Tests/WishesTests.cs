using Switched = System.Collections.Generic.IReadOnlyDictionary<
    string, System.Collections.Generic.IReadOnlyDictionary<string, bool>>;

namespace Notifications.Tests;

public sealed class WishesTests
{
    private static readonly Row Shipped = Rows.Find("shipped")!;

    [Theory]
    // As the table has it, as the merchant settles, as the customer wants, the more special first.
    [InlineData("", "", "email", true)]
    [InlineData("", "", "sms", false)]
    [InlineData("shipped/sms", "", "sms", true)]
    [InlineData("*/sms", "", "sms", true)]
    [InlineData("*/sms !shipped/sms", "", "sms", false)]
    [InlineData("", "!shipped/email", "email", false)]
    [InlineData("", "!*/email", "email", false)]
    [InlineData("", "!*/email shipped/email", "email", true)]
    [InlineData("", "shipped/sms", "sms", true)]
    // What the merchant does not tell, the customer cannot have.
    [InlineData("!shipped/email", "shipped/email", "email", false)]
    [InlineData("!*/sms", "shipped/sms", "sms", false)]
    public void A_message_is_switched_by_merchant_and_customer(
        string merchant, string customer, string channel, bool isOn) =>
        Wanted(merchant, customer).IsOn(Shipped, channel).ShouldBe(isOn);

    [Fact]
    public void The_customers_quiet_hours_and_digest_count_before_the_merchants()
    {
        var wishes = new Wishes(
            new() { DigestMinutes = 30, QuietHours = new("00:00", "23:59") },
            new() { DigestMinutes = 0, QuietHours = new("01:00", "02:00") }, TimeZoneInfo.Utc);
        wishes.Digest.ShouldBe(TimeSpan.Zero);
        wishes.QuietUntil(Given.Noon).ShouldBeNull();
        (wishes with { Customer = new() }).Digest.ShouldBe(TimeSpan.FromMinutes(30));
        (wishes with { Customer = new() }).QuietUntil(Given.Noon).ShouldBe(Given.Noon.AddHours(11).AddMinutes(59));
        (wishes with { Customer = new() { QuietHoursOff = true } }).QuietUntil(Given.Noon).ShouldBeNull();
    }

    [Fact]
    public void No_quiet_hours_and_some_of_ones_own_cannot_be_meant_together()
    {
        var off = new Preferences { QuietHoursOff = true };
        new PreferencesValidator().Validate(off).IsValid.ShouldBeTrue();
        new PreferencesValidator().Validate(off with { QuietHours = new("22:00", "07:00") }).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void Unsubscribing_switches_a_channel_off_whatever_was_switched_on_before_and_nothing_else()
    {
        var before = new Preferences
        {
            Messages = Messages("shipped/email !shipped/sms delivered/email */push"),
            Locale = "en",
        };
        var after = before.Without("email");
        var wishes = new Wishes(new(), after, TimeZoneInfo.Utc);
        foreach (var row in Rows.All)
            wishes.IsOn(row, "email").ShouldBeFalse(row.Milestone);
        (wishes.IsOn(Shipped, "push"), wishes.IsOn(Shipped, "sms"), after.Locale).ShouldBe((true, false, "en"));
        Notifications.Wanted.Decide(new Known<Preferences>(after), p => p.Without("email"), "unsubscribe", Given.Noon)
            .ShouldBeEmpty("it is so already");
    }

    [Fact]
    public void What_is_wanted_already_is_no_change()
    {
        var settings = new MessageSettings { Messages = Messages("!packed/email"), DailyMax = 3 };
        var decided = Notifications.Wanted.Decide(new Known<MessageSettings>(new()), settings, "key", Given.Noon);
        decided.Count.ShouldBe(1);
        Notifications.Wanted.Decide(
            new Known<MessageSettings>(settings), settings with { Messages = Messages("!packed/email") }, "key",
            Given.Noon).ShouldBeEmpty();
        var state = decided.Aggregate(new Known<MessageSettings>(new()), (_, one) =>
            new(((SettingsEvent.Changed)one).Settings));
        Notifications.Wanted.Settings.ThroughSnapshot(state).Value.DailyMax.ShouldBe(3);
    }

    internal static Wishes Wanted(string merchant, string customer) => new(
        new() { Messages = Messages(merchant) }, new() { Messages = Messages(customer) }, TimeZoneInfo.Utc);

    /// <summary>"shipped/sms !packed/email": on, off.</summary>
    internal static Switched Messages(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(one => (Off: one[0] == '!', Parts: one.TrimStart('!').Split('/')))
        .GroupBy(one => one.Parts[0]).ToDictionary(row => row.Key, IReadOnlyDictionary<string, bool> (row) =>
            row.ToDictionary(one => one.Parts[1], one => !one.Off));
}
