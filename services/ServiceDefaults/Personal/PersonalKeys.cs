using System.Security.Cryptography;
using System.Text;
using Contracts;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ServiceDefaults;

/// <summary>
/// The keys of persons, the one place that makes what is stored of them readable: destroying a key erases its person
/// from events, views, snapshots, messages, stored answers and backups at once. A person is a merchant's customer.
/// Keys stand sealed under <c>Platform:EncryptionKey</c> in <c>personal.keys</c>, which all services share as they
/// share the broker; recently used ones are in memory until <see cref="PersonalKeyWatch"/> hears of their end.
/// </summary>
public sealed class PersonalKeys : IAsyncDisposable
{
    internal const string Channel = "personal_keys";

    internal const string Sql = """
        create schema if not exists personal;
        create table if not exists personal.keys (
            id uuid primary key,
            person uuid not null,
            secret bytea,
            created_at timestamptz not null default now(),
            destroyed_at timestamptz);
        create unique index if not exists keys_person on personal.keys (person) where secret is not null;
        create index if not exists keys_destroyed on personal.keys (person) where secret is null;
        drop index if exists personal.keys_of_person;
        """;

    // In one order, so that two groups do not wait for each other's persons.
    private const string MakeSql = """
        with asked as (
            select * from unnest($1, $2, $3) with ordinality as a (id, person, secret, n)
        ), made as (
            insert into personal.keys (id, person, secret)
            select id, person, secret from asked order by person
            on conflict (person) where secret is not null do nothing
            returning id, person, secret
        )
        select coalesce(m.id, k.id), coalesce(m.secret, k.secret)
        from asked a
        left join made m on m.person = a.person
        left join personal.keys k on k.person = a.person and k.secret is not null
        order by a.n
        """;

    private const string Columns = "id, person, secret from personal.keys";

    private const string StoreSql = """
        insert into personal.keys (id, person, secret)
        select id, person, secret from unnest($1, $2, $3) as k (id, person, secret) order by person
        """;

    private readonly NpgsqlDataSource database;
    private readonly SecretBox box;
    private readonly byte[] indexKey;
    private readonly Groups<NewPersonKey, (Guid Id, byte[] Secret)?> made;

    // Whoever read a key before it was destroyed puts it into the cache that was thrown away meanwhile.
    private volatile KeyCache cache = new();

    public PersonalKeys(NpgsqlDataSource database, SecretBox box, IOptions<PlatformOptions> platform)
    {
        (this.database, this.box) = (database, box);
        indexKey = HKDF.DeriveKey(HashAlgorithmName.SHA256,
            Convert.FromBase64String(platform.Value.EncryptionKey), PersonKey.SecretBytes, info: "search"u8.ToArray());
        made = new(Make, key => key.Person);
    }

    public ValueTask DisposeAsync() => made.DisposeAsync();

    /// <summary>The person that a merchant's customer is.</summary>
    public static Guid PersonOf(string merchantId, string customerId) => StableId.Of("person", merchantId, customerId);

