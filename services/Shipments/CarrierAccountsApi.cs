using FluentValidation;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments;

/// <summary>
/// <c>Scheme</c>: header (a fixed secret in <c>Header</c>; <c>Username</c> is Blue Dart's client id, if there is one),
/// hmac (a signature in <c>Header</c> if not the carrier's usual one), basic (with <c>Username</c>), query (a secret in
/// the URL's <c>Parameter</c>, usually "token"), oauth (the carrier fetches a token at <c>{webhookPath}/token</c>,
/// <c>Username</c> being its client id).
/// <c>Secret</c>, or <c>Secrets</c> while one is being replaced: each is accepted.
/// </summary>
internal sealed record CarrierAuthRequest
{
    public string? Scheme { get; init; }
    public string? Header { get; init; }
    public string? Parameter { get; init; }
    public string? Username { get; init; }
    public string? Secret { get; init; }
    public IReadOnlyList<string>? Secrets { get; init; }

    public IReadOnlyList<string> All => [.. Secrets ?? [], .. Secret is null ? (string[])[] : [Secret]];
}

/// <summary>
/// <c>TimeZone</c>: the IANA zone of the carrier's times that carry none, where it is not the usual one.
/// <c>Settings</c>: what the carrier's adapter knows; an answer holds "set" in place of a secret one.
/// </summary>
internal sealed record CarrierAccountRequest
{
    public string? Carrier { get; init; }
    public string? Account { get; init; }
    public CarrierAuthRequest? Auth { get; init; }
    public string? TimeZone { get; init; }
    public CarrierSettings? Settings { get; init; }
}

/// <summary>What can be changed without sending the secrets again: a null stays as it is.</summary>
internal sealed record CarrierAccountChange(string? TimeZone, CarrierSettings? Settings);

internal sealed record CarrierAccountView(
    string Carrier, string Account, CarrierAuthView Auth, string? TimeZone,
    CarrierSettings Settings, string WebhookPath, DateTimeOffset CreatedAt);

/// <summary>How many secrets there are, never which.</summary>
internal sealed record CarrierAuthView(string Scheme, string? Name, string? Username, int Secrets);

internal sealed class CarrierAccountRules : AbstractValidator<CarrierAccountRequest>
{
    public const string ZoneHelp = "is no IANA time zone such as Asia/Kolkata";

    private const int SecretMax = 500;

    public CarrierAccountRules(CarrierList carriers)
    {
        RuleFor(r => r.Carrier).NotEmpty().WithMessage("is required");
        RuleFor(r => r.Carrier).Must(name => carriers.Find(name) is not null).When(r => r.Carrier is { Length: > 0 })
            .WithMessage($"is no known carrier: use one of {carriers.Names}");
        RuleFor(r => r.Account).NotEmpty().WithMessage("is required")
            .Like("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
            .WithMessage("must be 1 to 64 letters, digits, '.', '_' or '-'");
        RuleFor(r => r.TimeZone).Must(IsZone).WithMessage(ZoneHelp);
        RuleFor(r => r.Settings!.Format!).SetValidator(new CarrierFormatRules())
            .When(r => r.Settings?.Format is not null);
        RuleFor(r => r.Settings!.Format).Must(CarrierFormatRules.IsWhole).When(r => r.Carrier == Generic.Unnamed)
            .WithMessage("needs trackingNumber, code, time and codes");
        RuleFor(r => r.Auth).NotNull().WithMessage("is required");
        When(r => r.Auth is not null, () =>
        {
            RuleFor(r => r.Auth!.Scheme).NotEmpty().WithMessage("is required")
                .Must((r, scheme) => carriers.Find(r.Carrier)?.Schemes.Contains(scheme) ?? true)
                .WithMessage((r, _) => $"must be one of {string.Join(", ", carriers.Find(r.Carrier)!.Schemes)}");
            RuleFor(r => r.Auth!.Secret).Must((r, _) => r.Auth!.All.Count is >= 1 and <= 5
                    && r.Auth.All.All(s => !string.IsNullOrWhiteSpace(s) && s.Length <= SecretMax))
                .WithMessage($"needs one secret (or 'secrets', up to 5), each of 1 to {SecretMax} characters");
            RuleFor(r => r.Auth!.Username).NotEmpty()
                .When(r => r.Auth!.Scheme is CarrierAuth.Basic or CarrierAuth.OAuth)
                .WithMessage(r => $"is required for {r.Auth!.Scheme}");
            RuleFor(r => r.Auth!.Username).Must(name => !name!.Contains(':', StringComparison.Ordinal))
                .When(r => r.Auth!.Username is not null).WithMessage("must not hold a colon");
            RuleFor(r => r.Auth!.Header).Like("^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$")
                .When(r => r.Auth!.Header is not null).WithMessage("is no header name");
        });
        RuleFor(r => r.Settings).Custom((settings, context) =>
        {
            if (carriers.Find(context.InstanceToValidate.Carrier) is { } carrier)
                foreach (var (name, fault) in settings?.Faults(carrier.Settings) ?? [])
                    context.AddFailure($"Settings.{name}", fault);
        });
    }

    public static bool IsZone(string? zone) => zone is null || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);
}

