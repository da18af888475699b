using Microsoft.Extensions.Primitives;
using Shipments.Carriers;

namespace Shipments.Tests;

/// <summary>
/// The families of signatures. The expected values were made with OpenSSL and Python, not with our code.
/// </summary>
public sealed class SignatureTests
{
    private const string AfterShipSignature = "bx1De1bQCBOgmDbzVlKdMDb4OH/Uda1pe0+pDh6TrNM=";
    private const string TrackSignature = "c0095af4f1ba20ba61448ea662e79394cf97c4d1117f33fa7ebdd43e8f3960b7";
    private const string FedExHex = "e873bc26304d4501537699a6cf9c0c80c5e0216292e79b38d10355f11f33cba0";
    private const string FedExBase64 = "6HO8JjBNRQFTdpmmz5wMgMXgIWKS55s40QNV8R8zy6A=";
    private const string FedExToken = "fdx-token-0123456789-\u00e4\u00f6\u00fc-abcdef";
    private const string ShippoSignature = "f0dc13a1aed5b0e2ee87f55649e50f2b2f88f0d12947e3718eb653ddbd736286";
    private const string ShippoOldSignature = "8a8c37beb76674d704f6d0c8e514791caa92d9cacf97b636e23dabe963a91a98";

    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(1700000000);

    private static readonly byte[] ShippoBody =
        Sample.Bytes("shippo/track_updated_docs_2020_delivered_with_failure_scan");

    [Theory]
    [InlineData(AfterShipSignature, "whsec-aftership", true)]
    [InlineData(AfterShipSignature, "whsec-other", false)]
    [InlineData("6f1d437b56d00813a09836f356529d3036f8387fd475ad697b4fa90e1e93acd3", "whsec-aftership", false)]
    [InlineData("", "whsec-aftership", false)]
    public void AfterShip_signs_in_base64(string sent, string secret, bool authentic) =>
        Accepts(new AfterShip(), "aftership/tracking_update_delivered_no_checkpoints_tnt",
            "Aftership-Hmac-Sha256", sent, secret).ShouldBe(authentic);

    [Theory]
    [InlineData(TrackSignature, "8A5C-17track-key", true)]
    [InlineData(TrackSignature, "8a5c-17track-key", false)]
    // The same bytes and key as an HMAC are no proof.
    [InlineData("bb8bc2a9af537657ed7e1ea264120d35b3f38bf7abb5022966d3f551c5a249c1", "8A5C-17track-key", false)]
    public void Seventeen_track_hashes_body_slash_key(string sent, string key, bool authentic) =>
        Accepts(new SeventeenTrack(), "17track/tracking_stopped", "sign", sent, key).ShouldBe(authentic);

