using Npgsql;

namespace Testing;

/// <summary>
/// A database of its own for one test class (IClassFixture) or assembly (AssemblyFixture), dropped at the end.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _name = $"test_{Guid.NewGuid():N}";

    public TestDatabase()
    {
        using var connection = new NpgsqlConnection(Servers.Postgres);
        connection.Open();
        using var create = new NpgsqlCommand($"create database {_name}", connection);
        create.ExecuteNonQuery();
        ConnectionString = new NpgsqlConnectionStringBuilder(Servers.Postgres) { Database = _name }.ConnectionString;
    }

    /// <summary>Npgsql's form.</summary>
    public string ConnectionString { get; }

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(Servers.Postgres);
        await connection.OpenAsync();
        // What a test left open must not keep its database alive.
        await using var drop = new NpgsqlCommand($"drop database if exists {_name} with (force)", connection);
        await drop.ExecuteNonQueryAsync();
    }
}
