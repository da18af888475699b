using Notifications.Channels;

namespace Notifications.Sms;

/// <summary>An SMS: <c>Id</c> is the same at every try, <c>To</c> E.164, <c>Attempt</c> counts from 1.</summary>
internal sealed record SmsMessage(Guid Id, string To, string Text, int Attempt);

/// <summary>Whoever carries SMS, chosen by <see cref="Name"/> in a merchant's account.</summary>
internal interface ISmsProvider
{
    string Name { get; }

    /// <summary>What throws HttpRequestException is tried again.</summary>
    Task<Outcome> Send(SmsAccount account, SmsMessage message, CancellationToken ct);
}
