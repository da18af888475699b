using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Tools.Replay;

/// <summary>
/// --orders N: the first N orders only. --run ID: what the order numbers begin with, new by default; the same again
/// sends the same orders again, which changes nothing. --parallel N: requests at a time.
/// </summary>
internal sealed record ReplayOptions(int? Orders, string Run, int Parallel)
{
    private const int RunLengthMax = 30;

    public static ReplayOptions Parse(string[] options)
    {
        var given = new ConfigurationBuilder().AddCommandLine(options).Build();
        var run = given["run"] ?? DateTime.UtcNow.ToString("'olist'yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        if (run.Length > RunLengthMax)
            throw new ArgumentException($"--run has at most {RunLengthMax} characters");
        return new(Count(given, "orders"), run, Count(given, "parallel") ?? 16);
    }

    private static int? Count(IConfiguration given, string name) => given[name] switch
    {
        null => null,
        { } text when int.TryParse(text, CultureInfo.InvariantCulture, out var count) && count > 0 => count,
        { } text => throw new ArgumentException($"--{name} takes a number above zero, not {text}"),
    };
}
