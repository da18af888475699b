using System.Text.Json.Serialization;

namespace Gateway.Merchants;

/// <summary>How events are written down.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MerchantEvent.SettingsChanged))]
internal sealed partial class MerchantJson : JsonSerializerContext;