    /// <summary>
    /// What a text is searched by where the text itself may not stand: a keyed hash, which tells nothing without the
    /// platform's key.
    /// </summary>
    public string Index(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(indexKey, Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>The person's key, made now if there is none: by whoever first hears of the person.</summary>
    public async ValueTask<PersonKey> Create(Guid person, CancellationToken ct)
    {
        while (true)
        {
            var (key, isNew) = KnownOrNew(person);
            if (isNew is null)
                return key;
            // None: another process made it while this one wrote, so the next look finds it.
            if (await made.Write(isNew, ct) is var (id, secret))
                return Keep(isNew.Into, person, id, secret);
        }
    }

    /// <summary>
    /// The person's key as this process knows it; else a new one, which counts as soon as it is stored, unless the
    /// person has one by then.
    /// </summary>
    public (PersonKey Key, NewPersonKey? New) KnownOrNew(Guid person)
    {
        var into = cache;
        if (into.OfPersons.TryGet(person, out var known))
            return (known, null);
        var made = new NewPersonKey(person, RandomNumberGenerator.GetBytes(PersonKey.SecretBytes), into);
        return (made.Key, made);
    }

    /// <summary>
    /// What stores new keys in a batch: all of them, or it fails since a person has one already, see
    /// <see cref="IsTaken"/>. Call <see cref="Stored"/> when it is committed.
    /// </summary>
    public NpgsqlBatchCommand Storing(IReadOnlyList<NewPersonKey> keys)
    {
        var command = new NpgsqlBatchCommand(StoreSql);
        Set(command.Parameters, keys);
        return command;
    }

    /// <summary>A new key was refused since its person has one.</summary>
    public static bool IsTaken(PostgresException exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "keys_person" };

    /// <summary>Who of these persons has a key: this process knows it from now on.</summary>
    public async Task<IReadOnlySet<Guid>> Had(Guid[] persons)
    {
        var into = cache;
        await using var command = database.CreateCommand(
            $"select {Columns} where person = any($1) and secret is not null");
        command.Parameters.Add(new() { Value = persons });
        var had = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            had.Add(reader.GetGuid(1));
            Keep(into, reader);
        }

        return had;
    }

    /// <summary>They are committed.</summary>
    public static void Stored(IEnumerable<NewPersonKey> keys)
    {
        foreach (var key in keys)
            key.Into.Keep(key.Person, key.Key);
    }

    /// <summary>The person's key; null when there was none, or it is destroyed.</summary>
    public PersonKey? Find(Guid person) => cache.OfPersons.TryGet(person, out var known) ? known
        : Load($"select {Columns} where person = $1 and secret is not null", person).Key;

    /// <summary>
    /// Brings the keys that these texts name and that are not in memory, in one statement: to open the texts then reads
    /// nothing. For whoever opens many persons' texts.
    /// </summary>
    public async Task Fetch(IEnumerable<string> texts, CancellationToken ct)
    {
        var into = cache;
        var missing = new HashSet<Guid>();
        foreach (var text in texts)
            SealedTexts.AddKeys(text, missing);
        missing.RemoveWhere(named => into.ByIds.TryGet(named, out _));
        if (missing.Count == 0)
            return;
        await using var command = database.CreateCommand($"select {Columns} where id = any($1)");
        command.Parameters.Add(new() { Value = missing.ToArray() });
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct))
            {
                missing.Remove(reader.GetGuid(0));
                Keep(into, reader);
            }

