using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using MimeKit;
using Notifications.Channels;
using Npgsql;
using ServiceDefaults;

namespace Notifications.Push;

/// <summary>
/// Who we are to push services (VAPID, RFC 8292): one key for the platform, since a browser has one subscription for
/// the page's host. It is made when it is first needed, and stands sealed in the database, as other secrets do.
/// </summary>
internal sealed class PushKey(
    NpgsqlDataSource database, SecretBox box, IOptions<EmailOptions> mail, TimeProvider clock)
{
    public const string Sql = """
        create table if not exists notifications.push_key (
            only_one boolean primary key default true check (only_one),
            key bytea not null,
            created_at timestamptz not null default now());
        """;

    /// <summary>Push services accept a day at most.</summary>
    private static readonly TimeSpan TokenTime = TimeSpan.FromHours(12);

    private static readonly string Head = Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8);

    // PKCS #8. A key object is made of it for each use: they are not for several threads at once.
    private byte[]? known;

    /// <summary>What a browser subscribes with: base64url of the uncompressed point.</summary>
    public async ValueTask<string> PublicKey(CancellationToken ct)
    {
        using var key = await Key(ct);
        return PublicKey(key);
    }

    /// <summary>The header Authorization for the push service of an endpoint.</summary>
    public async ValueTask<string> Authorization(Uri endpoint, CancellationToken ct)
    {
        using var key = await Key(ct);
        return Authorization(
            key, endpoint, MailboxAddress.Parse(mail.Value.MailFrom).Address, clock.GetUtcNow());
    }

    /// <param name="contact">An e-mail address at which a push service finds somebody.</param>
    internal static string Authorization(ECDsa key, Uri endpoint, string contact, DateTimeOffset now)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["aud"] = endpoint.GetLeftPart(UriPartial.Authority),
            ["exp"] = (now + TokenTime).ToUnixTimeSeconds(),
            ["sub"] = $"mailto:{contact}",
        });
        var text = $"{Head}.{Base64Url.EncodeToString(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
        return $"vapid t={text}.{Base64Url.EncodeToString(signature)}, k={PublicKey(key)}";
    }

    internal static string PublicKey(ECDsa key) =>
        Base64Url.EncodeToString(PushCipher.PointOf(key.ExportParameters(includePrivateParameters: false)));

    private async ValueTask<ECDsa> Key(CancellationToken ct)
    {
        known ??= await Load(ct);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(known, out _);
        return key;
    }

    /// <summary>Whoever comes first makes it, for all processes.</summary>
    private async Task<byte[]> Load(CancellationToken ct)
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var make = database.CreateCommand(
            "insert into notifications.push_key (key) values ($1) on conflict do nothing");
        make.Parameters.Add(new() { Value = box.Seal(fresh.ExportPkcs8PrivateKey()) });
        await make.ExecuteNonQueryAsync(ct);
        await using var read = database.CreateCommand("select key from notifications.push_key");
        return box.OpenBytes((byte[])(await read.ExecuteScalarAsync(ct))!);
    }
}
