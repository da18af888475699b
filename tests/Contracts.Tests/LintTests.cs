using Testing;

namespace Contracts.Tests;

public sealed class LintTests
{
    [Fact]
    public async Task The_document_is_valid_and_without_a_warning_and_its_examples_are_of_their_schemas()
    {
        Assert.SkipUnless(Node.IsThere, Node.IsMissing);
        var words = await Node.Run("lint");
        words.ShouldNotContain("warning", Case.Insensitive);
    }

    [Fact]
    public async Task The_description_of_the_bus_is_valid_and_without_a_warning()
    {
        Assert.SkipUnless(Node.IsThere, Node.IsMissing);
        (await Node.Run("lint-bus")).ShouldBeEmpty();
    }
}
