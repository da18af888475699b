using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class CodeTableTests
{
    private const string Columns = "code\tstatus\tleg\tdetail\treason\ttext\n";

    [Fact]
    public void A_row_is_a_meaning_whatever_the_case_and_spacing_of_its_code()
    {
        var table = CodeTable.Read("x", Columns
            + "# a remark\n"
            + "nondlv_door lock\tdelivery_attempted\t\t\tpremises_closed\tOffice closed or door lock\n"
            + "rtodlv\treturned\treturn\n");
        table.Of(" NONDLV_Door  Lock ").ShouldBe(new Meaning(DeliveryAttempted, null, Reasons.PremisesClosed));
        table.Of("RTODLV").ShouldBe(new Meaning(Returned, null, null, Legs.Return));
        table.Of("dlv").ShouldBeNull();
        table.Of(null).ShouldBeNull();
        table.All.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("a\tarrived", "'a' has the unknown status 'arrived'")]
    [InlineData("a\tpending", "'a' has the unknown status 'pending'")]
    [InlineData("a\tin_transit\tback", "'a' has the unknown leg 'back'")]
    [InlineData("a\treturning", "'a' goes back without its leg")]
    [InlineData("a\tin_transit\t\tvanished", "'a' has the unknown detail 'vanished'")]
    [InlineData("a\texception\t\tlost\tmislaid", "'a' has the unknown reason 'mislaid'")]
    [InlineData("a\tdelivery_attempted", "'a' needs a reason")]
    [InlineData("a\tinfo_received\t\tpickup_failed", "'a' needs a reason")]
    [InlineData(" \tin_transit", "is no row")]
    [InlineData("b\tin_transit\nB\tin_transit", "'B' is there already")]
    public void A_row_that_is_not_right_is_refused_with_its_place(string row, string fault) =>
        Should.Throw<InvalidDataException>(() => CodeTable.Read("x", Columns + row)).Message.ShouldContain(fault);

    [Fact]
    public void A_table_without_its_columns_or_that_is_not_there_is_refused()
    {
        Should.Throw<InvalidDataException>(() => CodeTable.Read("x", "a\tin_transit"));
        Should.Throw<InvalidDataException>(() => CodeTable.Load("nobody"));
    }

    [Fact]
    public void Every_table_there_is_can_be_loaded()
    {
        foreach (var name in typeof(CodeTable).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Codes/", StringComparison.Ordinal)))
            CodeTable.Load(Path.GetFileNameWithoutExtension(name)).All.ShouldNotBeEmpty(name);
    }
}
