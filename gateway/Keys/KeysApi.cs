using System.Text.RegularExpressions;
using System.Xml;
using FluentValidation;
using ServiceDefaults;

namespace Gateway.Keys;

/// <summary>
/// Merchants and their keys: <c>POST /v1/merchants</c>, <c>POST</c>, <c>GET</c>, <c>DELETE /v1/keys</c>,
/// <c>POST /v1/keys/{id}/rotate</c>. A key's text is in the answer that makes it; what is kept of that answer for an
/// Idempotency-Key is sealed.
/// </summary>
internal static partial class KeysApi
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/merchants", CreateMerchant).Needs(Scope.Operator).Idempotent(isSecret: true)
            .Describe<NewMerchantView>("createMerchant", "Create a merchant, with a key for each scope", 201);
        routes.MapPost("/v1/keys", CreateKey).Needs(Scope.Admin).Idempotent(isSecret: true)
            .Describe<NewKeyView>("createKey", "Create a key; its text is shown this once", 201);
        routes.MapGet("/v1/keys", ListKeys).Needs(Scope.Admin)
            .Describe<Page<KeyView>>("listKeys", "List the merchant's keys, the newest first");
        routes.MapDelete("/v1/keys/{id}", Revoke).Needs(Scope.Admin)
            .Describe("revokeKey", "Revoke a key");
        routes.MapPost("/v1/keys/{id}/rotate", Rotate).Needs(Scope.Admin).Idempotent(isSecret: true)
            .Describe<NewKeyView>("rotateKey", "Make a key in place of another, which works on for a while", 201);
    }

    private static async Task<IResult> CreateMerchant(
        Body<NewMerchant> body, KeyStore store, KeyWatch watch, TimeProvider clock, HttpContext http)
    {
        var id = body.Value.Id ?? $"m-{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        var texts = Scope.All.ToDictionary(scope => scope, _ => KeyText.New());
        var keys = texts.Select(one => ApiKey.Of(one.Value, id, [one.Key], clock.GetUtcNow())).ToList();
        if (!await store.Create(id, body.Value.Name!, keys, http.RequestAborted))
            throw new ProblemException(409, "merchant-exists", "There is a merchant of that id already.");
        await watch.Load(id, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Created((string?)null, new NewMerchantView(id, body.Value.Name!, texts));
    }

    private static async Task<IResult> CreateKey(
        Body<NewKey> body, Caller caller, KeyStore store, KeyWatch watch, TimeProvider clock, HttpContext http)
    {
        var text = KeyText.New();
        var key = ApiKey.Of(text, caller.MerchantId, [.. body.Value.Scopes!.Distinct()], clock.GetUtcNow()) with
        {
            Name = body.Value.Name,
            ExpiresAt = body.Value.ExpiresAt?.ToUniversalTime(),
        };
        await store.Add(key, http.RequestAborted);
        await watch.Load(caller.MerchantId, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Created((string?)null, NewKeyView.Of(text, key));
    }

    private static async Task<IResult> Rotate(
        string id, Body<RotateKey> body, Caller caller, KeyStore store, KeyWatch watch, TimeProvider clock,
        HttpContext http)
    {
        var (text, now) = (KeyText.New(), clock.GetUtcNow());
        var until = now + (RotateKey.Span(body.Value.Overlap) ?? RotateKey.OverlapDefault);
        if (!Guid.TryParse(id, out var key)
            || await store.Rotate(caller.MerchantId, key, text, now, until, http.RequestAborted) is not var (old, made))
            throw ProblemException.NotFound("key");
        await watch.Load(caller.MerchantId, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Created((string?)null, NewKeyView.Of(text, made) with
        {
            Replaces = new(old.Id, old.Prefix, old.ExpiresAt),
        });
    }

    private static async Task<IResult> ListKeys(
        Caller caller, KeyStore store, ListQuery<PageQuery> query, CancellationToken ct)
    {
        var keys = await store.List(caller.MerchantId, query.AfterId, query.Limit + 1, ct);
        return Results.Ok(query.PageOf([.. keys.Select(KeyView.Of)], key => key.Id));
    }

    private static async Task<IResult> Revoke(
        string id, Caller caller, KeyStore store, KeyWatch watch, TimeProvider clock, CancellationToken ct)
    {
        if (!Guid.TryParse(id, out var key) || !await store.Revoke(caller.MerchantId, key, clock.GetUtcNow(), ct))
            throw ProblemException.NotFound("key");
        await watch.Load(caller.MerchantId, ct);
        return Results.NoContent();
    }

    [ApiName("CreateMerchant")]
    internal sealed record NewMerchant(string? Id, string? Name);

    [ApiName("CreateKey")]
    internal sealed record NewKey(string[]? Scopes, string? Name, DateTimeOffset? ExpiresAt);

    /// <summary><c>Overlap</c>: how long the old key works on, an ISO 8601 duration.</summary>
    [ApiName("RotateKey")]
    internal sealed record RotateKey(string? Overlap)
    {
        public static readonly TimeSpan OverlapDefault = TimeSpan.FromHours(24);
        public static readonly TimeSpan OverlapMax = TimeSpan.FromDays(30);

        public static TimeSpan? Span(string? text)
        {
            try
            {
                return text is null ? null : XmlConvert.ToTimeSpan(text);
            }
            catch (Exception wrong) when (wrong is FormatException or OverflowException)
            {
                return null;
            }
        }
    }

    internal sealed partial class NewMerchantRules : AbstractValidator<NewMerchant>
    {
        public NewMerchantRules()
        {
            RuleFor(merchant => merchant.Id).Must(id => id is null || IdPattern().IsMatch(id))
                .WithMessage("must be 1 to 40 lower-case letters, digits and hyphens, a letter or digit first");
            RuleFor(merchant => merchant.Name).NotEmpty().MaximumLength(200);
        }

        [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,39}\z")]
        private static partial Regex IdPattern();
    }

    internal sealed class NewKeyRules : AbstractValidator<NewKey>
    {
        public NewKeyRules(TimeProvider clock)
        {
            RuleFor(key => key.Scopes).NotEmpty();
            RuleForEach(key => key.Scopes).Must(Scope.All.Contains).WithMessage("must be storefront, ops or admin");
            RuleFor(key => key.Name)
                .Must(name => name is null || (name.Trim().Length is > 0 and <= 100 && !name.Any(char.IsControl)))
                .WithMessage("must be a text of 1 to 100 characters without control characters");
            RuleFor(key => key.ExpiresAt).Must(at => at is null || at > clock.GetUtcNow())
                .WithMessage("must be in the future");
        }
    }

    internal sealed class RotateKeyRules : AbstractValidator<RotateKey>
    {
        public RotateKeyRules() => RuleFor(rotation => rotation.Overlap)
            .Must(text => text is null
                || (RotateKey.Span(text) is { } span && span >= TimeSpan.Zero && span <= RotateKey.OverlapMax))
            .WithMessage("must be an ISO 8601 duration from PT0S to P30D");
    }
}
