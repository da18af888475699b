
namespace Gateway.Keys;

internal static class Registration
{
    public static void AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Bootstrap").Get<Bootstrap>() ?? new Bootstrap());
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyWatch>());
    }
}
