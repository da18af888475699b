using System.Text.RegularExpressions;

namespace Tidy.Tests;

/// <summary>A block of code that is neither a type nor plain data, with the line it starts on.</summary>
internal sealed record Function(string File, int Line, string Head, int Length)
{
    public override string ToString() => $"{File}:{Line}: {Length} lines: {Head}";
}

internal static partial class Functions
{
    /// <summary>
    /// Every block in braces with its head: methods, accessors, lambdas and what lies in them. A block inside a
    /// function is never longer than the function, so nobody has to tell them apart to find the long ones.
    /// </summary>
    public static IEnumerable<Function> In(string file, string text)
    {
        var code = Blank.StringsAndComments(text);
        var open = new Stack<(int Line, string Head)>();
        var (line, headStart) = (1, 0);
        for (var at = 0; at < code.Length; at++)
        {
            switch (code[at])
            {
                case '\n':
                    line++;
                    break;
                case '{':
                    var head = code[headStart..at];
                    var blankLines = head.Length - head.TrimStart().Length;
                    var first = line - head[blankLines..].Count(c => c == '\n');
                    open.Push((first, Spaces().Replace(head.Trim(), " ")));
                    headStart = at + 1;
                    break;
                case '}':
                    if (open.TryPop(out var block) && !TypeOrData().IsMatch(block.Head))
                    {
                        yield return new Function(file, block.Line, block.Head, line - block.Line + 1);
                    }

                    headStart = at + 1;
                    break;
                case ';':
                    headStart = at + 1;
                    break;
            }
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum|namespace)\b|=\s*new\b[^=]*$|^$")]
    private static partial Regex TypeOrData();
}
