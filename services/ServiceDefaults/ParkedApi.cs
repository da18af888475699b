using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Streams;

namespace ServiceDefaults;

/// <summary>Which parked streams to try again: all, those of a reactor, one stream's, or one of both.</summary>
internal sealed record ResumeParked(string? Reactor, string? StreamId);

internal sealed record ResumeAsked(int Asked);

/// <summary>
/// <c>/v1/ops/streams/{service}/parked</c>: the merchant's streams that a reactor of this service could not go on with.
/// </summary>
internal static class ParkedApi
{
    internal static void MapParked(
        this IEndpointRouteBuilder routes, ParkedStreams streams, Action<IEndpointConventionBuilder> forOps)
    {
        var parked = routes.MapGroup($"/v1/ops/streams/{streams.Schema}/parked");
        forOps(parked);
        var service = $"{char.ToUpperInvariant(streams.Schema[0])}{streams.Schema[1..]}";
        parked.MapGet("", List).Describe<Page<ParkedView>>(
            $"listParkedIn{service}", $"List the streams that a reactor of {service} could not go on with");
        parked.MapPost("resume", Resume).Describe<ResumeAsked>(
            $"resumeParkedIn{service}", $"Try parked streams of {service} again", 202).Refuses(404);
    }

    private static async Task<IResult> List(
        Caller caller, ParkedStreams streams, ListQuery<PageQuery> query, CancellationToken ct)
    {
        (string, string)? after = query.After?.Split('\n') is [var streamId, var reactor] ? (streamId, reactor) : null;
        var found = await streams.List(caller.MerchantId, after, query.Limit + 1, ct);
        return Results.Ok(query.PageOf(found, parked => $"{parked.StreamId}\n{parked.Reactor}"));
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
}
