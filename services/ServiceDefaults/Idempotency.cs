using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// <c>Idempotency-Key</c>: the first answer is stored and given again, byte for byte, for 30 days. The same key with
/// another body is 422, while the first request still runs 409. Answers of 5xx are not kept: the request may be sent
/// again. The answer of a route that shows a secret is kept sealed.
/// </summary>
public sealed class Idempotency
{
    private const int KeyLengthMax = 255;

    private static readonly string[] KeptHeaders = ["Content-Type", "Location", "ETag", "Cache-Control"];

    /// <summary>Beside the kept headers: how the body is kept.</summary>
    private const string Sealed = "(sealed)";

    private readonly IdempotencyKeys keys;

    internal Idempotency(IdempotencyKeys keys) => this.keys = keys;

    /// <summary>The request's key, bare or quoted; null when it has none.</summary>
    public static string? KeyOf(HttpContext http)
    {
        if (http.Request.Headers["Idempotency-Key"] is not [{ Length: > 0 } text])
            return null;
        var key = text is ['"', .. var quoted, '"'] ? quoted : text;
        return key.Length is > 0 and <= KeyLengthMax && key.All(c => c is >= ' ' and <= '~')
            ? key
            : throw new ProblemException(400, "bad-idempotency-key",
                $"Idempotency-Key must be 1 to {KeyLengthMax} printable ASCII characters.");
    }

    /// <summary>
    /// The cause for what a request appends: should the process die between the append and the stored answer, the
    /// retry finds its own events and answers as the first would have. Null without a key.
    /// </summary>
    public static Cause? CauseOf(HttpContext http) => KeyOf(http) is { } key ? new($"request {key}") : null;

    internal static Task Apply(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IdempotentRoute>() is not null
        && http.Features.Get<Caller>() is { } caller && KeyOf(http) is { } key
            ? http.RequestServices.GetRequiredService<Idempotency>().Run(http, next, caller.MerchantId, key)
            : next(http);

    /// <summary>What claims the keys and stores the answers, for a batch that writes what the requests do.</summary>
    public NpgsqlBatchCommand Answered(IReadOnlyList<AnsweredRequest> requests) => keys.Answered(requests);

    private async Task Run(HttpContext http, RequestDelegate next, string merchant, string key)
    {
        var body = await Bodies.ReadRaw(http);
        var fingerprint = Fingerprint(http, body);
        if (RouteOf(http).IsAtOnce && await AnsweredAtOnce(http, next, body, new(http, merchant, key, fingerprint)))
            return;
        http.Request.Body = new MemoryStream(body);
        if (await keys.Claim(merchant, key, fingerprint) is { } earlier)
        {
            await Replay(http, earlier, fingerprint);
            return;
        }

        var wire = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            PersonalTextJson.KeepSealed();
            // Inside, so that a stored answer is the final one, problems included.
            await Problems.Guard(http, next);
            await Settle(http, merchant, key, answer);
        }
        catch
        {
            await keys.Forget(merchant, key);
            throw;
        }
        finally
        {
            http.Response.Body = wire;
        }

        await Write(http, answer.ToArray());
    }

    /// <summary>
    /// Lets the route write its answer together with what it does: one commit in place of three. False: nothing is
    /// written, for whatever reason, or nobody knows. Then the request is asked like any other, and the reason told.
    /// </summary>
    private static async Task<bool> AnsweredAtOnce(
        HttpContext http, RequestDelegate next, byte[] body, AnswerAtOnce atOnce)
    {
        var wire = http.Response.Body;
        http.Request.Body = new MemoryStream(body);
        http.Response.Body = atOnce.Written;
        http.Features.Set(atOnce);
        try
        {
            PersonalTextJson.KeepSealed();
            await next(http);
        }
        catch (Exception) when (!atOnce.IsWritten)
        {
            // It comes again.
        }
        finally
        {
            http.Response.Body = wire;
            http.Features.Set<AnswerAtOnce>(null);
        }

        if (atOnce.IsWritten)
            await Write(http, atOnce.Answer);
        else
            Problems.StartOver(http);
        return atOnce.IsWritten;
    }

    /// <summary>Kept sealed, so that an answer of a person who is erased since tells nothing either.</summary>
    private static async Task Write(HttpContext http, byte[] answer)
    {
        var opened = http.RequestServices.GetRequiredService<PersonalKeys>().OpenJson(answer);
        http.Response.ContentLength = opened.Length;
        await http.Response.Body.WriteAsync(opened, http.RequestAborted);
    }

