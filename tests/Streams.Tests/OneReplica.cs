using Testing;

namespace Streams.Tests;

/// <summary>Tests of one process on a log of its own.</summary>
public abstract class OneReplica(TestDatabase database) : IAsyncLifetime
{
    protected Log Log { get; } = new(database);

    protected Replica Replica { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Replica = await Log.Replica();

    public async ValueTask DisposeAsync()
    {
        await Replica.DisposeAsync();
        await Log.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
