using System.Net;
using System.Net.Http.Json;
using Npgsql;

namespace Gateway.Tests;

public sealed class KeyTests(Platform platform)
{
    private static readonly string[] Storefront = ["storefront"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/orders", "storefront")]
    [InlineData("/v1/payments/1", "storefront")]
    [InlineData("/v1/ops/webhooks/inbox", "ops")]
    [InlineData("/v1/carrier-accounts", "admin")]
    [InlineData("/v1/payment-accounts", "admin")]
    [InlineData("/v1/keys", "admin")]
    public async Task A_key_opens_what_its_scope_names_and_no_more(string path, string scope)
    {
        foreach (var (held, key) in new[]
        {
            ("storefront", Platform.StorefrontKey), ("ops", Platform.OpsKey), ("admin", Platform.AdminKey),
        })
        {
            using var client = platform.Gateway.Client(key);
            using var answer = await client.GetAsync(path, Stop);
            if (held == scope || held == "admin")
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                continue;
            }

            var problem = await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
            problem.Text("detail").ShouldContain($"'{scope}'");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer tp_live_0000000000000000000000000000000000000000")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task Without_a_valid_key_the_answer_is_401_and_says_what_is_needed(string? authorization)
    {
        using var client = platform.Gateway.Client();
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.GetAsync("/v1/orders", Stop);
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
    }

    [Fact]
    public async Task A_new_merchant_gets_a_key_for_each_scope_and_they_work_at_once()
    {
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        using var answer = await admin.PostAsJsonAsync("/v1/merchants", new { id = "second", name = "Second" }, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var keys = (await answer.Json()).GetProperty("keys");
        foreach (var scope in new[] { "storefront", "ops", "admin" })
        {
            keys.Text(scope).ShouldMatch("^tp_live_[0-9A-Za-z]{40}$");
            using var client = platform.Gateway.Client(keys.Text(scope));
            var me = await client.GetFromJsonAsync<System.Text.Json.JsonElement>("/v1/merchants/me", Stop);
            me.Text("id").ShouldBe("second");
            me.Text("name").ShouldBe("Second");
        }

        using var again = await admin.PostAsJsonAsync("/v1/merchants", new { id = "second", name = "Other" }, Stop);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "merchant-exists");
    }

    [Fact]
    public async Task A_key_is_kept_by_its_hash_alone()
    {
        var (_, text) = await NewKey();
        await using var connection = new NpgsqlConnection(platform.ConnectionString);
        await connection.OpenAsync(Stop);
        await using var select = new NpgsqlCommand("select k::text from gateway.api_keys k", connection);
        await using var rows = await select.ExecuteReaderAsync(Stop);
        var kept = new List<string>();
        while (await rows.ReadAsync(Stop))
            kept.Add(rows.GetString(0));
        var secret = text[12..];
        kept.ShouldAllBe(row => !row.Contains(secret));
        kept.ShouldContain(row => row.Contains(Keys.KeyText.HashOf(text)));
    }

    [Fact]
    public async Task A_revoked_key_is_refused_here_at_once_and_soon_in_every_other_gateway()
    {
        await using var other = platform.Start();
        var (id, text) = await NewKey();
        using var here = platform.Gateway.Client(text);
        using var there = other.Client(text);
        await Eventually.True(async () => (await there.GetAsync("/v1/orders", Stop)).StatusCode is HttpStatusCode.OK);
        (await here.GetAsync("/v1/orders", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var admin = platform.Gateway.Client(Platform.AdminKey);
        (await admin.DeleteAsync($"/v1/keys/{id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await here.GetAsync("/v1/orders", Stop)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        await Eventually.True(async () =>
            (await there.GetAsync("/v1/orders", Stop)).StatusCode is HttpStatusCode.Unauthorized);
        (await admin.DeleteAsync($"/v1/keys/{id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Nobody_sees_or_revokes_the_keys_of_another_merchant()
    {
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        using var made = await admin.PostAsJsonAsync("/v1/merchants", new { name = "Third" }, Stop);
        var third = (await made.Json()).GetProperty("keys").Text("admin");
        var (id, _) = await NewKey();
        using var stranger = platform.Gateway.Client(third);
        using var refused = await stranger.DeleteAsync($"/v1/keys/{id}", Stop);
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        var list = await (await stranger.GetAsync("/v1/keys", Stop)).Json();
        list.GetProperty("data").GetArrayLength().ShouldBe(3);
        list.ToString().ShouldNotContain(id);
    }

    [Fact]
    public async Task Keys_are_listed_page_by_page_without_their_text()
    {
        var (id, text) = await NewKey();
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={cursor}";
            var page = await (await admin.GetAsync($"/v1/keys?limit=2{next}", Stop)).Json();
            page.ToString().ShouldNotContain(text[12..]);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(key => key.Text("id")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        seen.ShouldContain(id);
        seen.ShouldBeUnique();
    }

    [Fact]
    public async Task Starting_again_with_the_same_configuration_adds_no_key()
    {
        var before = await Count();
        await using (platform.Start())
            (await Count()).ShouldBe(before);

        async Task<long> Count()
        {
            await using var connection = new NpgsqlConnection(platform.ConnectionString);
            await connection.OpenAsync(Stop);
            await using var count = new NpgsqlCommand(
                "select count(*) from gateway.api_keys where hash = any($1)", connection)
            {
                Parameters =
                {
                    new()
                    {
                        Value = new[] { Platform.StorefrontKey, Platform.OpsKey, Platform.AdminKey }
                            .Select(Keys.KeyText.HashOf).ToArray(),
                    },
                },
            };
            return (long)(await count.ExecuteScalarAsync(Stop))!;
        }
    }

    [Theory]
    [InlineData("""{"scopes":["root"]}""", "/scopes/0")]
    [InlineData("""{"scopes":[]}""", "/scopes")]
    [InlineData("""{}""", "/scopes")]
    [InlineData("""{"scopes":["ops"],"admin":true}""", "/admin")]
    public async Task A_key_asked_for_wrongly_is_refused_with_a_pointer(string body, string pointer)
    {
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        using var content = new StringContent(body, null, "application/json");
        using var answer = await admin.PostAsync("/v1/keys", content, Stop);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors")[0].Text("pointer").ShouldBe(pointer);
    }

    private async Task<(string Id, string Text)> NewKey()
    {
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        using var answer = await admin.PostAsJsonAsync("/v1/keys", new { scopes = Storefront }, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var key = await answer.Json();
        return (key.Text("id"), key.Text("key"));
    }
}
