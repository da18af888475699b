using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>
/// Folded streams, so that a long one is not folded from its start for each command: the most recent in memory, long
/// ones in a table of ours as well. Both are only a head start: what has been appended since is always read, so they
/// may be stale or deleted at any time. A snapshot counts for the build of the service that wrote it and for no other.
/// </summary>
internal sealed class Snapshots(string schema) : IDisposable
{
    // In events, which is what a state's size goes by.
    private const int CachedEventsMax = 200_000;
    private const int CachedEventsOfAStream = 20;
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(10);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = CachedEventsMax });

    private readonly string saveSql = $"""
        insert into {schema}.stream_snapshots as s (tenant_id, stream_id, build, version, state, causes)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant_id, stream_id) do update set build = $3, version = $4, state = $5, causes = $6
        where s.build <> $3 or s.version < $4
        """;

    public void Dispose() => cache.Dispose();

    internal Folded<TState>? Cached<TState>(string tenant, string streamId) =>
        cache.Get<Folded<TState>>((tenant, streamId));

    internal void Cache<TState>(string tenant, string streamId, Folded<TState> folded) =>
        cache.Set((tenant, streamId), folded, new MemoryCacheEntryOptions
        {
            Size = CachedEventsOfAStream + folded.Version,
            SlidingExpiration = Unused,
        });

    internal void Forget(string tenant, string streamId) => cache.Remove((tenant, streamId));

    internal async Task Save<TState>(
        NpgsqlDataSource database, string tenant, string streamId, Folded<TState> folded, CancellationToken ct)
    {
        await using var command = database.CreateCommand(saveSql);
        command.Parameters.AddStream(tenant, streamId);
        command.Parameters.Add(new() { Value = StateJson<TState>.Build });
        command.Parameters.Add(new() { Value = folded.Version });
        command.Parameters.Add(new() { Value = StateJson<TState>.Write(folded.State) });
        command.Parameters.Add(new() { Value = MemoryMarshal.AsBytes<long>(folded.Causes.ToArray()).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static Folded<TState> Read<TState>(long version, byte[] state, byte[] causes) =>
        new(StateJson<TState>.Read(state), version, [.. MemoryMarshal.Cast<byte, long>(causes)], version);
}

/// <summary>
/// States as JSON: every property that can be set, private ones too, so that states stay as they like.
/// </summary>
internal static class StateJson<TState>
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { StateContract.Complete } },
    };

    /// <summary>Which code writes and reads the state: another build may fold differently.</summary>
    internal static Guid Build { get; } = StateContract.BuildOf(typeof(TState).Assembly);

    internal static byte[] Write(TState state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    internal static TState Read(byte[] json) => JsonSerializer.Deserialize<TState>(json, Options)!;
}

internal static class StateContract
{
    internal static void Complete(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
            return;
        for (var i = info.Properties.Count - 1; i >= 0; i--)
            if (info.Properties[i].AttributeProvider is PropertyInfo { CanWrite: false })
                info.Properties.RemoveAt(i);
        var known = info.Properties.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var property in info.Type.GetProperties(
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (!property.CanWrite || property.GetIndexParameters().Length > 0)
                continue;
            if (known.Contains(property.Name))
            {
                // A public property whose setter is private.
                var found = info.Properties.First(p => p.Name == property.Name);
                found.Set ??= property.SetValue;
                continue;
            }

            var added = info.CreateJsonPropertyInfo(property.PropertyType, property.Name);
            added.Get = property.GetValue;
            added.Set = property.SetValue;
            info.Properties.Add(added);
        }
    }

    internal static Guid BuildOf(Assembly assembly)
    {
        var own = assembly.GetReferencedAssemblies()
            .Where(name => !name.Name!.StartsWith("System", StringComparison.Ordinal)
                && !name.Name.StartsWith("Microsoft", StringComparison.Ordinal))
            .OrderBy(name => name.Name, StringComparer.Ordinal)
            .Select(Assembly.Load).Prepend(assembly)
            .SelectMany(a => a.ManifestModule.ModuleVersionId.ToByteArray());
        return new Guid(SHA256.HashData(own.ToArray()).AsSpan(0, 16));
    }
}
