using System.Xml;
using FluentValidation;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Shipments.Pulling;

/// <summary>
/// <c>BaseUrl</c> null: the carrier's documented address. <c>Credentials</c> by name, such as { "token": "…" };
/// <c>Every</c>: an ISO 8601 duration, how often about one number.
/// </summary>
internal sealed record SetPull
{
    public string? BaseUrl { get; init; }
    public IReadOnlyDictionary<string, string>? Credentials { get; init; }
    public string? Every { get; init; }

    public TimeSpan? Interval => Every is null ? null : XmlConvert.ToTimeSpan(Every);
}

/// <summary><c>Credentials</c>: their names, never what they are. Durations are ISO 8601.</summary>
internal sealed record PullView(
    string Carrier, string Account, string BaseUrl, IReadOnlyList<string> Credentials, string Every,
    DateTimeOffset? LastAnswerAt, int Failures, string? LastError, DateTimeOffset? NextAt);

internal sealed class SetPullRules : AbstractValidator<SetPull>
{
    private const int TextMax = 2000;
    private static readonly TimeSpan EveryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EveryMax = TimeSpan.FromDays(7);

    public SetPullRules(IOptions<PlatformOptions> options)
    {
        RuleFor(r => r.BaseUrl).Must(url => Uri.TryCreate(url, UriKind.Absolute, out var at)
                && at.UserInfo.Length == 0 && at.Query.Length == 0
                && (at.Scheme == Uri.UriSchemeHttps
                    || options.Value.PrivateHosts.Contains(at.Authority, StringComparer.OrdinalIgnoreCase)))
            .When(r => r.BaseUrl is not null).WithMessage("must be an https URL without credentials or a query");
        RuleFor(r => r.Credentials).NotNull().WithMessage("are required")
            .Must(all => all is null || all.All(one => !string.IsNullOrWhiteSpace(one.Value)
                && one.Value.Length <= TextMax && !one.Value.Any(char.IsControl)))
            .WithMessage($"have 1 to {TextMax} characters each, none of them a control character");
        RuleFor(r => r.Every).Must(text => Duration(text) is { } every && every >= EveryMin && every <= EveryMax)
            .When(r => r.Every is not null).WithMessage("must be an ISO 8601 duration from PT1S to P7D");
    }

    private static TimeSpan? Duration(string? text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text!);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }
}

/// <summary>Whether and how a carrier account is asked about parcels of which nothing comes.</summary>
internal static class PullsApi
{
    private const int AnswerBytesMax = 8 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static void AddPulls(this WebApplicationBuilder builder)
    {
        builder.AddMigration("shipments", PullAccounts.Sql);
        builder.Services.AddOptions<PullOptions>().Bind(builder.Configuration.GetSection("Pull"))
            .Validate(PullOptions.IsComplete, PullOptions.WhatIsNeeded).ValidateOnStart();
        builder.Services.AddSingleton<IPull, DelhiveryPull>();
        builder.Services.AddSingleton<IPull, ShiprocketPull>();
        builder.Services.AddSingleton<IPull, EasyPostPull>();
        builder.Services.AddSingleton<IPull, AfterShipPull>();
        builder.Services.AddSingleton<IPull, SeventeenTrackPull>();
        builder.Services.AddSingleton<PullList>();
        builder.Services.AddSingleton<PullAccounts>();
        builder.Services.AddHttpClient(PullScheduler.Client, client =>
        {
            client.Timeout = Timeout;
            client.MaxResponseContentBufferSize = AnswerBytesMax;
        }).ConfigurePrimaryHttpMessageHandler(services =>
            Outbound.Handler(services.GetRequiredService<IOptions<PlatformOptions>>().Value));
        builder.Services.AddHostedService<PullScheduler>();
    }

    public static void MapPulls(this IEndpointRouteBuilder routes)
    {
        var pull = routes.MapGroup("/v1/carrier-accounts/{carrier}/{account}/pull").RequireScope("admin");
        pull.MapGet("", Get).Describe<PullView>("getPull", "Read how a carrier is asked about parcels");
        pull.MapPut("", Set).Describe<PullView>("setPull", "Have a carrier asked about parcels of which nothing comes");
        pull.MapDelete("", Remove).Describe("removePull", "Ask this carrier no more");
    }

    private static async Task<IResult> Get(
        Caller caller, string carrier, string account, PullList pulls, PullAccounts accounts, CancellationToken ct) =>
        pulls.Find(carrier) is { } pull && await accounts.Find(caller.MerchantId, carrier, account, ct) is { } known
            ? Results.Ok(View(known, pull)) : throw ProblemException.NotFound("pull");

    private static async Task<IResult> Set(
        Caller caller, string carrier, string account, Body<SetPull> body, PullList pulls, PullAccounts accounts,
        CarrierAccounts carrierAccounts, CancellationToken ct)
    {
        if (await carrierAccounts.Find(carrier, account, ct) is not { } owner || owner.MerchantId != caller.MerchantId)
            throw ProblemException.NotFound("carrier account");
        if (pulls.Find(carrier) is not { } pull)
            throw new ProblemException(409, "cannot-be-asked", "The carrier has no API that we can ask.",
                $"Those that have: {pulls.Names}.");
        var credentials = body.Value.Credentials!;
        if (!credentials.Keys.ToHashSet().SetEquals(pull.Credentials))
            throw ProblemException.Invalid(
                new FieldError("/credentials", $"must be {string.Join(" and ", pull.Credentials)}"));
        await accounts.Set(new(caller.MerchantId, carrier, account,
            body.Value.BaseUrl is { } url ? new Uri(url) : null, credentials,
            body.Value.Interval ?? pull.Limits.Every), ct);
        return Results.Ok(View((await accounts.Find(caller.MerchantId, carrier, account, ct))!, pull));
    }

    private static async Task<IResult> Remove(
        Caller caller, string carrier, string account, PullAccounts accounts, CancellationToken ct) =>
        await accounts.Remove(caller.MerchantId, carrier, account, ct)
            ? Results.NoContent() : throw ProblemException.NotFound("pull");

    private static PullView View(PullAccount account, IPull pull) => new(
        account.Carrier, account.Account, (account.BaseUrl ?? pull.BaseUrl).ToString(),
        [.. account.Credentials.Keys.Order(StringComparer.Ordinal)], XmlConvert.ToString(account.Every),
        account.LastAnswerAt, account.Failures, account.LastError, account.NextAt);
}