internal sealed class CarrierAccountChangeRules : AbstractValidator<CarrierAccountChange>
{
    public CarrierAccountChangeRules()
    {
        RuleFor(r => r.TimeZone).Must(CarrierAccountRules.IsZone).WithMessage(CarrierAccountRules.ZoneHelp);
        RuleFor(r => r.Settings!.Format!).SetValidator(new CarrierFormatRules())
            .When(r => r.Settings?.Format is not null);
    }
}

/// <summary>The merchant's connections to carriers. Secrets go in and never come out.</summary>
internal static class CarrierAccountsApi
{
    public static void MapCarrierAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/v1/carrier-accounts").RequireScope("admin");
        accounts.MapPost("", Create).Idempotent()
            .Describe<CarrierAccountView>("createCarrierAccount", "Connect a carrier", 201);
        accounts.MapGet("", List)
            .Describe<Page<CarrierAccountView>>("listCarrierAccounts", "List the connections to carriers");
        accounts.MapPut("{carrier}/{account}", Replace)
            .Describe<CarrierAccountView>("replaceCarrierAccount", "Change a connection and its secrets");
        accounts.MapPatch("{carrier}/{account}", Change)
            .Describe<CarrierAccountView>("changeCarrierAccount", "Change a connection but not its secrets");
    }

    private static async Task<IResult> Create(
        Caller caller, Body<CarrierAccountRequest> body, CarrierAccounts accounts, CarrierList carriers,
        TimeProvider clock, CancellationToken ct)
    {
        var account = Account(caller, body.Value, carriers, clock);
        if (!await accounts.Add(account, ct))
            throw new ProblemException(409, "account-exists", "The carrier has an account of this name already.",
                "Choose another name, or PUT it to change its secrets.");
        return Results.Created($"/v1/carrier-accounts/{account.Carrier}/{account.Account}", View(account));
    }

    private static async Task<IResult> Replace(
        Caller caller, string carrier, string account, Body<CarrierAccountRequest> body, CarrierAccounts accounts,
        CarrierList carriers, WebhookInbox inbox, TimeProvider clock, CancellationToken ct)
    {
        if (body.Value.Carrier != carrier || body.Value.Account != account)
            throw ProblemException.Invalid(new FieldError("/account", "must be the account in the path"));
        if (!await accounts.Replace(Account(caller, body.Value, carriers, clock), ct))
            throw ProblemException.NotFound("carrier account");
        await TakeUp(caller, carrier, account, inbox, ct);
        return Results.Ok(View((await accounts.Find(carrier, account, ct))!));
    }

    /// <summary>What waited for a setting, and what nobody could read, may be readable now.</summary>
    private static async Task TakeUp(
        Caller caller, string carrier, string account, WebhookInbox inbox, CancellationToken ct)
    {
        await inbox.Release(caller.MerchantId, CarrierAccount.Key(carrier, account), ct);
        await inbox.Reread(caller.MerchantId, carrier, ct);
    }

    private static async Task<IResult> Change(
        Caller caller, string carrier, string account, Body<CarrierAccountChange> body, CarrierAccounts accounts,
        CarrierList carriers, WebhookInbox inbox, CancellationToken ct)
    {
        var change = body.Value;
        if (carrier == Generic.Unnamed && change.Settings is { } settings
            && !CarrierFormatRules.IsWhole(settings.Format))
            throw ProblemException.Invalid(
                new FieldError("/settings/format", "needs trackingNumber, code, time and codes"));
        var known = await accounts.Find(carrier, account, ct);
        if (known?.MerchantId != caller.MerchantId)
            throw ProblemException.NotFound("carrier account");
        var settable = carriers.Find(carrier)?.Settings ?? [];
        if (change.Settings?.Faults(settable).ToList() is { Count: > 0 } faults)
            throw ProblemException.Invalid(
                [.. faults.Select(one => new FieldError($"/settings/{one.Name}", one.Fault))]);
        var changed = known with
        {
            TimeZone = change.TimeZone ?? known.TimeZone,
            Settings = change.Settings?.Only(setting => !IsSecret(settable, setting)) ?? known.Settings,
            // A secret that is not sent again stays: whoever changes the rest has not seen it.
            SecretSettings = known.SecretSettings.Where(one => change.Settings?.Text(one.Key) is null)
                .Concat(change.Settings is null ? [] : Secrets(change.Settings, settable)).ToDictionary(),
        };
        await accounts.Replace(changed, ct);
        await TakeUp(caller, carrier, account, inbox, ct);
        return Results.Ok(View(changed));
    }

    private static async Task<IResult> List(Caller caller, CarrierAccounts accounts, CancellationToken ct)
    {
        var all = await accounts.OfMerchant(caller.MerchantId, ct);
        return Results.Ok(Page.Of(all.Select(View)));
    }

    private static CarrierAccount Account(
        Caller caller, CarrierAccountRequest request, CarrierList carriers, TimeProvider clock)
    {
        var auth = request.Auth!;
        var settings = request.Settings ?? new CarrierSettings();
        var known = carriers.Find(request.Carrier)!.Settings;
        var name = auth.Scheme == CarrierAuth.Query ? auth.Parameter : auth.Header;
        return new CarrierAccount(caller.MerchantId, request.Carrier!, request.Account!,
            new CarrierAuth(auth.Scheme!, name, auth.Username, auth.All), request.TimeZone,
            settings.Only(setting => !IsSecret(known, setting)), clock.GetUtcNow())
        {
            SecretSettings = Secrets(settings, known),
        };
    }

    private static bool IsSecret(IReadOnlyList<CarrierSetting> known, string name) =>
        known.Any(setting => setting.IsSecret && setting.Name == name);

    private static Dictionary<string, string> Secrets(CarrierSettings settings, IReadOnlyList<CarrierSetting> known) =>
        known.Where(setting => setting.IsSecret && settings.Text(setting.Name) is not null)
            .ToDictionary(setting => setting.Name, setting => settings.Text(setting.Name)!);

    private static CarrierAccountView View(CarrierAccount account) => new(
        account.Carrier, account.Account,
        new CarrierAuthView(account.Auth.Scheme, account.Auth.Name, account.Auth.Username, account.Auth.Secrets.Count),
        account.TimeZone, account.Settings.Hiding(account.SecretSettings.Keys),
        $"/webhooks/carriers/{account.Carrier}/{account.Account}",
        account.CreatedAt);
}
