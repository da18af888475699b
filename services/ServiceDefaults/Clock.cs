namespace ServiceDefaults;

/// <summary>
/// The system's clock in whole microseconds, which is what PostgreSQL keeps: a time that has been there is still the
/// same, and what follows from something at its very moment does not seem to come before it.
/// </summary>
internal sealed class Clock : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        var now = base.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
