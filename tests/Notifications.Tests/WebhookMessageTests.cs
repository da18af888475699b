using System.Text;
using System.Text.Json.Nodes;
using Notifications.Webhooks;
using Testing;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

/// <summary>Standard Webhooks 1.0.0, as others verify it.</summary>
public sealed class WebhookMessageTests
{
    private static readonly WebhookMessage Shipped = new(
        Order, "shipment.shipped", Noon, WebhookData.Of("shipped", Order, Parcel, HandedOver).With(Ann));

    [Fact]
    public void A_signature_is_the_specifications_own_example()
    {
        // The example of the specification's reference implementations.
        var key = new SigningKey(SigningKey.Hmac, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        key.Sign(Encoding.UTF8.GetBytes("msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"))
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public async Task The_reference_library_verifies_a_message_and_reads_it()
    {
        Assert.SkipUnless(Npm.IsThere, Npm.IsMissing);
        var key = SigningKey.New(SigningKey.Hmac);
        var read = await Verify(Shipped, [key], ("SECRET", key.Shown!));
        read["type"]!.GetValue<string>().ShouldBe("shipment.shipped");
        read["data"]!["orderNumber"]!.GetValue<string>().ShouldBe("1001");
        read["data"]!["trackingNumber"]!.GetValue<string>().ShouldBe("1490123456789");
        await Should.ThrowAsync<InvalidOperationException>(
            Verify(Shipped, [SigningKey.New(SigningKey.Hmac)], ("SECRET", key.Shown!)));
    }

    [Fact]
    public async Task An_ed25519_signature_is_verified_with_the_public_key_alone()
    {
        Assert.SkipUnless(Npm.IsThere, Npm.IsMissing);
        var key = SigningKey.New(SigningKey.Ed25519);
        key.Shown.ShouldBeNull();
        (await Verify(Shipped, [key], ("PUBLIC_KEY", key.PublicKey!)))["type"].ShouldNotBeNull();
        await Should.ThrowAsync<InvalidOperationException>(
            Verify(Shipped, [SigningKey.New(SigningKey.Ed25519)], ("PUBLIC_KEY", key.PublicKey!)));
    }

    [Fact]
    public async Task While_a_key_is_replaced_the_old_one_and_the_new_one_both_verify()
    {
        Assert.SkipUnless(Npm.IsThere, Npm.IsMissing);
        var now = DateTimeOffset.UtcNow;
        var old = SigningKey.New(SigningKey.Hmac);
        var (next, ended) = (SigningKey.New(SigningKey.Hmac), old with { EndsAt = now.AddSeconds(-1) });
        IReadOnlyList<SigningKey> both = [next, old with { EndsAt = now.AddHours(1) }];
        await Verify(Shipped, both, ("SECRET", old.Shown!));
        await Verify(Shipped, both, ("SECRET", next.Shown!));
        await Should.ThrowAsync<InvalidOperationException>(Verify(Shipped, [next, ended], ("SECRET", old.Shown!)));
    }

    [Fact]
    public void Nothing_of_a_person_is_told()
    {
        var occasion = HandedOver with { Reason = "Ann was out", Proof = new() { SignedBy = "Ann's sister" } };
        var told = Encoding.UTF8.GetString(
            (Shipped with { Data = WebhookData.Of("delivered", Order, Parcel, occasion).With(Ann) }).Body());
        told.ShouldNotContain("Ann");
        told.ShouldNotContain(Ann.Email!);
    }

    [Fact]
    public void Each_row_has_a_type_of_its_own_and_what_is_stored_reads_back()
    {
        WebhookTypes.All.ShouldBeUnique();
        WebhookTypes.All.ShouldAllBe(type => type.Split('.').Length == 2);
        WebhookData.Read(Shipped.Data.Write()).ShouldBe(Shipped.Data);
    }

    private static async Task<JsonNode> Verify(
        WebhookMessage message, IReadOnlyList<SigningKey> keys, (string, string) by)
    {
        using var request = message.To(new("https://shop.example/hooks"), keys, DateTimeOffset.UtcNow);
        var headers = new JsonObject(request.Headers
            .Where(header => header.Key.StartsWith("webhook-", StringComparison.Ordinal))
            .Select(header => KeyValuePair.Create(header.Key, (JsonNode?)string.Join(' ', header.Value))));
        var words = await Npm.Peers.Run("verify-webhook",
            ("BODY", await request.Content!.ReadAsStringAsync()), ("HEADERS", headers.ToJsonString()), by);
        return JsonNode.Parse(words)!;
    }
}
