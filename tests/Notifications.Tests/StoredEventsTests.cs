using System.Text.Json;
using Testing;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

/// <summary>Names and fields of the stored events are for ever; adding an optional field is fine.</summary>
public sealed class StoredEventsTests
{
    [Fact]
    public void The_stored_format_is_the_approved_one()
    {
        var (now, approved) = StoredFormat.Compare(
            typeof(NotificationEvent), NotificationJson.Default, "tests/Notifications.Tests");
        now.ShouldBe(approved);
    }

    [Theory]
    [InlineData(typeof(SettingsEvent), "Settings")]
    [InlineData(typeof(PreferencesEvent), "Preferences")]
    public void So_is_that_of_what_merchants_and_customers_want(Type closedSet, string folder)
    {
        var (now, approved) = StoredFormat.Compare(
            closedSet, NotificationJson.Default, $"tests/Notifications.Tests/Wanted/{folder}");
        now.ShouldBe(approved);
    }

    [Fact]
    public void An_event_comes_back_from_the_store_as_it_went_in()
    {
        foreach (var happened in Notification.Decide(State(Milestone("shipped", Parcel)), Contact()))
        {
            var type = NotificationJson.Default.GetTypeInfo(happened.GetType())!;
            var json = JsonSerializer.Serialize(happened, type);
            JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type), type).ShouldBe(json);
        }
    }
}
