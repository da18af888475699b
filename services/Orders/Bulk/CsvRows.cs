using System.Text;
using ServiceDefaults;

namespace Orders.Bulk;

/// <summary>A row of a CSV file and the lines it stands on; the first row's cells are the columns' names.</summary>
internal sealed record CsvRow(int First, int Last, string[] Cells, ProblemException? Wrong = null);

/// <summary>
/// Reads CSV (RFC 4180) row by row; no more than a row is in memory. A row that is none is told, and the next ones are
/// read: a quote that nobody closes costs its own line, not the rest of the file. Empty lines are no rows.
/// </summary>
internal static class CsvRows
{
    // A cell may hold line breaks, but hardly more of them than an address has lines.
    private const int LinesMax = 20;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    internal static async IAsyncEnumerable<CsvRow> Read(
        Stream body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var lines = OrderLines.Lines(body, ct).GetAsyncEnumerator(ct);
        var ahead = new List<FileLine>();
        var width = 0;
        while (ahead.Count > 0 || await More())
        {
            var text = Text(ahead[0]);
            var (taken, cells) = (1, text is null ? null : Cells(text));
            // Quotes are open at the end of the line.
            while (text is not null && cells is null && taken < LinesMax && (ahead.Count > taken || await More())
                && Text(ahead[taken]) is { } more && text.Length + more.Length < Defaults.BodyBytesMax)
            {
                (taken, text) = (taken + 1, $"{text}\n{more}");
                cells = Cells(text);
            }

            var wrong = text is null ? Wrong("It is too long, or no UTF-8.")
                : cells is null ? Wrong("Its quotes are not closed.")
                : width > 0 && cells.Skip(width).Any(cell => cell.Length > 0) ? Wrong(
                    $"It has {cells.Length} cells, and the first row names {width}: what holds a comma is quoted.")
                : null;
            taken = wrong is null ? taken : 1;
            if (cells is not [""])
                yield return new(ahead[0].Number, ahead[taken - 1].Number, cells ?? [], wrong);
            width = width > 0 || cells is [""] ? width : cells?.Length ?? 0;
            ahead.RemoveRange(0, taken);
        }

        async ValueTask<bool> More()
        {
            if (!await lines.MoveNextAsync())
                return false;
            ahead.Add(lines.Current);
            return true;
        }
    }

    private static ProblemException Wrong(string why) =>
        new(400, "bad-row", "The row is not CSV as RFC 4180 has it.", why);

    private static string? Text(FileLine line)
    {
        try
        {
            return line.Bytes is null ? null
                : Utf8.GetString(line.Number == 1 && line.Bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble)
                    ? line.Bytes.AsSpan(3) : line.Bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>
    /// Without the blanks around them, unless they are quoted. Null: quotes are still open at the end. Within a cell
    /// that does not begin with one, a quote is a character like others.
    /// </summary>
    private static string[]? Cells(string text)
    {
        if (!text.Contains('"', StringComparison.Ordinal))
            return text.Split(',', StringSplitOptions.TrimEntries);
        var cells = new List<string>();
        for (var at = 0; ; at++)
        {
            while (at < text.Length && text[at] == ' ')
                at++;
            var quoted = "";
            if (at < text.Length && text[at] == '"')
            {
                if (Closing(text, at + 1) is not { } closing)
                    return null;
                quoted = text[(at + 1)..closing].Replace("\"\"", "\"", StringComparison.Ordinal);
                at = closing + 1;
            }

            var end = text.IndexOf(',', at) is var comma and >= 0 ? comma : text.Length;
            cells.Add(quoted + text[at..end].TrimEnd());
            if (end == text.Length)
                return [.. cells];
            at = end;
        }
    }

    /// <summary>The quote that is not doubled; null when there is none.</summary>
    private static int? Closing(string text, int at)
    {
        for (at = text.IndexOf('"', at); at >= 0; at = text.IndexOf('"', at + 2))
        {
            if (at + 1 == text.Length || text[at + 1] != '"')
                return at;
            if (at + 2 == text.Length)
                break;
        }

        return null;
    }
}
