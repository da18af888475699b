using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Streams;

namespace ServiceDefaults;

/// <summary>A page of what is parked, and what to ask for the next one with; null at the end.</summary>
internal sealed record ParkedPage(IReadOnlyList<ParkedView> Data, string? NextCursor);

/// <summary>Which parked streams to try again: all, those of a reactor, one stream's, or one of both.</summary>
internal sealed record ResumeParked(string? Reactor, string? StreamId);

internal sealed record ResumeAsked(int Asked);

/// <summary>
/// <c>/v1/ops/streams/{service}/parked</c>: the merchant's streams that a reactor of this service could not go on with.
/// </summary>
internal static class ParkedApi
{
    private const int PageDefault = 20;
    private const int PageMax = 100;

    internal static void MapParked(
        this IEndpointRouteBuilder routes, ParkedStreams streams, Action<IEndpointConventionBuilder> forOps)
    {
        var parked = routes.MapGroup($"/v1/ops/streams/{streams.Schema}/parked");
        forOps(parked);
        parked.MapGet("", List);
        parked.MapPost("resume", Resume);
    }

    private static async Task<IResult> List(
        Caller caller, ParkedStreams streams, string? cursor, int? limit, CancellationToken ct)
    {
        if (limit is < 1 or > PageMax)
            throw new ProblemException(400, "bad-query", $"'limit' must be from 1 to {PageMax}.");
        var wanted = limit ?? PageDefault;
        var found = await streams.List(caller.MerchantId, After(cursor), wanted + 1, ct);
        var page = found.Take(wanted).ToList();
        return Results.Ok(new ParkedPage(page, found.Count > wanted ? Cursor(page[^1]) : null));
    }

    private static async Task<IResult> Resume(
        Caller caller, Body<ResumeParked> body, ParkedStreams streams, CancellationToken ct)
    {
        var (reactor, streamId) = body.Value;
        var asked = await streams.AskToResume(caller.MerchantId, reactor, streamId, ct);
        return asked == 0 && (reactor ?? streamId) is not null
            ? throw ProblemException.NotFound("parked stream")
            : Results.Accepted(value: new ResumeAsked(asked));
    }

    private static string Cursor(ParkedView last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{last.StreamId}\n{last.Reactor}"));

    private static (string, string)? After(string? cursor)
    {
        if (cursor is null)
            return null;
        var parts = Base64Url.IsValid(cursor)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n') : [];
        return parts is [var streamId, var reactor] && !parts.Any(p => p.Contains('\0'))
            ? (streamId, reactor)
            : throw new ProblemException(400, "bad-query", "'cursor' must be one that a page gave.");
    }
}
