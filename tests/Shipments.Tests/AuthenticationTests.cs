using System.Text;
using Microsoft.Extensions.Primitives;
using Shipments.Carriers;

namespace Shipments.Tests;

public sealed class AuthenticationTests
{
    private const string Body = "easypost/tracker_updated_fedex_in_transit";
    private const string Signature = "hmac-sha256-hex=38f3f53c103713df81616a0a186d77141957323ec21d5fe9363db93840f527db";

    [Theory]
    // The golden vector of EasyPost's own examples, its secret composed and decomposed.
    [InlineData("s\u00e9cret", Signature, true)]
    [InlineData("se\u0301cret", Signature, true)]
    [InlineData("secret", Signature, false)]
    [InlineData("s\u00e9cret", "38f3f53c103713df81616a0a186d77141957323ec21d5fe9363db93840f527db", false)]
    [InlineData("s\u00e9cret", "", false)]
    public void EasyPost_signs_the_bytes_as_they_are(string secret, string signature, bool authentic) =>
        new EasyPost().IsAuthentic(
            Request(Sample.Bytes(Body), ("x-hmac-signature", signature)), Auth(CarrierAuth.Hmac, null, secret))
            .ShouldBe(authentic);

    [Fact]
    public void One_byte_more_is_another_body() =>
        new EasyPost().IsAuthentic(
            Request([.. Sample.Bytes(Body), (byte)'\n'], ("X-Hmac-Signature", Signature)),
            Auth(CarrierAuth.Hmac, null, "s\u00e9cret")).ShouldBeFalse();

    [Theory]
    [InlineData("x-api-key", "s3cret", true)]
    [InlineData("anx-api-key", "s3cret", true)]
    [InlineData("ANX-API-KEY", "s3cret", true)]
    [InlineData("x-api-key", "S3cret", false)]
    [InlineData("x-other", "s3cret", false)]
    public void Shiprocket_sends_its_token_in_either_header(string header, string value, bool authentic) =>
        new Shiprocket().IsAuthentic(Request([], (header, value)), Auth(CarrierAuth.Header, null, "s3cret"))
            .ShouldBe(authentic);

    [Theory]
    [InlineData("x-shop-key", "s3cret", true)]
    [InlineData("x-shop-key", "Bearer s3cret", true)]
    [InlineData("x-api-key", "s3cret", false)]
    public void Delhiverys_header_is_the_merchants_choice(string header, string value, bool authentic) =>
        new Delhivery().IsAuthentic(
            Request([], (header, value)), Auth(CarrierAuth.Header, "X-Shop-Key", "s3cret")).ShouldBe(authentic);

    [Theory]
    [InlineData("old")]
    [InlineData("new")]
    public void Several_secrets_are_valid_at_once(string sent) =>
        new Delhivery().IsAuthentic(
            Request([], ("k", sent)), Auth(CarrierAuth.Header, "k", "old", "new")).ShouldBeTrue();

    [Fact]
    public void Basic_credentials_and_a_token_in_the_url_prove_a_sender()
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("shop:s3cret"));
        new EasyPost().IsAuthentic(
            Request([], ("Authorization", $"Basic {basic}")),
            new CarrierAuth(CarrierAuth.Basic, null, "shop", ["s3cret"]))
            .ShouldBeTrue();
        var query = Request([]) with { Query = Fields(("token", "s3cret")) };
        new EasyPost().IsAuthentic(query, Auth(CarrierAuth.Query, null, "s3cret")).ShouldBeTrue();
        new EasyPost().IsAuthentic(query, Auth(CarrierAuth.Query, null, "other")).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_secret_nobody_is_authentic()
    {
        foreach (var carrier in Sample.Carriers)
            carrier.IsAuthentic(Request([], ("x-api-key", "")), Auth(CarrierAuth.Header, "x-api-key")).ShouldBeFalse();
    }

    private static CarrierAuth Auth(string scheme, string? name, params string[] secrets) =>
        new(scheme, name, null, secrets);

    private static CarrierRequest Request(byte[] body, params (string, string)[] headers) =>
        new(body, Fields(headers), Fields());

    private static Dictionary<string, StringValues> Fields(params (string Name, string Value)[] fields) =>
        fields.ToDictionary(f => f.Name, f => new StringValues(f.Value), StringComparer.OrdinalIgnoreCase);
}
