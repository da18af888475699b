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
        .AddSingleton<ICarrier, Shippo>()
        .AddSingleton<ICarrier, AfterShip>()
        .AddSingleton<ICarrier, SeventeenTrack>()
        .AddSingleton<ICarrier, Dhl>()
        .AddSingleton<ICarrier, FedEx>()
        .AddSingleton<ICarrier, Ups>()
        .AddFormats()
        .AddSingleton<CarrierList>();

    // Each is a file in Formats/ and one in Codes/.
    private static IServiceCollection AddFormats(this IServiceCollection services) =>
        Generic.All.Aggregate(services, (all, carrier) => all.AddSingleton(carrier));
}