    private async Task Settle(HttpContext http, string merchant, string key, MemoryStream answer)
    {
        var status = http.Response.StatusCode;
        if (status is >= 500 or 401 or 403 or 429)
        {
            await keys.Forget(merchant, key);
            return;
        }

        await keys.Store(Stored(http, merchant, key, answer.ToArray()));
    }

    internal static StoredAnswer Stored(HttpContext http, string merchant, string key, byte[] body)
    {
        var headers = KeptHeaders.Where(http.Response.Headers.ContainsKey)
            .ToDictionary(name => name, name => http.Response.Headers[name].ToString());
        if (RouteOf(http).IsSecret)
        {
            headers[Sealed] = "true";
            body = http.RequestServices.GetRequiredService<SecretBox>().Seal(body);
        }

        return new(merchant, key, http.Response.StatusCode, JsonSerializer.Serialize(headers), body);
    }

    private static IdempotentRoute RouteOf(HttpContext http) =>
        http.GetEndpoint()!.Metadata.GetMetadata<IdempotentRoute>()!;

    private static async Task Replay(HttpContext http, EarlierRequest earlier, byte[] fingerprint)
    {
        if (!earlier.Fingerprint.AsSpan().SequenceEqual(fingerprint))
            throw new ProblemException(422, "idempotency-key-reused",
                "This Idempotency-Key belongs to another request.",
                "Use a new key for a new request, and the same body for a retry.");
        if (earlier.Status is not { } status)
            throw new ProblemException(409, "request-running",
                "The first request with this Idempotency-Key still runs.",
                "Send it again in a moment.")
            { RetryAfter = 1 };
        http.Response.StatusCode = status;
        var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(earlier.Headers!)!;
        var isSealed = headers.Remove(Sealed);
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        http.Response.Headers["Idempotent-Replayed"] = "true";
        await Write(http, isSealed
            ? http.RequestServices.GetRequiredService<SecretBox>().OpenBytes(earlier.Body!) : earlier.Body!);
    }

    private static byte[] Fingerprint(HttpContext http, byte[] body) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n"), .. body]);
}

/// <summary>
/// The answer of a request that writes it together with what it does. A route marked so finds it among the request's
/// features: it renders its answer, has it written, and says so; or it says nothing and is asked again without.
/// </summary>
public sealed class AnswerAtOnce
{
    /// <summary>More than most answers have.</summary>
    private const int AnswerBytes = 3072;

    private readonly HttpContext http;
    private readonly string merchant;
    private readonly string key;
    private readonly byte[] fingerprint;

    internal AnswerAtOnce(HttpContext http, string merchant, string key, byte[] fingerprint) =>
        (this.http, this.merchant, this.key, this.fingerprint) = (http, merchant, key, fingerprint);

    /// <summary>It is committed, with what the request has done.</summary>
    public bool IsWritten { get; set; }

    /// <summary>What the route writes instead of to the wire.</summary>
    internal MemoryStream Written { get; } = new(AnswerBytes);

    /// <summary>Its body as it was rendered last, personal texts sealed.</summary>
    internal byte[] Answer { get; private set; } = [];

    /// <summary>What to write along, for <see cref="Idempotency.Answered"/>.</summary>
    public async Task<AnsweredRequest> Render(IResult result)
    {
        Written.SetLength(0);
        await result.ExecuteAsync(http);
        Answer = Written.ToArray();
        return new(Idempotency.Stored(http, merchant, key, Answer), fingerprint);
    }
}

internal sealed record IdempotentRoute(bool IsSecret, bool IsAtOnce);

/// <summary>Marks a POST as one that honours Idempotency-Key.</summary>
public static class IdempotentRoutes
{
    /// <param name="builder">The route.</param>
    /// <param name="isSecret">Whether the answer holds a secret that is shown this once.</param>
    /// <param name="isAtOnce">Whether the route knows <see cref="AnswerAtOnce"/>.</param>
    public static TBuilder Idempotent<TBuilder>(this TBuilder builder, bool isSecret = false, bool isAtOnce = false)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new IdempotentRoute(isSecret, isAtOnce));
        return builder;
    }
}
