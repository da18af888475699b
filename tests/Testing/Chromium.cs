namespace Testing;

/// <summary>
/// The Chromium of this machine: what TRACKING_CHROMIUM names, else what a distribution's package puts on the path.
/// `./run test` installs it where it may; where it may not, what needs a browser is skipped.
/// </summary>
public static class Chromium
{
    public const string IsMissing =
        "Chromium is not on this machine: install it (Debian: apt-get install chromium) or set TRACKING_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>The program; null: there is none.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("TRACKING_CHROMIUM")
        ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
