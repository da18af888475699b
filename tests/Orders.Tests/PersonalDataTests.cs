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
        var found = PersonKey.Sealed().Match($"before {Key.Seal(text)} after");
        found.Success.ShouldBeTrue();
        Key.TryOpen(found.Groups["box"].ValueSpan, out var opened).ShouldBeTrue();
        opened.ShouldBe(text);
    }

    [Fact]
    public void Another_key_or_a_changed_text_opens_nothing()
    {
        var box = PersonKey.Sealed().Match(Key.Seal("Asha Rao")).Groups["box"].Value;
        new PersonKey(Key.Id, [.. Enumerable.Repeat((byte)1, 32)]).TryOpen(box, out _).ShouldBeFalse();
        Key.TryOpen((box[0] == 'A' ? 'B' : 'A') + box[1..], out _).ShouldBeFalse();
    }
}
