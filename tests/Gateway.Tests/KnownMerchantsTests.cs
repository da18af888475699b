using System.Net.Http.Json;
using Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Gateway.Tests;

/// <summary>What a service knows of its merchants, with the gateway as it is to ask.</summary>
public sealed class KnownMerchantsTests(Platform platform)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_has_heard_nothing_yet_asks_once()
    {
        var (admin, id, _) = await platform.NewMerchant("Asked");
        await using var service = await Start(platform.Gateway.ClientOptions.BaseAddress.ToString());
        (await Of(service, id)).Name.ShouldBe("Asked");

        // Known from here on: nobody has told of this change, and nobody asks.
        await Rename(admin, "Changed");
        await using var restarted = await Start(Platform.Nowhere());
        (await Of(restarted, id)).Name.ShouldBe("Asked");
    }

    [Fact]
    public async Task What_is_older_never_replaces_what_is_newer_and_what_is_newer_counts_at_once()
    {
        await using var service = await Start(Platform.Nowhere());
        await Note(service, "m-order", 2, "Second");
        await Note(service, "m-order", 1, "First");
        (await Of(service, "m-order")).Name.ShouldBe("Second");
        await Note(service, "m-order", 3, "Third");
        (await Of(service, "m-order")).Name.ShouldBe("Third");
    }

    [Fact]
    public async Task A_change_that_was_never_heard_is_found_within_the_hour()
    {
        var clock = new Clock();
        var (admin, id, _) = await platform.NewMerchant("Before");
        await using var service = await Start(platform.Gateway.ClientOptions.BaseAddress.ToString(), clock);
        (await Of(service, id)).Name.ShouldBe("Before");
        await Rename(admin, "After");
        // The gateway's own memory of it comes by its reactor.
        await Eventually.True(async () =>
        {
            clock.Ahead += TimeSpan.FromMinutes(61);
            return (await Of(service, id)).Name == "After";
        });
    }

    [Fact]
    public async Task While_nobody_can_be_asked_everything_is_left_to_the_platform()
    {
        await using var service = await Start(Platform.Nowhere());
        var settings = await Of(service, "m-unheard");
        settings.Name.ShouldBeEmpty();
        settings.TimeZone.ShouldBeNull();
        settings.Policies.Cancellation.Customer.ShouldBeNull();
    }

    private static ValueTask<MerchantSettings> Of(WebApplication service, string id) =>
        service.Services.GetRequiredService<ServiceDefaults.Merchants>().Of(id, Stop);

    private static Task Note(WebApplication service, string id, long version, string name) =>
        service.Services.GetRequiredService<ServiceDefaults.Merchants>().Note(
            new() { MerchantId = id, Version = version, Settings = new() { Name = name }, OccurredAt = default }, Stop);

    private static async Task Rename(HttpClient admin, string name) =>
        (await admin.PatchAsJsonAsync("/v1/merchants/me", new { name }, Stop)).EnsureSuccessStatusCode();

    private async Task<WebApplication> Start(string gateway, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var key = Convert.ToBase64String(new byte[32]);
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:Postgres", platform.ConnectionString),
            new("Platform:IdentityKey", key),
            new("Platform:EncryptionKey", key),
            new("Platform:PublicUrl", "http://127.0.0.1"),
            new("Platform:Services:gateway", gateway),
        ]);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddServiceDefaults("shop");
        builder.AddMerchants("shop");
        var service = builder.Build();
        await service.StartAsync(Stop);
        return service;
    }
}
