using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments.Tests;

public sealed class WebhookTokenTests
{
    private static readonly CarrierAccount Account = Of("ups", "demo", "new", "old");

    private readonly Clock clock = new();

    [Theory]
    [InlineData("client", "new", true)]
    [InlineData("client", "old", true)]
    [InlineData("client", "other", false)]
    [InlineData("someone", "new", false)]
    [InlineData("", "", false)]
    public void A_token_is_given_for_the_id_and_any_valid_secret(string id, string secret, bool given) =>
        (Tokens().Issue(Account, id, secret) is not null).ShouldBe(given);

    [Fact]
    public void A_token_holds_for_its_account_until_it_ends()
    {
        var token = Tokens().Issue(Account, "client", "new")!;
        IsValid(token, Account).ShouldBeTrue();
        IsValid(token, Of("ups", "other", "new")).ShouldBeFalse();
        IsValid(token, Of("bluedart", "demo", "new")).ShouldBeFalse();
        clock.Now += WebhookTokens.Lifetime;
        IsValid(token, Account).ShouldBeTrue();
        clock.Now += TimeSpan.FromSeconds(1);
        IsValid(token, Account).ShouldBeFalse();
    }

    [Fact]
    public void A_token_ends_with_the_secret_it_was_given_for()
    {
        var token = Tokens().Issue(Account, "client", "old")!;
        IsValid(token, Account).ShouldBeTrue();
        IsValid(token, Of("ups", "demo", "new")).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_makes_or_prolongs_a_token_of_their_own()
    {
        var token = Tokens().Issue(Account, "client", "new")!;
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        var later = (long.Parse(token[..dot], null) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] forged = [later + token[dot..], token[..^1], token + "A", "", ".", "new", $"-1{token[dot..]}", "1."];
        foreach (var other in forged)
            IsValid(other, Account).ShouldBeFalse(other);
        new WebhookTokens(Key(9), clock).IsValid(Request("Authorization", $"Bearer {token}"), Account).ShouldBeFalse();
    }

    [Fact]
    public void A_token_comes_as_a_bearer_or_in_the_header_that_the_account_names()
    {
        var token = Tokens().Issue(Account, "client", "new")!;
        Tokens().IsValid(Request("x-api-key", token), Account).ShouldBeFalse();
        var named = Account with { Auth = Account.Auth with { Name = "token" } };
        Tokens().IsValid(Request("Token", token), named).ShouldBeTrue();
        Tokens().IsValid(Request("Authorization", $"Bearer {token}"), named).ShouldBeFalse();
    }

    private bool IsValid(string token, CarrierAccount account) =>
        Tokens().IsValid(Request("Authorization", $"Bearer {token}"), account);

    private WebhookTokens Tokens() => new(Key(1), clock);

    private static IOptions<PlatformOptions> Key(byte first) =>
        Options.Create(new PlatformOptions { IdentityKey = Convert.ToBase64String([first, .. new byte[31]]) });

    private static CarrierAccount Of(string carrier, string account, params string[] secrets) => new(
        "m", carrier, account, new CarrierAuth(CarrierAuth.OAuth, null, "client", secrets), null,
        new CarrierSettings(), default);

    private static CarrierRequest Request(string header, string value) => new(
        default, new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { [header] = value },
        new Dictionary<string, StringValues>());

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
