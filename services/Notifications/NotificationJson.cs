using System.Text.Json.Serialization;

namespace Notifications;

/// <summary>How events are written down.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NotificationEvent.ContactNoted))]
[JsonSerializable(typeof(SettingsEvent.Changed), TypeInfoPropertyName = "SettingsChanged")]
[JsonSerializable(typeof(PreferencesEvent.Changed), TypeInfoPropertyName = "PreferencesChanged")]
[JsonSerializable(typeof(NotificationEvent.Held))]
[JsonSerializable(typeof(NotificationEvent.Queued))]
[JsonSerializable(typeof(NotificationEvent.Suppressed))]
[JsonSerializable(typeof(NotificationEvent.Gathered))]
[JsonSerializable(typeof(NotificationEvent.PutOff))]
[JsonSerializable(typeof(NotificationEvent.Scheduled))]
[JsonSerializable(typeof(NotificationEvent.Reached))]
[JsonSerializable(typeof(NotificationEvent.NotSent))]
[JsonSerializable(typeof(NotificationEvent.Sent))]
[JsonSerializable(typeof(NotificationEvent.Failed))]
[JsonSerializable(typeof(NotificationEvent.Bounced))]
internal sealed partial class NotificationJson : JsonSerializerContext;
