using System.Text.Json;
using FluentValidation;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Notifications.Sms;

/// <summary>
/// <c>Provider</c>: twilio or http, with what that needs. <c>Countries</c>: where numbers may be (ISO 3166-1
/// alpha-2). <c>DailyMax</c>: how many SMS at most on a day (UTC), 1000 if not told.
/// </summary>
internal sealed record SmsAccountRequest
{
    [OneOf("twilio", "http")]
    public string? Provider { get; init; }
    public TwilioAccount? Twilio { get; init; }
    public HttpSmsAccount? Http { get; init; }
    public IReadOnlyList<string>? Countries { get; init; }
    public int? DailyMax { get; init; }
}

/// <summary>The merchant's SMS account, without secrets. <c>Sender</c>: who it writes as, or where it posts.</summary>
internal sealed record SmsAccountView(
    [property: OneOf("twilio", "http")] string Provider, string Sender, IReadOnlyList<string> Countries, int DailyMax)
{
    public static SmsAccountView Of(SmsAccount account) => new(
        account.Provider,
        account.Twilio is { } twilio ? twilio.MessagingServiceSid ?? twilio.From! : new Uri(account.Http!.Url!).Host,
        account.Countries, account.DailyMax);
}

internal sealed class SmsAccountRules : AbstractValidator<SmsAccountRequest>
{
    private const int TextMax = 500;
    private const int DailyMaxMax = 1_000_000;
    private const int BodyMax = 4000;

    public SmsAccountRules(IOptions<PlatformOptions> options)
    {
        RuleFor(r => r.Provider).Must(name => name is "twilio" or "http").WithMessage("must be twilio or http");
        RuleFor(r => r.Countries).Must(all => all is { Count: > 0 } && all.All(ServiceDefaults.Countries.IsKnown))
            .WithMessage("needs one country at least, each an ISO 3166-1 alpha-2 code such as IN");
        RuleFor(r => r.DailyMax).InclusiveBetween(1, DailyMaxMax).WithMessage($"must be from 1 to {DailyMaxMax}");
        When(r => r.Provider == "twilio", () =>
        {
            RuleFor(r => r.Twilio).NotNull().WithMessage("is required for twilio");
            RuleFor(r => r.Twilio!.AccountSid).Like("^AC[0-9a-fA-F]{32}$").When(r => r.Twilio is not null)
                .WithMessage("must be AC and 32 hexadecimal digits");
            RuleFor(r => r.Twilio!.AccountSid).NotEmpty().When(r => r.Twilio is not null).WithMessage("is required");
            RuleFor(r => r.Twilio!.AuthToken).NotEmpty().MaximumLength(TextMax).When(r => r.Twilio is not null)
                .WithMessage("is required");
            RuleFor(r => r.Twilio!.From).Must((r, from) => (from is { Length: > 0 and < TextMax })
                    != (r.Twilio!.MessagingServiceSid is { Length: > 0 and < TextMax }))
                .When(r => r.Twilio is not null).WithMessage("is required, or messagingServiceSid, not both");
            RuleFor(r => r.Twilio!.BaseUrl).Url(options.Value).When(r => r.Twilio is not null);
        });
        When(r => r.Provider == "http", () =>
        {
            RuleFor(r => r.Http).NotNull().WithMessage("is required for http");
            RuleFor(r => r.Http!.Url).NotEmpty().When(r => r.Http is not null).WithMessage("is required");
            RuleFor(r => r.Http!.Url).Url(options.Value).When(r => r.Http is not null);
            RuleFor(r => r.Http!.Method).Must(method => method is null or "POST" or "PUT")
                .When(r => r.Http is not null).WithMessage("must be POST or PUT");
            RuleFor(r => r.Http!.Format).Must(format => format is null or "json" or "form")
                .When(r => r.Http is not null).WithMessage("must be json or form");
            RuleFor(r => r.Http!.Body).Must((r, _) => IsBody(r.Http!)).When(r => r.Http is not null)
                .WithMessage("must be JSON, or a form where format says so, and hold {to} and {text}");
            RuleFor(r => r.Http!.SuccessValues)
                .Must((r, values) => r.Http!.SuccessField is null == values is null or []).When(r => r.Http is not null)
                .WithMessage("and successField need each other");
            RuleFor(r => r.Http!.Headers).Must(all => all?.All(IsHeader) != false).When(r => r.Http is not null)
                .WithMessage("must be header names with values of one line");
        });
    }

    /// <summary>JSON when it is filled: with a text that would break it if it were not escaped.</summary>
    private static bool IsBody(HttpSmsAccount http)
    {
        if (http.Body is not { Length: < BodyMax } body || !body.Contains("{to}", StringComparison.Ordinal)
            || !body.Contains("{text}", StringComparison.Ordinal))
            return false;
        if (http.Format == "form")
            return true;
        try
        {
            using var request = HttpSms.Request(
                http with { Url = "https://none.example", Headers = null }, new(Guid.Empty, "+1", "\"", 1));
            using var json = JsonDocument.Parse(request.Content!.ReadAsStream());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsHeader(KeyValuePair<string, string> header) =>
        header.Key.Length is > 0 and < 100 && header.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && header.Value.Length <= TextMax && !header.Value.Any(char.IsControl);
}

/// <summary>How a merchant's SMS are sent. Secrets go in and never come out.</summary>
internal static class SmsAccountApi
{
    private const int DailyMaxDefault = 1000;

    public static void MapSmsAccount(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/v1/sms-account").RequireScope("admin");
        account.MapPut("", Set).Describe<SmsAccountView>("setSmsAccount", "Say how the merchant's SMS are sent");
        account.MapGet("", Get).Describe<SmsAccountView>("getSmsAccount", "Read how the merchant's SMS are sent")
            .Refuses(404);
        account.MapDelete("", Remove).Describe("removeSmsAccount", "Send no SMS any more").Refuses(404);
    }

    private static async Task<IResult> Set(
        Caller caller, Body<SmsAccountRequest> body, SmsAccounts accounts, CancellationToken ct)
    {
        var request = body.Value;
        var account = new SmsAccount
        {
            MerchantId = caller.MerchantId,
            Provider = request.Provider!,
            Twilio = request.Provider == "twilio" ? request.Twilio : null,
            Http = request.Provider == "http" ? request.Http : null,
            Countries = [.. request.Countries!.Distinct()],
            DailyMax = request.DailyMax ?? DailyMaxDefault,
        };
        await accounts.Set(account, ct);
        return Results.Ok(SmsAccountView.Of(account));
    }

    private static async Task<IResult> Get(Caller caller, SmsAccounts accounts, CancellationToken ct) =>
        await accounts.Find(caller.MerchantId, ct) is { } account ? Results.Ok(SmsAccountView.Of(account))
            : throw ProblemException.NotFound("SMS account");

    private static async Task<IResult> Remove(Caller caller, SmsAccounts accounts, CancellationToken ct) =>
        await accounts.Remove(caller.MerchantId, ct) ? Results.NoContent()
            : throw ProblemException.NotFound("SMS account");
}
