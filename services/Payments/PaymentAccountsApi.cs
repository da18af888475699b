using System.Text.RegularExpressions;
using FluentValidation;
using Payments.Providers;
using ServiceDefaults;
using Streams;

namespace Payments;

/// <summary>
/// <c>{ provider, account, auth: { scheme?, secret } | { scheme?, secrets } }</c>; several secrets while one replaces
/// another. The scheme is hmac: every provider signs.
/// </summary>
internal sealed record ConnectPaymentAccount(string? Provider, string? Account, ConnectPaymentAccount.Credentials? Auth)
{
    internal sealed record Credentials(string? Scheme, string? Secret, IReadOnlyList<string?>? Secrets)
    {
        public IReadOnlyList<string> All() =>
            [.. (Secrets ?? []).Prepend(Secret).OfType<string>().Where(s => s.Length > 0).Distinct()];
    }
}

/// <summary>What is told of an account: never its secrets.</summary>
internal sealed record PaymentAccountView(string Provider, string Account, int Secrets, DateTimeOffset CreatedAt)
{
    public static PaymentAccountView Of(PaymentAccount account) =>
        new(account.Provider, account.Account, account.Secrets.Count, account.CreatedAt);
}

internal static class PaymentAccountsApi
{
    public static void Map(WebApplication app)
    {
        var accounts = app.MapGroup("/v1/payment-accounts").RequireScope("admin");
        accounts.MapPost("/", Connect).Idempotent();
        accounts.MapGet("/", List);
    }

    private static async Task<IResult> Connect(
        Body<ConnectPaymentAccount> body, Caller caller, PaymentAccounts accounts, CancellationToken ct)
    {
        var asked = body.Value;
        var account = await accounts.Connect(caller.MerchantId, asked.Provider!, asked.Account!, asked.Auth!.All(), ct)
            ?? throw new RuleViolation("account_taken", $"'{asked.Account}' is connected already, by somebody else.");
        return Results.Json(PaymentAccountView.Of(account), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> List(Caller caller, PaymentAccounts accounts, CancellationToken ct) =>
        Results.Ok(Page.Of((await accounts.Of(caller.MerchantId, ct)).Select(PaymentAccountView.Of)));
}

internal sealed partial class ConnectPaymentAccountValidator : AbstractValidator<ConnectPaymentAccount>
{
    private const int SecretsMax = 5;
    private const int SecretLengthMax = 200;

    public ConnectPaymentAccountValidator(IEnumerable<IPaymentProvider> providers)
    {
        var names = providers.Where(p => p.Name != CashOnDelivery.ProviderName).Select(p => p.Name).ToHashSet();
        RuleFor(c => c.Provider).Must(name => name is not null && names.Contains(name))
            .WithMessage($"must be one of {string.Join(", ", names.Order())}");
        RuleFor(c => c.Account).Must(name => name is not null && Name().IsMatch(name))
            .WithMessage("must be 1 to 63 letters, digits, hyphens or underscores");
        RuleFor(c => c.Auth!.Scheme).Must(scheme => scheme is null or "hmac").When(c => c.Auth is not null)
            .WithMessage("must be hmac");
        RuleFor(c => c.Auth).Must(auth => auth?.All() is { Count: > 0 and <= SecretsMax } secrets
            && secrets.All(secret => secret.Length <= SecretLengthMax))
            .WithMessage($"must hold a secret, or up to {SecretsMax} secrets, of at most {SecretLengthMax} characters");
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,63}$")]
    private static partial Regex Name();
}
