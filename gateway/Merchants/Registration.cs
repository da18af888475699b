using ServiceDefaults;
using Streams;

namespace Gateway.Merchants;

internal static class Registration
{
    public static void AddMerchants(this WebApplicationBuilder builder)
    {
        builder.AddMigration("gateway", Schema.Sql("gateway"));
        builder.AddStreams("gateway", MerchantJson.Default, Merchant.Stream).React<TenantReactor>();
        builder.AddBus("gateway", _ => { }, Published.From);
    }
}
