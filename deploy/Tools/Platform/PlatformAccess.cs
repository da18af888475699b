namespace Tools.Platform;

/// <summary>
/// Where a running platform is and what opens it: the variables that <c>./run up</c> writes to <c>.run/env</c>.
/// </summary>
public sealed class PlatformAccess(Func<string, string?> variable)
{
    public static PlatformAccess FromEnvironment() => new(Environment.GetEnvironmentVariable);

    public Uri Gateway => new(Need("GATEWAY_URL"));
    public Uri Mail => new(Need("MAIL_URL"));
    public string StorefrontKey => Need("STOREFRONT_KEY");
    public string OpsKey => Need("OPS_KEY");
    public string AdminKey => Need("ADMIN_KEY");

    /// <summary>What the demo account of a carrier or payment provider proves itself with.</summary>
    public string WebhookSecret(string sender) => Need($"WEBHOOK_SECRET_{Variable(sender)}");

    /// <summary>The header that carries the secret of a carrier which signs nothing.</summary>
    public string WebhookHeader(string sender) => Need($"WEBHOOK_HEADER_{Variable(sender)}");

    /// <summary>The same, or the usual one where the account has not chosen any.</summary>
    public string WebhookHeaderOr(string sender, string usual) =>
        variable($"WEBHOOK_HEADER_{Variable(sender)}") is { Length: > 0 } header ? header : usual;

    // A variable's name cannot begin with a digit.
    private static string Variable(string sender) => sender == "17track" ? "TRACK17" : sender.ToUpperInvariant();

    private string Need(string name) => variable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set: ./run up writes it to .run/env");
}
