namespace Orders.Bulk;

/// <summary>
/// Cells that a spreadsheet would take for a formula are written with an apostrophe before them, as OWASP advises
/// (CSV injection), and read without it.
/// </summary>
internal static class CsvCells
{
    internal static string Safe(string? text) =>
        text is null ? "" : IsFormula(text.TrimStart('\'')) ? "'" + text : text;

    internal static string Plain(string cell) =>
        cell.StartsWith('\'') && IsFormula(cell.TrimStart('\'')) ? cell[1..] : cell;

    private static bool IsFormula(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
}
