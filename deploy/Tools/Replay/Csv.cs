using System.Text;

namespace Tools.Replay;

/// <summary>Reads comma-separated values (RFC 4180) whose first line names the columns.</summary>
internal static class Csv
{
    /// <summary>One dictionary a line, by the column's name; an empty field is an empty text.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string path)
    {
        using var reader = new StreamReader(path);
        if (Fields(reader) is not { } columns)
            yield break;
        while (Fields(reader) is { } fields)
        {
            if (fields.Count != columns.Count)
                throw new InvalidDataException($"{path}: {columns.Count} columns, but a line of {fields.Count} fields");
            yield return columns.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    // Null at the end. Within quotes a line break belongs to the field, and two quotes are one.
    private static List<string>? Fields(StreamReader reader)
    {
        if (reader.Peek() < 0)
            return null;
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        while (reader.Read() is var read and >= 0)
        {
            switch ((char)read)
            {
                case '"' when quoted && reader.Peek() == '"':
                    field.Append((char)reader.Read());
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                case '\n' when !quoted:
                    fields.Add(field.ToString());
                    return fields;
                case '\r' when !quoted:
                    break;
                case var character:
                    field.Append(character);
                    break;
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
