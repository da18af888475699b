using Contracts;
using Streams;

namespace Gateway.Merchants;

/// <summary>What of merchants the services hear.</summary>
internal static class Published
{
    public static object? From(Recorded<object> recorded) => recorded.Event switch
    {
        MerchantEvent.SettingsChanged e => new MerchantChanged
        {
            MerchantId = recorded.Tenant,
            Version = recorded.Version,
            Settings = e.Settings,
            OccurredAt = e.OccurredAt,
        },
        _ => null,
    };
}
