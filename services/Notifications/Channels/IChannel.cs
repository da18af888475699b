using Notifications.Templates;

namespace Notifications.Channels;

/// <summary>A way to reach a customer; chosen by <see cref="Name"/>.</summary>
internal interface IChannel
{
    string Name { get; }

    /// <summary>
    /// Hands a letter over, under an id that is the same at every try. Null when it was accepted, else why it never
    /// will be. Whatever may pass throws.
    /// </summary>
    Task<string?> Send(Guid id, string address, Letter letter, CancellationToken ct);
}
