using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;

namespace EndToEnd.Tests;

/// <summary>A key is shown in one answer: a retry shows it again, the database never does.</summary>
public sealed partial class ShownKeyTests(Platform platform)
{
    [Fact]
    public async Task A_key_that_is_made_or_rotated_is_shown_again_to_a_retry_and_to_nobody_else()
    {
        var asked = ("Idempotency-Key", $"key-{Guid.NewGuid():N}");
        var body = new { name = "Shop", scopes = new[] { "storefront" } };
        var made = (await platform.Admin.Post("/v1/keys", body, asked)).Is(201);
        await IsReplayed(made, () => platform.Admin.Post("/v1/keys", body, asked));
        (await platform.Admin.Post("/v1/keys", body with { name = "Other" }, asked)).IsProblem(422);

        var rotation = ("Idempotency-Key", $"rotation-{Guid.NewGuid():N}");
        var path = $"/v1/keys/{made.Json["id"]}/rotate";
        var rotated = (await platform.Admin.Post(path, new { overlap = "PT1H" }, rotation)).Is(201);
        await IsReplayed(rotated, () => platform.Admin.Post(path, new { overlap = "PT1H" }, rotation));
        Secret(rotated.Json).ShouldNotBe(Secret(made.Json));
    }

    [Fact]
    public async Task A_merchants_first_keys_are_shown_again_to_a_retry_and_to_nobody_else()
    {
        var asked = ("Idempotency-Key", $"merchant-{Guid.NewGuid():N}");
        var made = (await platform.Admin.Post("/v1/merchants", new { name = "Lamps" }, asked)).Is(201);
        await IsReplayed(made, () => platform.Admin.Post("/v1/merchants", new { name = "Lamps" }, asked));
    }

    private async Task IsReplayed(Answer first, Func<Task<Answer>> again)
    {
        first["Idempotent-Replayed"].ShouldBeNull();
        var replayed = (await again()).Is(201);
        replayed["Idempotent-Replayed"].ShouldBe("true");
        replayed.Bytes.ShouldBe(first.Bytes);
        var secrets = Keys().Matches(first.Text).Select(key => key.Value).ToList();
        secrets.ShouldNotBeEmpty();
        foreach (var secret in secrets)
            (await Tables(secret)).ShouldBeEmpty("a key stands in clear in the database");
    }

    private static string Secret(JsonNode answer) => Keys().Match(answer.ToJsonString()).Value;

    /// <summary>The gateway's tables in which a row has this text, as text or as bytes.</summary>
    private async Task<IReadOnlyList<string>> Tables(string text)
    {
        await using var source = NpgsqlDataSource.Create(platform.PostgresConnection);
        await using var tables = source.CreateCommand(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'gateway'");
        var names = new List<string>();
        await using (var reader = await tables.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                names.Add(reader.GetString(0));
        names.ShouldContain("gateway.idempotency_keys");
        var found = new List<string>();
        foreach (var name in names)
        {
            await using var count = source.CreateCommand(
                $"select count(*) from {name} t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0");
            count.Parameters.Add(new() { Value = text });
            count.Parameters.Add(new() { Value = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)) });
            if ((long)(await count.ExecuteScalarAsync())! > 0)
                found.Add(name);
        }

        return found;
    }

    [GeneratedRegex("tp_[A-Za-z0-9_]{30,}")]
    private static partial Regex Keys();
}
