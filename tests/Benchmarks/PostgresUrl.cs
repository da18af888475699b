using Npgsql;

namespace Benchmarks;

internal static class PostgresUrl
{
    /// <summary>postgresql://user:password@host:port/database in Npgsql's own form.</summary>
    public static string ToConnectionString(string url)
    {
        var uri = new Uri(url);
        var user = uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Database = uri.AbsolutePath.Trim('/'),
            Username = user[0],
            Password = user.ElementAtOrDefault(1),
        }.ToString();
    }
}
