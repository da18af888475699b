namespace Shipments.Carriers;

/// <summary>The carriers there are, a line each: for the service, and for the contract suite of the tests.</summary>
internal static class AllCarriers
{
    public static IServiceCollection AddCarriers(this IServiceCollection services) => services
        .AddSingleton<ICarrier, Delhivery>()
        .AddSingleton<ICarrier, Shiprocket>()
        .AddSingleton<ICarrier, EasyPost>()
        .AddSingleton<ICarrier, BlueDart>()
        .AddSingleton<ICarrier, Ekart>()
        .AddSingleton<ICarrier, Xpressbees>()
        .AddSingleton<ICarrier, EcomExpress>()
        .AddSingleton<ICarrier, Shadowfax>()
        .AddSingleton<ICarrier, Dtdc>()
        .AddSingleton<ICarrier, ClickPost>()
        .AddSingleton<CarrierList>();
}
