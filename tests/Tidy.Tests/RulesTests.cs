namespace Tidy.Tests;

/// <summary>The rules themselves, on code that breaks them: a rule that finds nothing proves nothing.</summary>
public sealed class RulesTests
{
    [Theory]
    [InlineData("a // b", "a     ")]
    [InlineData("a /* b\n */ c", "a     \n    c")]
    [InlineData("""f("{\"") }""", "f(     ) }")]
    [InlineData("f(@\"\\\") }", "f(@   ) }")]
    [InlineData("\"\"\"{ \" \"\"\" }", "           }")]
    [InlineData("c is '{' }", "c is     }")]
    public void Words_in_comments_and_strings_do_not_count(string code, string blanked) =>
        Blank.StringsAndComments(code).ShouldBe(blanked);

    [Fact]
    public void A_function_is_measured_from_its_head_to_its_closing_brace()
    {
        const string code = """
            namespace A;

            class B
            {
                static readonly int[] Data = new[] { 1, 2 };

                int F(
                    int a)
                {
                    // }
                    return a;
                }

                void G() => H(() =>
                {
                    I();
                });
            }
            """;

        Functions.In("a.cs", code).ShouldBe(
        [
            new Function("a.cs", 7, "int F( int a)", 6),
            new Function("a.cs", 14, "void G() => H(() =>", 4),
        ]);
    }
}
