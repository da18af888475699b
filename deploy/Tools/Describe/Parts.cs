using System.Diagnostics;

namespace Tools.Describe;

/// <summary>
/// The processes' parts of the API's description, as <c>describe FILE</c> writes them: each is started from where it
/// was built, beside this program's own build, with settings that only have to look right.
/// </summary>
internal static class Parts
{
    private static readonly (string Folder, string Assembly)[] Processes =
    [
        ("gateway", "Gateway"), ("services/Orders", "Orders"), ("services/Payments", "Payments"),
        ("services/Shipments", "Shipments"), ("services/Notifications", "Notifications"),
    ];

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["ConnectionStrings__Postgres"] = "Host=none",
        ["ConnectionStrings__RabbitMq"] = "amqp://none",
        ["Platform__IdentityKey"] = Convert.ToBase64String(new byte[32]),
        ["Platform__EncryptionKey"] = Convert.ToBase64String(new byte[32]),
        ["Platform__PublicUrl"] = "http://none",
        ["Platform__Smtp"] = "smtp://none",
        ["Platform__MailFrom"] = "none@none.example",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    /// <param name="root">The repository's root.</param>
    /// <exception cref="InvalidOperationException">A process could not say it; the message has its words.</exception>
    public static async Task<IReadOnlyList<string>> Read(string root)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return await Task.WhenAll(Processes.Select(process => Ask(
            Path.Combine(root, process.Folder, "bin", configuration, "net10.0", process.Assembly + ".dll"))));
    }

    private static async Task<string> Ask(string assembly)
    {
        var file = Path.GetTempFileName();
        var start = new ProcessStartInfo("dotnet", [assembly, "describe", file])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var words = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var part = await File.ReadAllTextAsync(file);
        File.Delete(file);
        return process.ExitCode == 0 ? part : throw new InvalidOperationException(
            $"{Path.GetFileName(assembly)} cannot describe itself: {string.Concat(words).Trim()}");
    }
}
