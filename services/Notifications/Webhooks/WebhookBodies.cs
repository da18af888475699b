using FluentValidation;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Notifications.Webhooks;

/// <summary>
/// <c>Url</c> is https. <c>EventTypes</c>: which events; none: all, those too that are added later. <c>Signing</c>:
/// hmac (a shared secret, the usual) or ed25519 (a public key to verify with).
/// </summary>
internal sealed record WebhookEndpointRequest
{
    public string? Url { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string>? EventTypes { get; init; }
    [OneOf(typeof(SigningKey))]
    public string? Signing { get; init; }
}

/// <summary>
/// What may be changed of an endpoint. <c>Enabled</c>: an endpoint that was disabled gets new events from then on;
/// what it has missed is sent by a replay.
/// </summary>
internal sealed record WebhookEndpointChange
{
    public string? Url { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string>? EventTypes { get; init; }
    public bool? Enabled { get; init; }
}

/// <summary><c>OverlapHours</c>: how long the old key signs too, 24 if not told; 0: not at all.</summary>
internal sealed record WebhookSecretRequest
{
    [OneOf(typeof(SigningKey))]
    public string? Signing { get; init; }
    public int? OverlapHours { get; init; }
}

/// <summary>
/// <c>Secret</c> (whsec_…) is shown once, when it is made. <c>PublicKey</c> (whpk_…) is that of an ed25519 key.
/// <c>FailingSince</c>: nothing was accepted since then.
/// </summary>
internal sealed record WebhookEndpointView(
    Guid Id, string Url, string? Description, IReadOnlyList<string>? EventTypes, bool Enabled, string? DisabledReason,
    DateTimeOffset? DisabledAt, DateTimeOffset? FailingSince, [property: OneOf(typeof(SigningKey))] string Signing,
    string? Secret, string? PublicKey, DateTimeOffset? OldKeyEndsAt, DateTimeOffset CreatedAt)
{
    public static WebhookEndpointView Of(WebhookEndpoint endpoint, DateTimeOffset now, bool isShown = false) => new(
        endpoint.Id, endpoint.Url.AbsoluteUri, endpoint.Description, endpoint.EventTypes, endpoint.IsEnabled,
        endpoint.DisabledReason, endpoint.DisabledAt, endpoint.FailingSince, endpoint.Keys[0].Kind,
        isShown ? endpoint.Keys[0].Shown : null, endpoint.Keys[0].PublicKey,
        endpoint.Keys.Where(key => key.EndsAt > now).Max(key => key.EndsAt), endpoint.CreatedAt);
}

internal sealed class WebhookEndpointRules : AbstractValidator<WebhookEndpointRequest>
{
    public WebhookEndpointRules(IOptions<PlatformOptions> options)
    {
        RuleFor(r => r.Url).NotEmpty().WithMessage("is required");
        RuleFor(r => r.Url).Url(options.Value);
        RuleFor(r => r.Description).MaximumLength(WebhookFields.DescriptionMax)
            .WithMessage($"must have at most {WebhookFields.DescriptionMax} characters");
        RuleFor(r => r.EventTypes).Custom(WebhookFields.CheckTypes);
        RuleFor(r => r.Signing).Must(kind => kind is null || SigningKey.All.Contains(kind))
            .WithMessage("must be hmac or ed25519");
    }
}

internal sealed class WebhookEndpointChangeRules : AbstractValidator<WebhookEndpointChange>
{
    public WebhookEndpointChangeRules(IOptions<PlatformOptions> options)
    {
        RuleFor(r => r.Url).NotEmpty().WithMessage("is required");
        RuleFor(r => r.Url).Url(options.Value);
        RuleFor(r => r.Description).MaximumLength(WebhookFields.DescriptionMax)
            .WithMessage($"must have at most {WebhookFields.DescriptionMax} characters");
        RuleFor(r => r.EventTypes).Custom(WebhookFields.CheckTypes);
    }
}

internal sealed class WebhookSecretRules : AbstractValidator<WebhookSecretRequest>
{
    private const int OverlapMax = 7 * 24;

    public WebhookSecretRules()
    {
        RuleFor(r => r.OverlapHours).InclusiveBetween(0, OverlapMax).WithMessage($"must be from 0 to {OverlapMax}");
        RuleFor(r => r.Signing).Must(kind => kind is null || SigningKey.All.Contains(kind))
            .WithMessage("must be hmac or ed25519");
    }
}

/// <summary>What endpoints and replays say alike.</summary>
internal static class WebhookFields
{
    public const int DescriptionMax = 200;

    public static void CheckTypes<T>(IReadOnlyList<string>? types, ValidationContext<T> context)
    {
        if (types?.FirstOrDefault(type => !WebhookTypes.All.Contains(type)) is { } unknown)
            context.AddFailure($"'{unknown}' is no type of event: use {string.Join(", ", WebhookTypes.All)}");
    }
}
