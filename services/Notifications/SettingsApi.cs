using FluentValidation;
using ServiceDefaults;
using ServiceDefaults.Languages;
using Streams;

namespace Notifications;

/// <summary>A merchant's settings for messages: <c>GET</c> and <c>PUT /v1/notification-settings</c>.</summary>
internal static class SettingsApi
{
    internal static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/notification-settings", Get).RequireScope("admin").Versioned()
            .Describe<MessageSettings>("getNotificationSettings", "Read what is settled about messages");
        routes.MapPut("/v1/notification-settings", Put).RequireScope("admin").Versioned()
            .Describe<MessageSettings>("setNotificationSettings", "Settle which messages are told, when and how");
    }

    private static async Task<IResult> Get(Caller caller, EventStore store, HttpContext http)
    {
        var known = await store.Load(Wanted.Settings, caller.MerchantId, Wanted.SettingsId, http.RequestAborted);
        return ETags.NotModified(http, known.Version)
            ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Ok(known.State.Value);
    }

    private static async Task<IResult> Put(
        Body<MessageSettings> body, Caller caller, EventStore store, TimeProvider clock, HttpContext http)
    {
        var changed = await store.Transact(Wanted.Settings, caller.MerchantId, Wanted.SettingsId,
            s => Wanted.Decide(s, body.Value, caller.KeyId, clock.GetUtcNow()),
            expectedVersion: ETags.ExpectedVersion(http), ct: http.RequestAborted);
        http.Response.Headers.ETag = ETags.Of(changed.Version);
        return Results.Ok(changed.State.Value);
    }
}

internal sealed class MessageSettingsValidator : AbstractValidator<MessageSettings>
{
    private const int DailyMaxMax = 1000;
    private const int TextLengthMax = 500;

    /// <summary>What a merchant may say in its own words.</summary>
    private const string Letters = "letter.";

    public MessageSettingsValidator()
    {
        RuleFor(s => s.Messages).Switches();
        RuleFor(s => s.QuietHours).Quiet();
        RuleFor(s => s.DigestMinutes).InclusiveBetween(0, WishRules.DigestMinutesMax).WithMessage(WishRules.Digest);
        RuleFor(s => s.DailyMax).InclusiveBetween(1, DailyMaxMax).WithMessage($"must be from 1 to {DailyMaxMax}");
        RuleFor(s => s.Texts).Custom((texts, context) =>
        {
            foreach (var (tag, own) in texts ?? new Dictionary<string, IReadOnlyDictionary<string, string>>())
                if (Language.All.FirstOrDefault(language => language.Tag == tag) is not { } language)
                    context.AddFailure("Texts", $"{tag}: must be one of "
                        + string.Join(", ", Language.All.Select(language => language.Tag)));
                else
                    foreach (var (key, text) in own ?? new Dictionary<string, string>())
                        if (Fault(language, key, text) is { } fault)
                            context.AddFailure("Texts", $"{tag}, {key}: {fault}");
        });
    }

    private static string? Fault(Language language, string key, string? text) =>
        !key.StartsWith(Letters, StringComparison.Ordinal) || !language.Knows(key) ? "is no text of a letter"
        : string.IsNullOrWhiteSpace(text) || text.Length > TextLengthMax || text.Any(char.IsControl)
            ? $"must be a text of 1 to {TextLengthMax} characters without control characters"
        : language.PlaceholdersOf(key, text) is { Unknown: { Count: > 0 } unknown, Known: var known }
            ? $"{{{string.Join("}, {", unknown)}}} stands for nothing here; there is "
                + (known.Count == 0 ? "nothing to fill in" : $"{{{string.Join("}, {", known)}}}")
        : null;
}
