using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Notifications.Push;
using Notifications.Templates;
using ServiceDefaults.Languages;
using Testing;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

/// <summary>Web Push: what is encrypted, signed and said.</summary>
public sealed class PushTests
{
    private const string Endpoint = "https://push.example/send/1";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";
    private const string Device =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string DevicePrivate = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";

    /// <summary>RFC 8291, appendix A.</summary>
    [Fact]
    public void The_standards_own_example_is_encrypted_to_the_byte()
    {
        var ours = Bytes(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        using var once = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
            Q = new() { X = ours[1..33], Y = ours[33..] },
        });
        var body = PushCipher.Seal("When I grow up, I want to be a watermelon"u8, Bytes(Device), Bytes(Auth), once,
            Bytes("DGv6ra1nlYgDCS1FRnbzlw"));
        Base64Url.EncodeToString(body).ShouldBe(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6"
            + "PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    [Fact]
    public async Task A_push_service_and_a_browser_of_others_take_what_is_sent()
    {
        Assert.SkipUnless(Npm.IsThere, Npm.IsMissing);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var message = PushMessage.Of(Letter(Language.Of("hi")!), Guid.NewGuid());
        using var request = message.To(new(Endpoint, Device, Auth), isUrgent: true);
        request.Headers.TryAddWithoutValidation("Authorization",
            PushKey.Authorization(key, request.RequestUri!, "orders@shop.example", DateTimeOffset.UtcNow));
        request.Content!.Headers.ContentLength.ShouldNotBeNull();
        var headers = request.Headers.Concat(request.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
        var words = await Npm.Peers.Run("open-push",
            ("DEVICE", JsonSerializer.Serialize(new { endpoint = Endpoint, privateKey = DevicePrivate, auth = Auth })),
            ("PUBLIC_KEY", PushKey.PublicKey(key)),
            ("HEADERS", JsonSerializer.Serialize(headers)),
            ("BODY", Convert.ToBase64String(await request.Content.ReadAsByteArrayAsync())));
        var opened = JsonNode.Parse(words)!;
        var told = JsonNode.Parse(opened["text"]!.GetValue<string>())!;
        told["title"]!.GetValue<string>().ShouldBe(message.Title);
        told["body"]!.GetValue<string>().ShouldBe(message.Body);
        told["url"]!.GetValue<string>().ShouldBe(Ann.TrackingUrl);
        told["tag"]!.GetValue<string>().ShouldBe(message.Tag);
        opened["headers"]!.AsArray().ShouldBeEmpty("web-push sends them so");
    }

    [Fact]
    public void A_token_names_the_push_service_and_ends_within_a_day()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var header = PushKey.Authorization(key, new("https://push.example:8443/send/1?x=y"), "a@b.example", Noon);
        var token = header["vapid t=".Length..header.IndexOf(',')].Split('.');
        var claims = JsonNode.Parse(Bytes(token[1]))!;
        claims["aud"]!.GetValue<string>().ShouldBe("https://push.example:8443");
        claims["sub"]!.GetValue<string>().ShouldBe("mailto:a@b.example");
        DateTimeOffset.FromUnixTimeSeconds(claims["exp"]!.GetValue<long>())
            .ShouldBeInRange(Noon.AddHours(1), Noon.AddHours(24));
        key.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Bytes(token[2]), HashAlgorithmName.SHA256)
            .ShouldBeTrue();
    }

    [Fact]
    public void A_message_says_what_is_new_in_every_language_and_fits()
    {
        foreach (var language in Language.All)
        {
            var message = PushMessage.Of(Letter(language), Guid.NewGuid());
            message.Title.ShouldStartWith("Lamp Shop: ");
            message.Body.ShouldContain("1001");
            var text = message.Text();
            text.Length.ShouldBeLessThanOrEqualTo(PushCipher.TextBytesMax);
            JsonNode.Parse(text)!["body"]!.GetValue<string>().ShouldBe(message.Body);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ह")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("\"")]
    public void What_is_too_long_is_cut_and_can_still_be_read(string letter)
    {
        var endless = string.Concat(Enumerable.Repeat(letter, 3000));
        var message = new PushMessage(endless, endless, Ann.TrackingUrl, Guid.NewGuid().ToString());
        using var request = message.To(new(Endpoint, Device, Auth), isUrgent: false);
        request.Content!.Headers.ContentLength!.Value.ShouldBeLessThanOrEqualTo(PushCipher.BodyBytesMax);
        var told = JsonNode.Parse(message.Text())!;
        told["title"]!.GetValue<string>().ShouldStartWith(letter);
        told["url"]!.GetValue<string>().ShouldBe(Ann.TrackingUrl);
    }

    [Theory]
    [InlineData("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw8")]
    [InlineData("BCVxsr7N_eNgVRqvHtD0zTZsEc6-")]
    [InlineData("")]
    public void A_key_that_is_no_point_of_the_curve_is_none(string key) =>
        Should.Throw<CryptographicException>(() => PushCipher.Import(Bytes(key)).Dispose());

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);

    private static Letter Letter(Language language) => Templates.Letter.About(
        [("shipped", HandedOver)], Ann, language, new() { Name = "Lamp Shop" });
}