    [Theory]
    [InlineData(FedExHex, true)]
    [InlineData(FedExBase64, true)]
    [InlineData("E873BC26304D4501537699A6CF9C0C80C5E0216292E79B38D10355F11F33CBA0", true)]
    [InlineData("6ho8JjBNRQFTdpmmz5wMgMXgIWKS55s40QNV8R8zy6A=", false)]
    public void FedEx_signs_in_hex_or_in_base64(string sent, bool authentic) =>
        Accepts(new FedEx(), "fedex/track_api_delivered", "fdx-signature", sent, FedExToken).ShouldBe(authentic);

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(86400, false)]
    public void What_was_signed_at_another_time_is_refused(int secondsLater, bool authentic) =>
        Shippo($"t=1700000000,v1={ShippoSignature}", Signed.AddSeconds(secondsLater), "shippo-secret")
            .ShouldBe(authentic);

    [Theory]
    [InlineData($"t=1700000000, v1={ShippoSignature}", true)]
    [InlineData($"v1={ShippoOldSignature},t=1700000000,v1={ShippoSignature}", true)]
    // The time is signed too: it cannot be set to another.
    [InlineData($"t=1700000001,v1={ShippoSignature}", false)]
    [InlineData($"t=1700000000,v0={ShippoSignature}", false)]
    [InlineData($"v1={ShippoSignature}", false)]
    [InlineData("t=1700000000", false)]
    [InlineData($"t=-1,v1={ShippoSignature}", false)]
    [InlineData($"t=99999999999999999999,v1={ShippoSignature}", false)]
    [InlineData(ShippoSignature, false)]
    public void Time_and_signature_both_count(string sent, bool authentic) =>
        Shippo(sent, Signed, "shippo-secret").ShouldBe(authentic);

    [Fact]
    public void While_a_secret_is_replaced_each_is_valid_and_afterwards_one()
    {
        Shippo($"t=1700000000,v1={ShippoOldSignature}", Signed, "shippo-secret", "shippo-old").ShouldBeTrue();
        Shippo($"t=1700000000,v1={ShippoSignature}", Signed, "shippo-secret", "shippo-old").ShouldBeTrue();
        Shippo($"t=1700000000,v1={ShippoOldSignature}", Signed, "shippo-secret").ShouldBeFalse();
    }

    [Fact]
    public void One_altered_byte_is_another_body()
    {
        (ICarrier Carrier, string Body, string Header, string Sent, string Secret)[] all =
        [
            (new AfterShip(), "aftership/tracking_update_delivered_no_checkpoints_tnt", "aftership-hmac-sha256",
                AfterShipSignature, "whsec-aftership"),
            (new SeventeenTrack(), "17track/tracking_stopped", "sign", TrackSignature, "8A5C-17track-key"),
            (new FedEx(), "fedex/track_api_delivered", "fdx-signature", FedExBase64, FedExToken),
            (new Shippo(), "shippo/track_updated_docs_2020_delivered_with_failure_scan", "shippo-auth-signature",
                $"t=1700000000,v1={ShippoSignature}", "shippo-secret"),
        ];
        foreach (var (carrier, name, header, sent, secret) in all)
        {
            var body = Sample.Bytes(name);
            carrier.IsAuthentic(Request(body, header, sent), Auth(secret)).ShouldBeTrue(carrier.Name);
            body[body.Length / 2] ^= 1;
            carrier.IsAuthentic(Request(body, header, sent), Auth(secret)).ShouldBeFalse(carrier.Name);
        }
    }

    [Fact]
    public void The_header_of_a_signature_can_be_another()
    {
        var auth = Auth(FedExToken) with { Name = "x-fedex-signature" };
        var body = Sample.Bytes("fedex/track_api_delivered");
        new FedEx().IsAuthentic(Request(body, "X-FedEx-Signature", FedExHex), auth).ShouldBeTrue();
        new FedEx().IsAuthentic(Request(body, "fdx-signature", FedExHex), auth).ShouldBeFalse();
    }

    [Theory]
    [InlineData("credential", true)]
    [InlineData("x-api-key", true)]
    [InlineData("api-key", false)]
    public void UPS_sends_our_credential_in_the_header_of_its_version(string header, bool authentic) =>
        new Ups().IsAuthentic(
            Request([], header, "s3cret"), Auth("s3cret") with { Scheme = CarrierAuth.Header }).ShouldBe(authentic);

    [Fact]
    public void A_scheme_that_a_carrier_does_not_sign_by_proves_nobody()
    {
        foreach (var carrier in Sample.Carriers.Where(carrier => !carrier.Schemes.Contains(CarrierAuth.Hmac)))
            carrier.IsAuthentic(Request([], "x", "s3cret"), Auth("s3cret")).ShouldBeFalse(carrier.Name);
        foreach (var carrier in Sample.Carriers)
            carrier.IsAuthentic(Request([], "Authorization", "Bearer s3cret"),
                Auth("s3cret") with { Scheme = CarrierAuth.OAuth }).ShouldBeFalse(carrier.Name);
    }

    private static bool Shippo(string sent, DateTimeOffset receivedAt, params string[] secrets) =>
        new Shippo().IsAuthentic(
            Request(ShippoBody, "Shippo-Auth-Signature", sent) with { ReceivedAt = receivedAt }, Auth(secrets));

    private static bool Accepts(ICarrier carrier, string body, string header, string sent, params string[] secrets) =>
        carrier.IsAuthentic(Request(Sample.Bytes(body), header, sent), Auth(secrets));

    private static CarrierAuth Auth(params string[] secrets) => new(CarrierAuth.Hmac, null, null, secrets);

    private static CarrierRequest Request(byte[] body, string header, string value) => new(
        body,
        new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { [header] = value },
        new Dictionary<string, StringValues>())
    {
        ReceivedAt = Signed,
    };
}
