using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ServiceDefaults;
using Testing;

namespace EndToEnd.Tests;

/// <summary>A service in this process with nothing in it but what a test adds.</summary>
internal static class BareService
{
    /// <param name="database">Where it keeps what it has.</param>
    /// <param name="name">Its name, which is its schema's too.</param>
    /// <param name="settings">Besides those that each service needs.</param>
    public static WebApplicationBuilder On(
        TestDatabase database, string name, params IEnumerable<(string Name, string? Value)> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var key = Convert.ToBase64String(new byte[32]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postgres"] = database.ConnectionString,
            ["Platform:IdentityKey"] = key,
            ["Platform:EncryptionKey"] = key,
            ["Platform:PublicUrl"] = "http://127.0.0.1:9",
        });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));
        builder.AddServiceDefaults(name);
        return builder;
    }
}
