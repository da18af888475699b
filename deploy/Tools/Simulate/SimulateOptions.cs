using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Tools.Simulate;

/// <summary>
/// --scenario NAME; --seed N: the same journey again; --speed N: times as fast as in life, without it at once;
/// --to URL: another endpoint than the running platform's, signed with --secret (or WEBHOOK_SECRET_{CARRIER}) in
/// --header, if the carrier lets one choose it; --number: the parcel's number; --account: whose webhook it is (demo).
/// </summary>
internal sealed record SimulateOptions(
    Scenario Scenario, int Seed, double? Speed, Uri? To, string? Secret, string? Header, string? Number,
    string Account)
{
    public static SimulateOptions Parse(string[] options)
    {
        var given = new ConfigurationBuilder().AddCommandLine(options).Build();
        string[] known = ["scenario", "seed", "speed", "to", "secret", "header", "number", "account"];
        if (given.GetChildren().FirstOrDefault(one => !known.Contains(one.Key)) is { } odd)
            throw new ArgumentException($"--{odd.Key} is no option of simulate");
        return new(Scenario.Named(given["scenario"] ?? "delivered"),
            (int)(Amount(given, "seed") ?? Random.Shared.Next(1, 1_000_000)), Amount(given, "speed"),
            given["to"] is { } to ? Endpoint(to) : null, given["secret"], given["header"], given["number"],
            given["account"] ?? "demo");
    }

    private static Uri Endpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url : throw new ArgumentException($"--to takes an http address, not {text}");

    private static double? Amount(IConfiguration given, string name) => given[name] switch
    {
        null => null,
        { } text when double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e9 =>
            number,
        { } text => throw new ArgumentException($"--{name} takes a number above zero, not {text}"),
    };
}