        // What only looks like a sealed text is not looked for again either.
        foreach (var unknown in missing)
            into.ByIds.Set(unknown, default);
    }

    /// <summary>
    /// A copy of <paramref name="value"/> whose personal parts are sealed for <paramref name="person"/>. Null: of
    /// nobody known, left as it is. Of a person who is erased nothing new is kept.
    /// </summary>
    public T Seal<T>(T value, Guid? person) where T : class => person is not { } known ? value
        : Find(known) is { } key ? key.SealParts(value)
        : PersonalParts.Map(value, _ => PersonKey.Erased);

    /// <summary>A copy of <paramref name="value"/> whose personal parts are readable.</summary>
    public T Open<T>(T value) where T : class => PersonalParts.Map(value, Open);

    /// <summary>The text with what is sealed in it opened, or <see cref="PersonKey.Erased"/> in its place.</summary>
    public string Open(string text) => SealedTexts.Open(text, isJson: false, ById);

    /// <summary>The same for a JSON document, in whose strings sealed texts stand.</summary>
    public string OpenJson(string json) => SealedTexts.Open(json, isJson: true, ById);

    /// <summary>The same for a JSON document in UTF-8.</summary>
    public ReadOnlyMemory<byte> OpenJson(byte[] json) => SealedTexts.Open(json, isJson: true, ById);

    /// <summary>A text that is sealed as a whole, or was, and can never be opened again.</summary>
    public bool IsErased(string text) => text == PersonKey.Erased
        || (SealedText.TryRead(Encoding.UTF8.GetBytes(text), out var found) && ById(found.Key) is (null, true));

    /// <summary>From its return on nothing of the person can be read; the ids of the destroyed keys.</summary>
    public async Task<IReadOnlyList<Guid>> Destroy(Guid person, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            with destroyed as (
                update personal.keys set secret = null, destroyed_at = now()
                where person = $1 and secret is not null returning id)
            select id, pg_notify($2, $1::text)::text from destroyed
            """);
        command.Parameters.Add(new() { Value = person });
        command.Parameters.Add(new() { Value = Channel });
        var ids = new List<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct))
                ids.Add(reader.GetGuid(0));
        Forget();
        return ids;
    }

    /// <summary>The person's key, or the one destroyed last; null: there never was one.</summary>
    public async Task<Guid?> Newest(Guid person, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            (select id from personal.keys where person = $1 and secret is not null)
            union all
            (select id from personal.keys where person = $1 and secret is null order by destroyed_at desc)
            limit 1
            """);
        command.Parameters.Add(new() { Value = person });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    /// <summary>Reads each key again when it is needed: one was destroyed, or may have been.</summary>
    internal void Forget() => cache = new();

    private (PersonKey? Key, bool Exists) ById(Guid id) => cache.ByIds.TryGet(id, out var known) ? known
        : Load($"select {Columns} where id = $1", id);

    /// <summary>
    /// Not asynchronous: texts are opened while they are written, and nearly always the key is here, see
    /// <see cref="Fetch"/>.
    /// </summary>
    private (PersonKey? Key, bool Exists) Load(string sql, Guid of)
    {
        var into = cache;
        using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = of });
        using var reader = command.ExecuteReader();
        return reader.Read() ? (Keep(into, reader), true) : default;
    }

    /// <summary>Null: destroyed.</summary>
    private PersonKey? Keep(KeyCache into, NpgsqlDataReader row)
    {
        if (!row.IsDBNull(2))
            return Keep(into, row.GetGuid(1), row.GetGuid(0), row.GetFieldValue<byte[]>(2));
        into.ByIds.Set(row.GetGuid(0), (null, true));
        return null;
    }

    private async Task<IReadOnlyList<(Guid Id, byte[] Secret)?>> Make(IReadOnlyList<NewPersonKey> keys)
    {
        await using var command = database.CreateCommand(MakeSql);
        Set(command.Parameters, keys);
        var held = new List<(Guid, byte[])?>(keys.Count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            held.Add(reader.IsDBNull(0) ? null : (reader.GetGuid(0), reader.GetFieldValue<byte[]>(1)));
        return held;
    }

    private void Set(NpgsqlParameterCollection parameters, IReadOnlyList<NewPersonKey> keys)
    {
        parameters.Add(new() { Value = keys.Select(key => key.Key.Id).ToArray() });
        parameters.Add(new() { Value = keys.Select(key => key.Person).ToArray() });
        parameters.Add(new() { Value = keys.Select(key => box.Seal(Convert.ToBase64String(key.Secret))).ToArray() });
    }

    private PersonKey Keep(KeyCache into, Guid person, Guid id, byte[] secret)
    {
        var key = new PersonKey(id, Convert.FromBase64String(box.Open(secret)));
        into.Keep(person, key);
        return key;
    }
}

/// <summary>A key that a person gets unless there is one already, see <see cref="PersonalKeys.KnownOrNew"/>.</summary>
public sealed class NewPersonKey
{
    internal NewPersonKey(Guid person, byte[] secret, KeyCache into)
    {
        (Person, Secret, Into) = (person, secret, into);
        Key = new(Guid.CreateVersion7(), secret);
    }

    public PersonKey Key { get; }

    public Guid Person { get; }

    internal byte[] Secret { get; }

    /// <summary>The cache of the time when it was made: a key that is destroyed meanwhile is in none.</summary>
    internal KeyCache Into { get; }
}
