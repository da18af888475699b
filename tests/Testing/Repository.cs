namespace Testing;

/// <summary>Where the checkout lies: the folder of the solution above the test's own assembly.</summary>
public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string? directory)
    {
        while (directory is not null && !File.Exists(Path.Combine(directory, "TrackingPlatform.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("The tests run outside a checkout of the repository.");
    }
}
