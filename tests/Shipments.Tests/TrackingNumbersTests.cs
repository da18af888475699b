using ServiceDefaults;

namespace Shipments.Tests;

public sealed class TrackingNumbersTests
{
    private static readonly string[] Supported = ["delhivery", "shiprocket", "easypost", "fedex", "ups"];

    /// <summary>Format, valid or invalid, number: the data set's test numbers (NumberVectors.tsv).</summary>
    public static TheoryData<string, string, string> Vectors { get; } = Table();

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_number_is_one_of_a_format_or_is_not(string format, string verdict, string number)
    {
        var plain = TrackingNumbers.Normalize(number);
        var match = NumberFormats.All.Single(known => known.Id == format).Match(plain);
        (match is { Wrong: null }).ShouldBe(verdict == "valid");
        if (verdict == "valid")
            Detect(number).Candidates.Select(candidate => candidate.Carrier).ShouldContain(match!.Format.Carrier);
    }

    [Theory]
    [InlineData("1Z5R89390357567127", "ups")]
    [InlineData("EZ1000000001", "easypost")]
    [InlineData("RB123456785CF", "post")]
    public void A_number_that_says_whose_it_is_has_one_candidate(string number, string carrier)
    {
        var only = Detect(number).Candidates.ShouldHaveSingleItem();
        (only.Carrier, only.Needs.Count).ShouldBe((carrier, 0));
        only.Reasons.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_number_that_may_be_several_carriers_shows_them_all_those_of_the_merchants_accounts_first()
    {
        var found = Detect("41093210924372", "delhivery");
        found.Candidates.Select(candidate => candidate.Carrier)
            .ShouldBe(["delhivery", "shiprocket", "dhl", "xpressbees"], ignoreOrder: true);
        found.Candidates[0].ShouldSatisfyAllConditions(
            first => first.Carrier.ShouldBe("delhivery"),
            first => first.Reasons.ShouldContain("you have an account with this carrier"));
        found.Message.ShouldContain("4 carriers");
    }

    [Fact]
    public void A_right_check_digit_ranks_before_a_mere_count_of_digits()
    {
        Detect("477179081230").Candidates[0].ShouldSatisfyAllConditions(
            first => (first.Carrier, first.Confidence).ShouldBe(("fedex", "medium")),
            first => first.Reasons.ShouldContain("its check digit is right"));
        Detect("477179081231").Candidates.ShouldAllBe(candidate => candidate.Carrier != "fedex");
    }

    [Fact]
    public void A_wrong_check_digit_is_said_instead_of_a_carrier()
    {
        var found = Detect("1Z5R89390357567128");
        found.Candidates.ShouldBeEmpty();
        found.Rejected.ShouldHaveSingleItem().Reason.ShouldBe("the check digit would be 7");
        found.Message.ShouldContain("slip");
    }

    [Fact]
    public void What_a_carrier_needs_is_asked_for_until_it_is_given()
    {
        Detect("JD0002254405060991").Needs.ShouldBe(["postalCode"]);
        TrackingNumbers.Detect("JD0002254405060991", new NumberHints(Supported, [], "M1 1AA", "GB")).Needs
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("78745", "it names this postal code")]
    [InlineData("10001", "it names another postal code, 78745")]
    public void A_postal_code_in_the_number_speaks_for_its_carrier_or_against_it(string postalCode, string reason) =>
        TrackingNumbers.Detect("420787459400111206206406260787", new NumberHints(Supported, [], postalCode))
            .Candidates[0].Reasons.ShouldContain(reason);

    [Fact]
    public void A_country_that_a_carrier_does_not_deliver_in_speaks_against_it() =>
        TrackingNumbers.Detect("41093210924372", new NumberHints(Supported, [], Country: "de"))
            .Candidates[0].Carrier.ShouldBe("dhl");

    [Fact]
    public void A_number_of_no_known_kind_has_no_candidate_and_says_so()
    {
        var found = Detect("hello");
        (found.Candidates.Count, found.Rejected.Count).ShouldBe((0, 0));
        found.Message.ShouldStartWith("No carrier");
    }

    [Theory]
    [InlineData("4109-3210-924372", "delhivery", "delhivery")]
    [InlineData("9400111206206406260787", "easypost", "easypost")]
    [InlineData("1Z5R89390357567127", "", "ups")]
    [InlineData("1Z5R89390357567127", "easypost", "easypost")]
    [InlineData("1Z5R89390357567127", "easypost ups", "ups")]
    public void A_parcel_is_registered_under_the_one_way_in_which_it_can_be_reported(
        string number, string accounts, string carrier) =>
        Numbers.Chosen(Detect(number, accounts.Split(' '))).ShouldBe(carrier);

    [Theory]
    [InlineData("41093210924372", "delhivery shiprocket", "carrier-ambiguous")]
    [InlineData("41093210924372", "", "carrier-ambiguous")]
    [InlineData("9400111206206406260787", "easypost aftership", "carrier-ambiguous")]
    [InlineData("9400111206206406260787", "", "carrier-not-detected")]
    [InlineData("hello", "delhivery", "carrier-not-detected")]
    public void Where_there_are_several_ways_or_none_the_storefront_is_asked(
        string number, string accounts, string code)
    {
        var asked = Should.Throw<ProblemException>(() => Numbers.Chosen(Detect(number, accounts.Split(' '))));
        (asked.Status, asked.Code).ShouldBe((422, code));
        asked.More!.ShouldContainKey("candidates");
    }

    [Fact]
    public void Every_format_names_a_carrier_and_a_way_to_check_it()
    {
        foreach (var format in NumberFormats.All)
            (format.Id.Length * format.Carrier.Length * format.Name.Length).ShouldBePositive(format.Id);
        NumberFormats.All.Select(format => format.Id).ShouldBeUnique();
    }

    private static Detection Detect(string number, params string[] accounts) =>
        TrackingNumbers.Detect(number, new NumberHints(Supported, accounts));

    private static TheoryData<string, string, string> Table()
    {
        using var reader = new StreamReader(
            typeof(TrackingNumbersTests).Assembly.GetManifestResourceStream("NumberVectors")!);
        var table = new TheoryData<string, string, string>();
        foreach (var line in reader.ReadToEnd().Split('\n').Where(line => line.Length > 0))
            table.Add(line.Split('\t')[0], line.Split('\t')[1], line.Split('\t')[2]);
        return table;
    }
}
