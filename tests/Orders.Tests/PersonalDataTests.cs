using Contracts;
using ServiceDefaults;

namespace Orders.Tests;

/// <summary>What is sealed, and that nothing but its own key opens it.</summary>
public sealed class PersonalDataTests
{
    private static readonly PersonKey Key = new(Guid.CreateVersion7(), new byte[32]);

    [Theory]
    [InlineData(typeof(OrderPlaced),
        "Customer.Id, Customer.Name, Customer.Email, Customer.Phone, ShippingAddress.Name, ShippingAddress.Line1, "
        + "ShippingAddress.Line2, ShippingAddress.PostalCode, ShippingAddress.Latitude, ShippingAddress.Longitude")]
    [InlineData(typeof(ShipmentProgressed),
        "Scan.Reason.Text, Scan.CarrierText, Scan.SignedBy, Scan.Proof.SignedBy, Scan.Proof.Relation, "
        + "Scan.Proof.SignatureUrl, Scan.Proof.PhotoUrl, Scan.Proof.Code, Standing.Reason.Text, "
        + "Standing.Proof.SignedBy, Standing.Proof.Relation, Standing.Proof.SignatureUrl, Standing.Proof.PhotoUrl, "
        + "Standing.Proof.Code")]
    public void What_is_personal_in_a_message_is_the_approved_list(Type message, string paths) =>
        string.Join(", ", PersonalParts.PathsOf(message)).ShouldBe(paths);

    [Fact]
    public void Sealing_leaves_the_value_alone_and_touches_only_what_is_personal()
    {
        var address = new Address
        {
            Line1 = "14 Lake View Road", City = "Bengaluru", PostalCode = "560001", Country = "IN",
            Latitude = 12.97194, Longitude = 77.59369,
        };
        var kept = PersonalParts.Map(address, Key.Seal);
        address.Line1.ShouldBe("14 Lake View Road");
        kept.ShouldBe(address with
        {
            Line1 = Key.Seal("14 Lake View Road"), PostalCode = Key.Seal("560001"), Latitude = 12.97, Longitude = 77.59,
        });
        kept.Line1.ShouldNotContain("Lake");
    }

    [Fact]
    public void The_same_text_is_sealed_alike_so_that_a_repeat_is_known_as_one()
    {
        Key.Seal("Asha Rao").ShouldBe(Key.Seal("Asha Rao"));
        Key.Seal("Asha Rao").ShouldNotBe(Key.Seal("Asha Rau"));
        new PersonKey(Key.Id, [.. Enumerable.Repeat((byte)1, 32)]).Seal("Asha Rao").ShouldNotBe(Key.Seal("Asha Rao"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Asha Rao")]
    [InlineData("مرحبا بالعالم 🎁 \"quoted\"\nsecond line")]
    [InlineData("~p1.not-a-sealed-text~")]
    public void A_sealed_text_comes_back_as_it_was(string text)
    {
        Opened($"before {Key.Seal(text)} after", Key).ShouldBe($"before {text} after");
    }

    [Fact]
    public void Another_key_or_a_changed_text_opens_nothing()
    {
        var kept = Key.Seal("Asha Rao");
        var changed = kept[..^10] + (kept[^10] == 'A' ? 'B' : 'A') + kept[^9..];
        Opened(kept, new(Key.Id, [.. Enumerable.Repeat((byte)1, 32)])).ShouldBe(kept);
        Opened(changed, Key).ShouldBe(changed);
    }

    [Theory]
    [InlineData("~p1.AAAAAAAAAAAAAAAAAAAAAB.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA~")]
    [InlineData("~p1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA~")]
    [InlineData("~p1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("~p1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAA~ ~p1. ~p1.~ ~p1.AAAAAAAAAAAAAAAAAAAAAA.")]
    public void What_only_looks_like_a_sealed_text_stays_as_it_is(string text)
    {
        Opened(text, Key).ShouldBe(text);
        Opened($"{text}{Key.Seal("Asha Rao")}", Key).ShouldBe($"{text}Asha Rao");
    }

    [Fact]
    public void Several_persons_texts_are_each_opened_with_their_own_key_and_one_erased_is_known()
    {
        var (other, gone) = (new PersonKey(Guid.NewGuid(), Key32(7)), new PersonKey(Guid.NewGuid(), Key32(8)));
        var text = $"{Key.Seal("a")}, {other.Seal("b")}, {gone.Seal("c")}, {Key.Seal("\"d\"")}, {other.Seal("e")}";
        (PersonKey?, bool) KeyOf(Guid id) => id == Key.Id ? (Key, true) : id == other.Id ? (other, true) : (null, true);
        SealedTexts.Open(text, isJson: false, KeyOf).ShouldBe("a, b, [erased], \"d\", e");
        SealedTexts.Open(text, isJson: true, KeyOf).ShouldBe("""a, b, [erased], \"d\", e""");
    }

    private static string Opened(string text, PersonKey key) =>
        SealedTexts.Open(text, isJson: false, id => id == key.Id ? (key, true) : (null, false));

    private static byte[] Key32(byte of) => [.. Enumerable.Repeat(of, 32)];
}
