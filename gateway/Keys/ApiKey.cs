using System.Security.Cryptography;
using System.Text;

namespace Gateway.Keys;

/// <summary>
/// A key as it is kept: by the SHA-256 of its text. The text itself, <c>tp_live_</c> and 40 base62 characters (238
/// random bits), is shown once when it is made. So many random bits need no slow hash and no salt.
/// </summary>
internal sealed record ApiKey(
    Guid Id, string MerchantId, string Prefix, string[] Scopes, string Hash,
    DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt)
{
    public const int TextMax = 200;
    private const string Start = "tp_live_";
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public bool Allows(string scope) => Scopes.Contains(scope) || Scopes.Contains(Scope.Admin);

    public static string NewText() => Start + RandomNumberGenerator.GetString(Base62, 40);

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Enough of the text for its owner to tell it from others, too little to guess the rest.</summary>
    public static string PrefixOf(string text) => text[..Math.Min(text.Length / 2, Start.Length + 4)];
}

/// <summary>What a key is good for. An admin key is good for all of its merchant's.</summary>
internal static class Scope
{
    public const string Storefront = "storefront";
    public const string Ops = "ops";
    public const string Admin = "admin";

    /// <summary>Asked for where any valid key will do.</summary>
    public const string Any = "any";

    public static readonly string[] All = [Storefront, Ops, Admin];

    public static string[] Effective(string[] scopes) => scopes.Contains(Admin) ? All : scopes;
}
