using FluentValidation;
using Microsoft.Extensions.Options;
using Payments.Providers;
using ServiceDefaults;

namespace Payments;

/// <summary>
/// <c>Scheme</c>: hmac, which is how providers sign. <c>Secret</c>, or <c>Secrets</c> while one is being replaced: each
/// is accepted, the first one is the newest.
/// </summary>
internal sealed record PaymentAuthRequest(string? Scheme, string? Secret, IReadOnlyList<string?>? Secrets)
{
    public IReadOnlyList<string> All() => [.. (Secrets ?? []).Prepend(Secret).OfType<string>().Distinct()];
}

/// <summary>
/// <c>Auth</c> proves the provider's webhooks. <c>Credentials</c> open its API, by name: stripe { secretKey },
/// razorpay { keyId, keySecret }; without them only webhooks are heard. <c>BaseUrl</c> null: the provider's documented
/// address.
/// </summary>
internal sealed record PaymentAccountRequest(
    string? Provider, string? Account, PaymentAuthRequest? Auth, string? TimeZone,
    IReadOnlyDictionary<string, string>? Settings, string? BaseUrl,
    IReadOnlyDictionary<string, string>? Credentials);

/// <summary>How many secrets there are and what the credentials are called, never which.</summary>
internal sealed record PaymentAccountView(
    string Provider, string Account, PaymentAccountView.AuthView Auth, string? TimeZone,
    IReadOnlyDictionary<string, string> Settings, string? BaseUrl, IReadOnlyList<string> Credentials,
    string WebhookPath, DateTimeOffset CreatedAt)
{
    internal sealed record AuthView(string Scheme, int Secrets);

    public static PaymentAccountView Of(PaymentAccount a) => new(
        a.Provider, a.Account, new("hmac", a.Secrets.Count), a.TimeZone, a.Settings, a.BaseUrl?.ToString(),
        [.. a.Credentials.Keys.Order(StringComparer.Ordinal)],
        $"/webhooks/payments/{a.Provider}/{a.Account}", a.CreatedAt);
}

/// <summary>The merchant's connections to payment providers. Secrets go in and never come out.</summary>
internal static class PaymentAccountsApi
{
    public static void Map(WebApplication app)
    {
        var accounts = app.MapGroup("/v1/payment-accounts").RequireScope("admin");
        accounts.MapPost("/", Create).Idempotent()
            .Describe<PaymentAccountView>("createPaymentAccount", "Connect a payment provider", 201);
        accounts.MapGet("/", List)
            .Describe<Page<PaymentAccountView>>("listPaymentAccounts", "List the connections to payment providers");
        accounts.MapPut("/{provider}/{account}", Replace)
            .Describe<PaymentAccountView>("replacePaymentAccount", "Change a connection and its secrets");
    }

    private static async Task<IResult> Create(
        Body<PaymentAccountRequest> body, Caller caller, PaymentAccounts accounts, TimeProvider clock,
        CancellationToken ct)
    {
        var account = Account(caller, body.Value, clock);
        if (!await accounts.Add(account, ct))
            throw new ProblemException(409, "account-exists", "The provider has an account of this name already.",
                "Choose another name, or PUT it to change its secrets.");
        return Results.Created(
            $"/v1/payment-accounts/{account.Provider}/{account.Account}", PaymentAccountView.Of(account));
    }

    private static async Task<IResult> Replace(
        string provider, string account, Body<PaymentAccountRequest> body, Caller caller, PaymentAccounts accounts,
        TimeProvider clock, CancellationToken ct)
    {
        if (body.Value.Provider != provider || body.Value.Account != account)
            throw ProblemException.Invalid(new FieldError("/account", "must be the account in the path"));
        return await accounts.Replace(Account(caller, body.Value, clock), ct)
            ? Results.Ok(PaymentAccountView.Of((await accounts.Find(provider, account, ct))!))
            : throw ProblemException.NotFound("payment account");
    }

    private static async Task<IResult> List(Caller caller, PaymentAccounts accounts, CancellationToken ct) =>
        Results.Ok(Page.Of((await accounts.Of(caller.MerchantId, ct)).Select(PaymentAccountView.Of)));

    private static PaymentAccount Account(Caller caller, PaymentAccountRequest asked, TimeProvider clock) => new(
        caller.MerchantId, asked.Provider!, asked.Account!, asked.Auth!.All(), asked.TimeZone,
        asked.Settings ?? new Dictionary<string, string>(), clock.GetUtcNow())
    {
        BaseUrl = asked.BaseUrl is { } url ? new(url) : null,
        Credentials = asked.Credentials ?? new Dictionary<string, string>(),
    };
}

internal sealed class PaymentAccountValidator : AbstractValidator<PaymentAccountRequest>
{
    private const int SecretsMax = 5;
    private const int SecretLengthMax = 500;

    private const int CredentialLengthMax = 2000;

    public PaymentAccountValidator(IEnumerable<IPaymentProvider> providers, IOptions<PlatformOptions> options)
    {
        var known = providers.Where(p => p.Name != CashOnDelivery.ProviderName).ToDictionary(p => p.Name);
        RuleFor(r => r.Provider).Must(name => name is not null && known.ContainsKey(name))
            .WithMessage($"is no known provider: use one of {string.Join(", ", known.Keys.Order())}");
        RuleFor(r => r.BaseUrl).Must(url => Uri.TryCreate(url, UriKind.Absolute, out var at)
                && at.UserInfo.Length == 0 && at.Query.Length == 0
                && (at.Scheme == Uri.UriSchemeHttps
                    || options.Value.PrivateHosts.Contains(at.Authority, StringComparer.OrdinalIgnoreCase)))
            .When(r => r.BaseUrl is not null).WithMessage("must be an https URL without credentials or a query");
        RuleFor(r => r.Credentials).Must((r, all) => known.TryGetValue(r.Provider ?? "", out var provider)
                && provider.Credentials.ToHashSet().SetEquals(all!.Keys))
            .When(r => r.Credentials is not null)
            .WithMessage(r => known.TryGetValue(r.Provider ?? "", out var provider)
                ? $"must be {string.Join(" and ", provider.Credentials)}" : "are of no known provider")
            .Must(all => all is null || all.All(one => !string.IsNullOrWhiteSpace(one.Value)
                && one.Value.Length <= CredentialLengthMax && !one.Value.Any(char.IsControl)))
            .WithMessage($"have 1 to {CredentialLengthMax} characters each, none of them a control character");
        RuleFor(r => r.Account).NotEmpty().WithMessage("is required")
            .Like("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
            .WithMessage("must be 1 to 64 letters, digits, '.', '_' or '-'");
        RuleFor(r => r.TimeZone).Must(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone!, out _))
            .When(r => r.TimeZone is not null).WithMessage("is no IANA time zone such as Asia/Kolkata");
        RuleFor(r => r.Auth).NotNull().WithMessage("is required");
        When(r => r.Auth is not null, () =>
        {
            RuleFor(r => r.Auth!.Scheme).Must(scheme => scheme is null or "hmac").WithMessage("must be hmac");
            RuleFor(r => r.Auth!.Secret).Must((r, _) => r.Auth!.All() is { Count: > 0 and <= SecretsMax } secrets
                    && secrets.All(secret => !string.IsNullOrWhiteSpace(secret) && secret.Length <= SecretLengthMax))
                .WithMessage(
                    $"needs one secret (or 'secrets', up to {SecretsMax}), of 1 to {SecretLengthMax} characters");
        });
    }
}
