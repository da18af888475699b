using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;

namespace EndToEnd.Tests;

/// <summary>A subscription to DHL's push is confirmed by asking DHL's API, for which a real server stands in.</summary>
public sealed class DhlHandshakeTests(Platform platform) : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Path, string? Key, string? Secret)> asked = [];
    private readonly ConcurrentDictionary<string, int> failures = [];
    private WebApplication? api;

    private string ApiBase => $"http://127.0.0.1:{platform.CarrierApiPort}/push/v1/";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{platform.CarrierApiPort}");
        api = builder.Build();
        api.Run(Answer);
        await api.StartAsync();
    }

    public ValueTask DisposeAsync() => api!.DisposeAsync();

    [Fact]
    public async Task A_subscription_is_confirmed_with_the_key_of_the_account_and_the_secret_it_brought()
    {
        var account = await Account(new { apiKey = "dhl-key", apiBase = ApiBase });
        var id = $"sub-{Guid.NewGuid():N}";
        failures[id] = 2;
        await Validate(account, id);
        await Eventually.True(() => Task.FromResult(Asked(id).Count == 3));
        Asked(id).Distinct().ShouldBe([($"/push/v1/subscription/{id}", "dhl-key", "sh\u00e9")]);
        (await Waiting("ignored", id))["reason"]!.GetValue<string>().ShouldContain(id);
    }

    [Fact]
    public async Task Without_a_key_it_waits_visibly_and_goes_on_when_the_key_is_there()
    {
        var account = await Account(new { apiBase = ApiBase });
        var id = $"sub-{Guid.NewGuid():N}";
        await Validate(account, id);
        await Eventually.True(async () => (await Inbox("unmatched", id)) is not null);
        (await Waiting("unmatched", id))["reason"]!.GetValue<string>().ShouldContain("apiKey");
        (await platform.Admin.Send(HttpMethod.Put, $"/v1/carrier-accounts/dhl/{account}",
            Request(account, new { apiKey = "later", apiBase = ApiBase }))).Is(200);
        await Eventually.True(() => Task.FromResult(Asked(id).Count > 0));
        Asked(id)[0].Key.ShouldBe("later");
    }

    [Fact]
    public async Task A_secret_setting_is_never_shown_and_a_wrong_one_is_refused_by_its_name()
    {
        var account = await Account(new { apiKey = "do-not-show", apiBase = ApiBase });
        var shown = (await platform.Admin.Get("/v1/carrier-accounts")).Is(200);
        shown.Text.ShouldNotContain("do-not-show");
        var settings = shown.Json["data"]!.AsArray()
            .Single(one => one!["account"]!.GetValue<string>() == account)!["settings"]!;
        ((string?)settings["apiBase"], (string?)settings["apiKey"]).ShouldBe((ApiBase, "set"));
        (await platform.Admin.Post("/v1/carrier-accounts", Request("x1", new { apibase = ApiBase })))
            .IsProblem(400, "/settings/apibase");
        (await platform.Admin.Post("/v1/carrier-accounts", Request("x1", new { apiBase = "file:///etc/passwd" })))
            .IsProblem(400, "/settings/apiBase");
    }

    private async Task Answer(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        asked.Enqueue((path, http.Request.Headers["DHL-API-Key"], http.Request.Headers["DHL-API-Hook-Secret"]));
        var id = path.Split('/')[^1];
        http.Response.StatusCode = failures.AddOrUpdate(id, -1, (_, left) => left - 1) >= 0 ? 503 : 200;
        await http.Response.WriteAsync("{}");
    }

    private List<(string Path, string? Key, string? Secret)> Asked(string id) =>
        [.. asked.Where(one => one.Path.EndsWith(id, StringComparison.Ordinal))];

    private async Task<string> Account(object settings)
    {
        var account = $"t{Guid.NewGuid():N}";
        (await platform.Admin.Post("/v1/carrier-accounts", Request(account, settings))).Is(201);
        return account;
    }

    private static object Request(string account, object settings) => new
    {
        carrier = "dhl",
        account,
        auth = new { scheme = "header", header = "x-our-token", secret = "s3cret" },
        settings,
    };

    private async Task Validate(string account, string id) => (await platform.Anybody.Post(
        $"/webhooks/carriers/dhl/{account}",
        new JsonObject
        {
            ["scope"] = "subscription.validate",
            ["self"] = $"https://169.254.169.254/tracking/push/v1/subscription/{id}",
            ["secret"] = "sh\u00e9",
        }.ToJsonString(),
        ("x-our-token", "s3cret"))).Is(200);

    private async Task<JsonNode> Waiting(string state, string id)
    {
        await Eventually.True(async () => await Inbox(state, id) is not null);
        return (await Inbox(state, id))!;
    }

    private async Task<JsonNode?> Inbox(string state, string id) =>
        (await platform.Ops.Get($"/v1/ops/webhooks/inbox?state={state}&limit=100")).Is(200).Json["data"]!.AsArray()
            .FirstOrDefault(item => item!["body"]!.GetValue<string>().Contains(id, StringComparison.Ordinal));
}
