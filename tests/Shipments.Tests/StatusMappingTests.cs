using System.Reflection;
using Contracts;
using Shipments.Carriers;

namespace Shipments.Tests;

/// <summary>
/// Ours as theirs and theirs as ours: what they can say is not lost, and what they cannot is not made up.
/// </summary>
public sealed class StatusMappingTests
{
    private static readonly string[] AllStatuses = Constants(typeof(Statuses));
    private static readonly string[] AllDetails = Constants(typeof(Details));
    private static readonly StatusReason[] AllReasons = [.. typeof(Reasons)
        .GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Select(property => property.GetValue(null)).OfType<StatusReason>()];

    public static TheoryData<string> Systems { get; } = [.. StatusMappings.All.Select(view => view.System)];

    public static TheoryData<string, int> Everything { get; } = new(
        // What each of them can say, counted in their own documents.
        ("aftership", 40), ("easypost", 30), ("shippo", 27), ("17track", 30), ("shopify", 12));

    [Theory]
    [MemberData(nameof(Systems))]
    public void What_they_say_is_said_to_them_again(string system)
    {
        foreach (var row in StatusMappings.Of(system).Where(row => row.Way == "both"))
            StatusMappings.To(system, row.Status, row.Leg ?? Legs.Forward, row.Detail, row.Reason)!.Theirs
                .ShouldBe(row.Theirs);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Each_of_their_statuses_is_one_of_ours(string system, int count)
    {
        var from = StatusMappings.Of(system).Where(row => row.IsFrom).ToList();
        from.Select(row => string.Join(' ', row.Theirs)).ShouldBeUnique();
        from.Count.ShouldBe(count);
        from.Where(row => row.Way == "from").ShouldAllBe(row => row.Text != null);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Whatever_a_parcel_is_they_have_a_word_for_it(string system)
    {
        foreach (var status in AllStatuses.Except([Statuses.Unknown]))
        {
            string[] legs = status is Statuses.Returning or Statuses.Returned
                ? [Legs.Return] : [Legs.Forward, Legs.Return];
            foreach (var leg in legs)
            {
                foreach (var detail in AllDetails.Append(null))
                {
                    foreach (var reason in AllReasons.Select(reason => reason.Code).Append(null))
                        StatusMappings.To(system, status, leg, detail, reason)
                            .ShouldNotBeNull($"{system}: {status}, {leg}, {detail}, {reason}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_parcel_that_goes_back_is_never_said_to_be_coming(string system)
    {
        foreach (var status in (string[])[Statuses.Returning, Statuses.Returned])
        {
            var theirs = StatusMappings.To(system, status, Legs.Return, null, null)!.Theirs;
            StatusMappings.Of(system).Where(row => row.IsFrom && row.Theirs.SequenceEqual(theirs))
                .Select(row => row.Status)
                .ShouldAllBe(said => said == Statuses.Returning || said == Statuses.Returned
                    || said == Statuses.Exception);
        }
    }

    [Theory]
    [InlineData("easypost")]
    [InlineData("aftership")]
    [InlineData("shippo")]
    [InlineData("17track")]
    public void The_adapter_reads_them_so(string system)
    {
        foreach (var row in StatusMappings.Of(system).Where(row => row.IsFrom && row.Status != Statuses.Pending))
        {
            var read = system switch
            {
                "easypost" => EasyPostStatuses.Of(row.Theirs[0], row.Theirs[1]),
                "shippo" => CodeTable.Load(system).Of(string.Join('/', row.Theirs))!,
                _ => CodeTable.Load(system).Of(row.Theirs[1])!,
            };
            (read.Status, read.Leg, read.Detail, read.Reason?.Code).ShouldBe(
                (row.Status, row.Leg ?? Legs.Forward, row.Detail, row.Reason), string.Join(' ', row.Theirs));
        }
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_mapping_speaks_of_what_there_is(string system)
    {
        var fields = StatusMappings.All.Single(view => view.System == system).Fields.Count;
        foreach (var row in StatusMappings.Of(system))
        {
            row.Theirs.Count.ShouldBe(fields);
            AllStatuses.ShouldContain(row.Status);
            (row.Leg is null or Legs.Return).ShouldBeTrue(row.Leg);
            (row.Detail is null || Details.IsKnown(row.Detail)).ShouldBeTrue(row.Detail);
            (row.Reason is null || Reasons.Find(row.Reason) is not null).ShouldBeTrue(row.Reason);
            row.Way.ShouldBeOneOf("both", "from", "to");
            (row.Status is Statuses.Returning or Statuses.Returned).ShouldBe(row.Leg == Legs.Return);
        }
    }

    private static string[] Constants(Type type) =>
        [.. type.GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];
}
