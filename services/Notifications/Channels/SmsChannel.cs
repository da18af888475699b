using Microsoft.Extensions.Options;
using Notifications.Sms;
using ServiceDefaults;

namespace Notifications.Channels;

/// <summary>
/// SMS by the merchant's own account. Without one the merchant sends none; where <c>Sms:Log</c> is set, for trials, it
/// goes to the log instead.
/// </summary>
internal sealed class SmsChannel(
    SmsAccounts accounts, IEnumerable<ISmsProvider> providers, IOptions<SmsOptions> options, TimeProvider clock,
    ILogger<SmsChannel> log) : IChannel
{
    public string Name => ChannelNames.Sms;

    /// <summary>Given up after some two hours. A merchant's provider that is slow is slow for its own.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 32, Timeout: TimeSpan.FromSeconds(40), PauseMin: TimeSpan.FromSeconds(2),
        PauseMax: TimeSpan.FromMinutes(20), AttemptsMax: 15, GroupLanes: 8);

    public async ValueTask<bool> Serves(string merchantId, CancellationToken ct) =>
        options.Value.Log || await accounts.Find(merchantId, ct) is not null;

    public async ValueTask<IReadOnlyList<string?>> Recipients(
        string merchantId, Guid orderId, string milestone, CancellationToken ct) =>
        await Serves(merchantId, ct) ? [null] : [];

    public string Spell(string address, Contact contact) =>
        SmsNumber.Of(address, contact.Country, allowed: null).E164 ?? address;

    public async Task<Outcome> Send(Handover handover, CancellationToken ct)
    {
        var account = await accounts.Find(handover.MerchantId, ct);
        if (account is null && !options.Value.Log)
            return new Outcome.Refused("the merchant has no SMS account any more");
        var number = SmsNumber.Of(handover.Recipient, handover.Contact.Country, account?.Countries);
        if (number.E164 is not { } to)
            return new Outcome.Refused(number.Fault!);
        var text = SmsText.Of(handover.Letter);
        if (account is null)
        {
            log.LogInformation("SMS to {Number}: {Text}", to, text);
            return Outcome.Taken;
        }

        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (handover.Attempt == 1 && !await accounts.Count(account.MerchantId, day, account.DailyMax, ct))
            return new Outcome.Refused($"the merchant's {account.DailyMax} SMS of the day are sent");
        return await providers.Single(provider => provider.Name == account.Provider)
            .Send(account, new(handover.Id, to, text, handover.Attempt), ct);
    }
}
