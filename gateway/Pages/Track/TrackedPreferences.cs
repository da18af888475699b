using System.Globalization;

namespace Gateway.Pages.Track;

/// <summary>
/// Which messages a customer gets, as Notifications tells it (<c>GET /v1/track/{token}/preferences</c>) and takes it
/// back: by message, then by channel; what is left open is as usual.
/// </summary>
public sealed record TrackedPreferences
{
    private const string Every = "*";

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>>? Messages { get; init; }
    public TrackedQuietHours? QuietHours { get; init; }

    /// <summary>True: none, whatever the store has settled.</summary>
    public bool? QuietHoursOff { get; init; }
    public int? DigestMinutes { get; init; }

    /// <summary>IANA.</summary>
    public string? TimeZone { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Locale { get; init; }

    /// <summary>Nothing comes any more.</summary>
    public bool IsStopped() => Messages is { Count: > 0 } && Messages.Values.All(row => !row.Values.Contains(true));

    public bool IsOn(string message, string channel) =>
        Messages?.GetValueOrDefault(message)?.GetValueOrDefault(channel) == true;

    /// <summary>What the form's button asks for: to stop all, to begin again as usual, or what is filled in.</summary>
    public TrackedPreferences Asked(IFormCollection form) => (string?)form["do"] switch
    {
        "stop" => this with { Messages = Only([]) },
        "resume" => this with { Messages = null },
        _ => new()
        {
            Messages = Only([.. form["on"].OfType<string>()]),
            // Whoever ticks it means it, whatever times still stand beside it.
            QuietHours = form["quiet"] == "off"
                || (TrackForms.Text(form["from"]) is var from && TrackForms.Text(form["to"]) is var to
                    && (from ?? to) is null) ? null : new(from ?? "", to ?? ""),
            QuietHoursOff = form["quiet"] == "off" ? true : null,
            DigestMinutes =
                int.TryParse(form["digest"], CultureInfo.InvariantCulture, out var minutes) ? minutes : null,
            TimeZone = TrackForms.Text(form["zone"]),
            Locale = TrackForms.Text(form["language"]),
        },
    };

    /// <summary>As it is shown while it is not saved: the same messages, as they were switched.</summary>
    public TrackedPreferences Shown(TrackedPreferences asked) => asked with
    {
        Messages = Messages?.ToDictionary(row => row.Key, IReadOnlyDictionary<string, bool> (row) =>
            row.Value.ToDictionary(one => one.Key, one => asked.IsOn(row.Key, one.Key))),
    };

    /// <summary>
    /// Each message as it is switched, named <c>message.channel</c> where it is on. A channel with nothing on it is off
    /// as a whole, whatever messages there will be.
    /// </summary>
    private Dictionary<string, IReadOnlyDictionary<string, bool>> Only(HashSet<string> on)
    {
        var known = Messages ?? new Dictionary<string, IReadOnlyDictionary<string, bool>>();
        var off = known.SelectMany(row => row.Value.Keys).Distinct()
            .Where(channel => !known.Keys.Any(message => on.Contains($"{message}.{channel}"))).ToList();
        var switches = known.ToDictionary(row => row.Key, IReadOnlyDictionary<string, bool> (row) =>
            row.Value.Keys.Except(off)
                .ToDictionary(channel => channel, channel => on.Contains($"{row.Key}.{channel}")));
        switches[Every] = off.ToDictionary(channel => channel, _ => false);
        return switches;
    }
}

/// <summary>HH:mm on the customer's clock.</summary>
public sealed record TrackedQuietHours(string? From, string? To);
