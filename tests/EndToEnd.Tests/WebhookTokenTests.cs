using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

/// <summary>A carrier fetches a token from us and sends it back with its webhooks, all without a key of ours.</summary>
public sealed class WebhookTokenTests(Platform platform)
{
    private const string Grant = "grant_type=client_credentials";

    private static readonly string Push = new JsonObject
    {
        ["trackingNumber"] = "1Z204W4R0308071865",
        ["localActivityDate"] = "20240423",
        ["localActivityTime"] = "095004",
        ["activityStatus"] = new JsonObject { ["type"] = "I", ["code"] = "DP" },
    }.ToJsonString();

    [Fact]
    public async Task A_token_opens_the_webhook_of_its_account_only()
    {
        var (one, other) = (await Account("s3cret"), await Account("s3cret"));
        var answer = (await Token(one, Grant, Basic("ups-client", "s3cret"))).Is(200);
        answer["Cache-Control"].ShouldBe("no-store");
        answer["Content-Type"].ShouldStartWith("application/json");
        (answer.Json["token_type"]!.GetValue<string>(), answer.Json["expires_in"]!.GetValue<int>())
            .ShouldBe(("Bearer", 3600));
        var bearer = ("Authorization", $"Bearer {answer.Json["access_token"]!.GetValue<string>()}");
        (await platform.Anybody.Post(one, Push, bearer)).Is(200);
        (await platform.Anybody.Post(other, Push, bearer)).IsProblem(401);
        (await platform.Anybody.Post(one, Push, ("Authorization", "Bearer s3cret"))).IsProblem(401);
        (await platform.Anybody.Post(one, Push)).IsProblem(401);
    }

    [Fact]
    public async Task The_client_may_prove_itself_in_the_form_or_encoded_as_the_rfc_has_it()
    {
        var account = await Account("s3cr:et/+é");
        (await Token(account, $"{Grant}&client_id=ups-client&client_secret={Uri.EscapeDataString("s3cr:et/+é")}"))
            .Is(200);
        (await Token(account, Grant, Basic("ups-client", "s3cr:et/+é"))).Is(200);
        (await Token(account, Grant, Basic("ups-client", Uri.EscapeDataString("s3cr:et/+é")))).Is(200);
    }

    [Theory]
    [InlineData("grant_type=client_credentials", "wrong", 401, "invalid_client")]
    [InlineData("grant_type=client_credentials", null, 401, "invalid_client")]
    [InlineData("grant_type=client_credentials&client_id=ups-client&client_secret=%FF%00", null, 401, "invalid_client")]
    [InlineData("grant_type=password", "s3cret", 400, "unsupported_grant_type")]
    [InlineData("grant_type=password", "wrong", 401, "invalid_client")]
    [InlineData("", "s3cret", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", "s3cret", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&client_secret=s3cret", "s3cret", 400, "invalid_request")]
    public async Task What_is_wrong_is_said_in_the_words_of_the_rfc(
        string form, string? secret, int status, string error)
    {
        var account = await Account("s3cret");
        var answer = (await (secret is null
            ? Token(account, form) : Token(account, form, Basic("ups-client", secret)))).Is(status);
        answer.Json["error"]!.GetValue<string>().ShouldBe(error);
        answer.Json["access_token"].ShouldBeNull();
        if (status == 401)
            answer["WWW-Authenticate"].ShouldStartWith("Basic");
    }

    [Fact]
    public async Task A_body_that_is_no_form_and_an_account_of_another_scheme_get_no_token()
    {
        var account = await Account("s3cret");
        (await platform.Anybody.Post($"{account}/token", """{ "grant_type": "client_credentials" }""",
            Basic("ups-client", "s3cret"))).Is(400).Json["error"]!.GetValue<string>().ShouldBe("invalid_request");
        (await Token("/webhooks/carriers/delhivery/demo", Grant, Basic("a", Platform.DelhiverySecret)))
            .Is(400).Json["error"]!.GetValue<string>().ShouldBe("unauthorized_client");
        (await Token("/webhooks/carriers/ups/nobody", Grant, Basic("a", "b"))).IsProblem(404);
    }

    [Fact]
    public async Task While_a_secret_is_replaced_both_get_tokens_and_those_of_the_old_one_end_with_it()
    {
        var account = await Account("old");
        var ofOld = await Bearer(account, "old");
        await Replace(account, "old", "new");
        var ofNew = await Bearer(account, "new");
        (await platform.Anybody.Post(account, Push, ofOld)).Is(200);
        await Replace(account, "new");
        (await platform.Anybody.Post(account, Push, ofOld)).IsProblem(401);
        (await platform.Anybody.Post(account, Push, ofNew)).Is(200);
    }

    private async Task<string> Account(string secret)
    {
        var answer = await platform.Admin.Post(
            "/v1/carrier-accounts", Request($"t{Guid.NewGuid():N}", secret));
        return answer.Is(201).Json["webhookPath"]!.GetValue<string>();
    }

    private async Task Replace(string webhook, params string[] secrets)
    {
        var account = webhook.Split('/')[^1];
        (await platform.Admin.Send(HttpMethod.Put, $"/v1/carrier-accounts/ups/{account}", Request(account, secrets)))
            .Is(200);
    }

    private static object Request(string account, params string[] secrets) =>
        new { carrier = "ups", account, auth = new { scheme = "oauth", username = "ups-client", secrets } };

    private async Task<(string, string)> Bearer(string account, string secret) =>
        ("Authorization", "Bearer " + (await Token(account, Grant, Basic("ups-client", secret)))
            .Is(200).Json["access_token"]!.GetValue<string>());

    private Task<Answer> Token(string webhook, string form, params (string, string)[] headers) =>
        platform.Anybody.Post(
            $"{webhook}/token", new StringContent(form, null, "application/x-www-form-urlencoded"), headers);

    private static (string, string) Basic(string id, string secret) =>
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
}
