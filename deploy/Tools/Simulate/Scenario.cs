namespace Tools.Simulate;

/// <summary>One thing that happens to a parcel: a word that every carrier's script knows its own for.</summary>
internal sealed record Happening(string Step, DateTimeOffset At, Place Place);

/// <summary>Where something happens, with the zone of its clocks.</summary>
internal sealed record Place(string City, string Region, string PostalCode, string Country, string ZoneId)
{
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(ZoneId);
}

/// <summary>
/// A journey that is known by a name. <c>Steps</c> with their hours since the one before. <c>Status</c>: how the parcel
/// stands in the end, in our words.
/// </summary>
internal sealed record Scenario(string Name, string Status, IReadOnlyList<(string Step, double Hours)> Steps)
{
    public const string Repeated = "duplicates";
    public const string Shuffled = "out-of-order";
    public const string Abroad = "timezones";
    public const string Cash = "cod";
    public const string Silent = "silent";

    // Longer than any carrier needs between two scans.
    private static readonly TimeSpan Silence = TimeSpan.FromDays(12);

    private static readonly (string, double)[] Underway =
        [("announced", 0), ("picked_up", 6), ("in_transit", 4), ("in_transit", 14)];

    private static readonly (string, double)[] Arrived = [.. Underway, ("at_destination", 9)];

    private static readonly (string, double)[] Delivered =
        [.. Arrived, ("out_for_delivery", 12), ("delivered", 5)];

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("delivered", "delivered", Delivered),
        new("ndr", "delivered", [.. Arrived, ("out_for_delivery", 12), ("attempted", 5), ("out_for_delivery", 19),
            ("delivered", 4)]),
        new("rto", "returned", [.. Arrived, ("out_for_delivery", 12), ("attempted", 5), ("out_for_delivery", 19),
            ("attempted", 5), ("rto", 20), ("rto_transit", 12), ("rto_delivered", 40)]),
        new(Cash, "delivered", Delivered),
        new("lost", "exception", [.. Underway, ("lost", 90)]),
        new("customs", "delivered", [.. Underway, ("customs", 9), ("cleared", 30), ("at_destination", 20),
            ("out_for_delivery", 12), ("delivered", 5)]),
        new(Silent, "in_transit", Underway),
        new(Shuffled, "delivered", Delivered),
        new(Repeated, "delivered", Delivered),
        new(Abroad, "delivered", Delivered),
    ];

    private static readonly Place[] India =
    [
        new("Bengaluru", "Karnataka", "560058", "IN", "Asia/Kolkata"),
        new("Nagpur", "Maharashtra", "440001", "IN", "Asia/Kolkata"),
        new("Mumbai", "Maharashtra", "400071", "IN", "Asia/Kolkata"),
    ];

    private static readonly Place[] World =
    [
        new("Shenzhen", "Guangdong", "518000", "CN", "Asia/Shanghai"),
        new("Honolulu", "HI", "96819", "US", "Pacific/Honolulu"),
        new("New York", "NY", "10001", "US", "America/New_York"),
    ];

    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static Scenario Named(string name) => All.SingleOrDefault(one => one.Name == name)
        ?? throw new ArgumentException($"--scenario is one of {string.Join(", ", All.Select(one => one.Name))}");

    /// <summary>The journey as it happened, a few minutes different with each seed, over by the instant.</summary>
    public IReadOnlyList<Happening> Played(Random random, DateTimeOffset end)
    {
        var places = Name == Abroad ? World : India;
        var late = Steps.Select(step => TimeSpan.FromHours(step.Hours) + TimeSpan.FromSeconds(random.Next(1, 1800)))
            .ToList();
        var silence = Name == Silent ? Silence : TimeSpan.Zero;
        var at = Whole(end) - silence - late.Aggregate(TimeSpan.Zero, (sum, next) => sum + next);
        return [.. Steps.Select((step, i) => new Happening(step.Step, at += late[i], Where(places, step.Step, i)))];
    }

    /// <summary>In which order the parcel's happenings, by their index, are told, and how often.</summary>
    public IReadOnlyList<int> Told(Random random)
    {
        var order = Enumerable.Range(0, Steps.Count).ToArray();
        if (Name == Shuffled)
            random.Shuffle(order);
        return Name == Repeated
            ? [.. order.SelectMany(i => Enumerable.Repeat(i, random.Next(1, 4))), .. order] : order;
    }

    private static Place Where(Place[] places, string step, int index) =>
        step.StartsWith("rto_", StringComparison.Ordinal) || index < 2 ? places[0]
        : step is "in_transit" or "customs" or "cleared" ? places[1] : places[2];

    private static DateTimeOffset Whole(DateTimeOffset at) =>
        new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMinute), at.Offset);
}
