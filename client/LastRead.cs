namespace TrackingPlatform;

/// <summary>
/// What a read has answered last. Give it to the same read again: what has not changed since is not sent again (304),
/// the value is the one that is kept here. Its <c>ETag</c> as <c>ifMatch</c> of a change has the change refused (412)
/// should the resource have changed meanwhile. For one reader at a time.
/// </summary>
public sealed class LastRead<T>
    where T : class
{
    private string? target;

    /// <summary>The version that was read; null before the first read.</summary>
    public string? ETag { get; private set; }

    public T? Value { get; private set; }

    /// <summary>Whether the last read brought something new.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Null for another resource: two resources may have the same ETag.</summary>
    internal string? ETagOf(string asked) => asked == target ? ETag : null;

    internal void Keep(string asked, string? etag, T value) =>
        (target, ETag, Value, HasChanged) = (asked, etag, value, true);

    internal T Again()
    {
        HasChanged = false;
        return Value!;
    }
}
