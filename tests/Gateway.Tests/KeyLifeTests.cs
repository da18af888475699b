using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Keys;

namespace Gateway.Tests;

/// <summary>How keys end: by rotation, by their expiry, by being revoked; and who may make merchants.</summary>
public sealed class KeyLifeTests(Platform platform)
{
    private static readonly string[] AdminScope = ["admin"];
    private static readonly string[] OpsScope = ["ops"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rotated_key_works_until_its_overlap_ends_in_every_gateway()
    {
        var clock = new Clock();
        await using var here = platform.Start(clock);
        await using var there = platform.Start(clock);
        using var admin = here.Client(Platform.AdminKey);
        var old = await Make(admin, new { scopes = OpsScope, name = "warehouse" });
        var made = await Answer(await admin.PostAsJsonAsync(
            $"/v1/keys/{old.Text("id")}/rotate", new { overlap = "PT1H" }, Stop));
        made.Text("name").ShouldBe("warehouse");
        made.GetProperty("scopes")[0].GetString().ShouldBe("ops");
        made.GetProperty("expiresAt").ValueKind.ShouldBe(JsonValueKind.Null);
        var ends = made.GetProperty("replaces").GetProperty("expiresAt").GetDateTimeOffset();
        (await Listed(admin, old)).Text("replacedBy").ShouldBe(made.Text("id"));
        (await Listed(admin, old)).GetProperty("expiresAt").GetDateTimeOffset()
            .ShouldBe(ends, TimeSpan.FromMilliseconds(1));

        await Eventually.True(async () => await Status(there, made.Text("key")) is HttpStatusCode.OK);
        foreach (var gateway in new[] { here, there })
            foreach (var key in new[] { old, made })
                (await Status(gateway, key.Text("key"))).ShouldBe(HttpStatusCode.OK);

        clock.Ahead = ends - TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1);
        foreach (var gateway in new[] { here, there })
        {
            (await Status(gateway, old.Text("key"))).ShouldBe(HttpStatusCode.Unauthorized);
            (await Status(gateway, made.Text("key"))).ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_rotation_lasts_a_day_when_nobody_says_otherwise_and_no_time_when_somebody_does()
    {
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        var old = await Make(admin, new { scopes = OpsScope });
        var made = await Answer(await admin.PostAsync($"/v1/keys/{old.Text("id")}/rotate", null, Stop));
        (made.GetProperty("replaces").GetProperty("expiresAt").GetDateTimeOffset()
            - made.GetProperty("createdAt").GetDateTimeOffset()).ShouldBe(TimeSpan.FromDays(1));

        await Answer(await admin.PostAsJsonAsync(
            $"/v1/keys/{made.Text("id")}/rotate", new { overlap = "PT0S" }, Stop));
        (await Status(platform.Gateway, made.Text("key"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await Status(platform.Gateway, old.Text("key"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_is_replaced_once_and_only_while_it_works()
    {
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        var old = await Make(admin, new { scopes = OpsScope });
        var path = $"/v1/keys/{old.Text("id")}";
        var made = await Answer(await admin.PostAsync($"{path}/rotate", null, Stop));
        var again = await (await admin.PostAsync($"{path}/rotate", null, Stop))
            .ShouldBeProblem(HttpStatusCode.Conflict, "key-replaced");
        again.Text("title").ShouldContain(made.Text("id"));
        (await admin.DeleteAsync(path, Stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await admin.PostAsync($"{path}/rotate", null, Stop))
            .ShouldBeProblem(HttpStatusCode.Conflict, "key-ended");

        var (stranger, _, _) = await platform.NewMerchant();
        await (await stranger.PostAsync($"/v1/keys/{made.Text("id")}/rotate", null, Stop))
            .ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await Status(platform.Gateway, made.Text("key"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_is_refused_from_its_expiry_on_and_so_is_what_replaced_it()
    {
        var clock = new Clock();
        await using var gateway = platform.Start(clock);
        using var admin = gateway.Client(Platform.AdminKey);
        var at = clock.GetUtcNow().AddDays(2);
        var key = await Make(admin, new { scopes = OpsScope, expiresAt = at });
        var made = await Answer(await admin.PostAsJsonAsync(
            $"/v1/keys/{key.Text("id")}/rotate", new { overlap = "P30D" }, Stop));
        (await Listed(admin, key)).GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(at, TimeSpan.FromSeconds(1));
        (await Status(gateway, key.Text("key"))).ShouldBe(HttpStatusCode.OK);
        clock.Ahead = TimeSpan.FromDays(2);
        (await Status(gateway, key.Text("key"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await Status(gateway, made.Text("key"))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_last_admin_key_that_does_not_expire_cannot_be_revoked()
    {
        var (admin, _, keys) = await platform.NewMerchant();
        var prefix = keys.Text("admin")[..12];
        var first = (await Keys(admin)).Single(key => key.Text("prefix") == prefix);
        var passing = await Make(admin,
            new { scopes = AdminScope, expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) });
        await (await admin.DeleteAsync($"/v1/keys/{first.Text("id")}", Stop))
            .ShouldBeProblem(HttpStatusCode.Conflict, "last-admin-key");
        (await admin.DeleteAsync($"/v1/keys/{passing.Text("id")}", Stop)).StatusCode
            .ShouldBe(HttpStatusCode.NoContent);

        // Asked with a key that neither of them ends, and that does not count since it expires.
        var asking = await Make(admin,
            new { scopes = AdminScope, expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) });
        using var asker = platform.Gateway.Client(asking.Text("key"));
        var second = await Make(admin, new { scopes = AdminScope });
        var answers = await Task.WhenAll(new[] { first, second }.Select(key =>
            asker.DeleteAsync($"/v1/keys/{key.Text("id")}", Stop)));
        answers.Select(answer => answer.StatusCode).Order()
            .ShouldBe([HttpStatusCode.NoContent, HttpStatusCode.Conflict]);
    }

    [Fact]
    public async Task Only_an_admin_key_of_the_operator_makes_merchants()
    {
        var (admin, _, _) = await platform.NewMerchant();
        using var ops = platform.Gateway.Client(Platform.OpsKey);
        foreach (var client in new[] { admin, ops })
            await (await client.PostAsJsonAsync("/v1/merchants", new { name = "Not mine to make" }, Stop))
                .ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public void A_new_key_ends_with_the_checksum_by_which_scanners_know_it()
    {
        KeyText.Checksum("123456789").ShouldBe("3jZRME");
        var text = KeyText.New();
        text.ShouldMatch("^tp_live_[0-9A-Za-z]{40}$");
        text[^6..].ShouldBe(KeyText.Checksum(text[..^6]));
        KeyText.New().ShouldNotBe(text);
    }

    [Theory]
    [InlineData("""{"overlap":"P31D"}""", "/overlap")]
    [InlineData("""{"overlap":"-PT1H"}""", "/overlap")]
    [InlineData("""{"overlap":"a day"}""", "/overlap")]
    [InlineData("""{"overlap":"PT1H","scopes":["admin"]}""", "/scopes")]
    public async Task A_rotation_asked_for_wrongly_is_refused_with_a_pointer(string body, string pointer)
    {
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        var key = await Make(admin, new { scopes = OpsScope });
        using var content = new StringContent(body, null, "application/json");
        using var answer = await admin.PostAsync($"/v1/keys/{key.Text("id")}/rotate", content, Stop);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors")[0].Text("pointer").ShouldBe(pointer);
    }

    private static async Task<JsonElement> Make(HttpClient admin, object key) =>
        await Answer(await admin.PostAsJsonAsync("/v1/keys", key, Stop));

    private static async Task<JsonElement> Answer(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Stop));
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return await answer.Json();
    }

    private static async Task<List<JsonElement>> Keys(HttpClient admin) =>
        [.. (await (await admin.GetAsync("/v1/keys?limit=100", Stop)).Json()).GetProperty("data").EnumerateArray()];

    private static async Task<JsonElement> Listed(HttpClient admin, JsonElement key) =>
        (await Keys(admin)).Single(one => one.Text("id") == key.Text("id"));

    private static async Task<HttpStatusCode> Status(GatewayHost gateway, string key)
    {
        using var client = gateway.Client(key);
        return (await client.GetAsync("/v1/merchants/me", Stop)).StatusCode;
    }
}
