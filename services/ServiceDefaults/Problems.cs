using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// What is wrong with one field, and what to do: an RFC 6901 pointer into the request's body, or the name of a query
/// parameter.
/// </summary>
public sealed record FieldError(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer, string Detail)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Parameter { get; init; }
}

/// <summary>An RFC 9457 problem. <c>Code</c> is the last part of its type, for programs.</summary>
public sealed record Problem
{
    public required string Type { get; init; }
    public required string Title { get; init; }
    public required int Status { get; init; }
    public required string Code { get; init; }
    public string? Detail { get; init; }
    public string? Instance { get; init; }
    public string? TraceId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldError>? Errors { get; init; }

    [JsonExtensionData]
    public IDictionary<string, object>? More { get; init; }
}

/// <summary>Ends a request with a problem. For rules of the domain use <see cref="RuleViolation"/> instead.</summary>
public sealed class ProblemException(int status, string code, string title, string? detail = null)
    : Exception(detail ?? title)
{
    public int Status => status;

    public string Code => code;

    public string Title => title;

    public string? Detail => detail;

    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>Further members of the problem, such as <c>candidates</c>.</summary>
    public IDictionary<string, object>? More { get; init; }

    /// <summary>Seconds after which to try again.</summary>
    public int? RetryAfter { get; init; }

    public static ProblemException NotFound(string what) => new(404, "not-found", $"There is no such {what}.");

    public static ProblemException Invalid(params IReadOnlyList<FieldError> errors) =>
        new(400, "invalid-request", "The request is not valid.",
            string.Join(' ', errors.Select(Sentence)))
        { Errors = errors };

    public static ProblemException BadQuery(string parameter, string detail) => BadQuery((parameter, detail));

    public static ProblemException BadQuery(params IReadOnlyList<(string Parameter, string Detail)> faults) =>
        new(400, "bad-query", "The query cannot be understood.",
            string.Join(' ', faults.Select(fault => $"{fault.Parameter}: {fault.Detail}")))
        { Errors = [.. faults.Select(fault => new FieldError(null, fault.Detail) { Parameter = fault.Parameter })] };

    private static string Sentence(FieldError error) => $"{error.Pointer}: {error.Detail}";
}

/// <summary>Header fields that an answer has whatever it is, a problem too. Set as a feature of the request.</summary>
public interface IStandingFields
{
    void Write(IHeaderDictionary headers);
}

/// <summary>Turns whatever ends a request into problem details; nothing internal leaks.</summary>
public static class Problems
{
    private const string TypePrefix = "urn:tracking-platform:problem:";

    /// <summary>Writes a problem as the answer.</summary>
    public static async Task Write(HttpContext http, ProblemException problem)
    {
        if (http.Response.HasStarted)
            return;
        // A 405 must say what is allowed: routing has already written it there.
        var allow = http.Response.Headers.Allow;
        StartOver(http);
        http.Response.Headers.Allow = allow;
        http.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await http.Response.WriteAsJsonAsync(
            Of(problem, http), ApiJson.Plain, "application/problem+json", http.RequestAborted);
    }

    /// <summary>Takes back what was said in answer so far, but for what stands whatever is answered.</summary>
    public static void StartOver(HttpContext http)
    {
        http.Response.Clear();
        http.Features.Get<IStandingFields>()?.Write(http.Response.Headers);
    }

    /// <summary>What ended a part of a request, for an answer that tells of each part.</summary>
    public static Problem Describe(Exception exception, HttpContext http) => Of(From(exception, http), http);

    private static Problem Of(ProblemException problem, HttpContext http) => new()
    {
        Type = TypePrefix + problem.Code,
        Title = problem.Title,
        Status = problem.Status,
        Code = problem.Code,
        Detail = problem.Detail,
        Instance = http.Request.Path,
        TraceId = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier,
        Errors = problem.Errors,
        More = problem.More,
    };

    internal static async Task Guard(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await Write(http, From(exception, http));
            return;
        }

        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            await Write(http, FromStatus(http.Response.StatusCode));
    }

    private static ProblemException From(Exception exception, HttpContext http)
    {
        switch (exception)
        {
            case ProblemException problem:
                return problem;
            case RuleViolation rule:
                return new(409, rule.Code.Replace('_', '-'), rule.Message);
            case StaleVersionException stale:
                return new(412, "stale-version", "The resource has changed since you read it.",
                    $"It is at version {stale.Actual} now: read it again and decide anew.");
            case BadHttpRequestException { StatusCode: 413 }:
                return FromStatus(413);
            case BadHttpRequestException bad:
                return new(bad.StatusCode, "bad-request", "The request cannot be read.", bad.Message);
            case ContendedStreamException:
                return new(409, "contended",
                    "Too many changes to the same resource at once.", "Send the request again.")
                {
                    RetryAfter = 1,
                };
            case UnstorableEventException unstorable:
                return new(400, "not-storable",
                    "The request holds something that cannot be stored.", unstorable.Message);
        }

        var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("ServiceDefaults.Problems");
        log.LogError(exception, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
        return exception is NpgsqlException or AppendUnknownException or HttpRequestException or TimeoutException
            ? new(503, "unavailable",
                "A part of the platform does not answer now.", "Nothing is lost: send the request again.")
            {
                RetryAfter = 1,
            }
            : new(500, "internal", "Something went wrong on our side.", "The trace id tells us what.");
    }

    private static ProblemException FromStatus(int status) => status switch
    {
        401 => new(401, "unauthorized", "The request carries no valid key."),
        403 => new(403, "forbidden", "The key does not allow this."),
        404 => new(404, "not-found", "There is nothing here."),
        405 => new(405, "method-not-allowed", "This resource does not know that method."),
        413 => new(413, "too-large", "The body is too large.", $"At most {Defaults.BodyBytesMax} bytes are read."),
        415 => new(415, "unsupported-media-type", "The body must be application/json."),
        _ => new(status, "error", "The request could not be answered."),
    };
}
