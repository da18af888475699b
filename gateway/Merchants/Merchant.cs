using Contracts;
using Streams;

namespace Gateway.Merchants;

/// <summary>
/// What a merchant has settled, and who changed it when. The names and fields of these records are the storage format.
/// </summary>
internal abstract record MerchantEvent
{
    private MerchantEvent() { }

    /// <summary>All settings from then on. <c>ChangedBy</c> is the id of the key that made the change.</summary>
    public sealed record SettingsChanged(
        MerchantSettings Settings, string? ChangedBy, DateTimeOffset OccurredAt) : MerchantEvent;
}

internal abstract record MerchantCommand
{
    private MerchantCommand() { }

    /// <summary><c>RegisteredName</c>: the name from when the merchant was made, until it is changed.</summary>
    public sealed record ChangeSettings(
        string RegisteredName, Func<MerchantSettings, MerchantSettings> Change, string? ChangedBy, DateTimeOffset Now)
        : MerchantCommand;
}

internal sealed record MerchantState
{
    public MerchantSettings? Settings { get; init; }

    public MerchantSettings SettingsOf(string registeredName) => Settings ?? new() { Name = registeredName };
}

internal static class Merchant
{
    /// <summary>Each merchant has one: the tenant alone tells them apart.</summary>
    public static readonly Guid Id = new("6d657263-6861-8e74-8000-000000000001");

    public static readonly StreamKind<MerchantState, MerchantEvent> Stream = new("merchant", new(), Evolve);

    public static MerchantState Evolve(MerchantState s, MerchantEvent happened) => happened switch
    {
        MerchantEvent.SettingsChanged e => s with { Settings = e.Settings },
        _ => s,
    };

    public static IReadOnlyList<MerchantEvent> Decide(MerchantState s, MerchantCommand command) => command switch
    {
        MerchantCommand.ChangeSettings c => Change(s.SettingsOf(c.RegisteredName), c),
        _ => throw new InvalidOperationException($"{command.GetType()} is not a command of a merchant."),
    };

    private static IReadOnlyList<MerchantEvent> Change(MerchantSettings before, MerchantCommand.ChangeSettings c)
    {
        var after = c.Change(before);
        return SettingChange.Between(before, after).Count == 0
            ? [] : [new MerchantEvent.SettingsChanged(after, c.ChangedBy, c.Now)];
    }
}
