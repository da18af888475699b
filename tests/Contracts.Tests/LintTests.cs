namespace Contracts.Tests;

public sealed class LintTests
{
    [Fact]
    public async Task The_document_is_valid_and_without_a_warning_and_its_examples_are_of_their_schemas()
    {
        var words = await Node.Run("lint");
        words.ShouldNotContain("warning", Case.Insensitive);
    }
}
