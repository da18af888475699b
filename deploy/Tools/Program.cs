using Tools;
using Tools.Demo;
using Tools.Describe;
using Tools.Mail;
using Tools.Platform;
using Tools.Replay;
using Tools.Simulate;

const string usage = """
    Tools mail-sink --smtp PORT --http PORT --data FOLDER
    Tools demo
    Tools describe ROOT
    Tools simulate CARRIER [--scenario NAME] [--speed N] [--seed N] [--to URL] [--number NUMBER]
    Tools remap [CARRIER] [--why TEXT]
    Tools replay PATH [--orders N] [--run ID] [--parallel N]
    """;

try
{
    switch (args)
    {
        case ["mail-sink", .. var options]:
            await MailSink.Run(options);
            return 0;
        case ["demo"]:
            await Demo.Run(PlatformAccess.FromEnvironment(), Console.Out, TimeProvider.System);
            return 0;
        case ["describe", var root]:
            foreach (var (file, text) in Descriptions.Of(await Parts.Read(root)))
                await File.WriteAllTextAsync(Path.Combine(root, file), text);
            return 0;
        case ["simulate", var carrier, .. var options]:
            await Simulate.Run(PlatformAccess.FromEnvironment(), carrier, SimulateOptions.Parse(options), Console.Out,
                TimeProvider.System);
            return 0;
        case ["remap", .. var options]:
            return await Remap.Run(PlatformAccess.FromEnvironment(), options, Console.Out);
        case ["replay", var path, .. var options]:
            return await Replay.Run(PlatformAccess.FromEnvironment(), path, ReplayOptions.Parse(options), Console.Out);
        default:
            await Console.Error.WriteLineAsync(usage);
            return 2;
    }
}
catch (Exception failure) when (failure is PlatformException or TimeoutException or HttpRequestException
    or IOException or InvalidOperationException or ArgumentException)
{
    await Console.Error.WriteLineAsync($"{args[0]}: {failure.Message}");
    return 1;
}
