using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Health;

namespace Gateway.Proxy;

internal static class Registration
{
    public static void AddProxy(this WebApplicationBuilder builder)
    {
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).CarryTraces();
        // A destination is not tried again before its failures are forgotten, whatever its reactivation period says.
        builder.Services.Configure<TransportFailureRateHealthPolicyOptions>(policy =>
            policy.DetectionWindowSize = TimeSpan.FromSeconds(5));
        // Keys say who may what. The proxy brings ASP.NET's authorization along, which, once it is there, is asked for
        // each request and has nothing to say.
        builder.Services.RemoveAll<IAuthorizationHandlerProvider>().RemoveAll<IAuthorizationService>()
            .RemoveAll<IPolicyEvaluator>();
    }
}
