using System.Data;
using Npgsql;

namespace Streams;

/// <summary>
/// A connection that one writer keeps: its server process has the statements and tables at hand, while one from the
/// pool is another each time. Not for two at once.
/// </summary>
public sealed class HeldConnection(NpgsqlDataSource database) : IAsyncDisposable
{
    private NpgsqlConnection? connection;

    /// <summary>The same as last time, unless it was lost.</summary>
    public async ValueTask<NpgsqlConnection> Open()
    {
        if (connection?.State == ConnectionState.Open)
            return connection;
        await DisposeAsync();
        return connection = await database.OpenConnectionAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        connection = null;
    }
}
