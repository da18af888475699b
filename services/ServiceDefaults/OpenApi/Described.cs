using Microsoft.AspNetCore.Builder;

namespace ServiceDefaults;

/// <summary>
/// What a route says of itself in the API's description, beyond what its pattern, its parameters and the conventions
/// on it say already. <c>Name</c> is the operation's id: what clients call their methods. The first of <c>Statuses</c>
/// is the usual one. <c>Answer</c> null: an answer without a body, or not JSON.
/// </summary>
internal sealed record Described(string Name, string Summary, Type? Answer, IReadOnlyList<int> Statuses)
{
    public string MediaType { get; init; } = "application/json";
}

/// <summary>
/// A body that the route reads as it comes, and the JSON type of it where it has one. A route with several refuses
/// others (415).
/// </summary>
internal sealed record RawBody(string MediaType, Type? Type);

/// <summary>Another kind that the same is answered as, when it is asked for.</summary>
internal sealed record OtherAnswer(string MediaType);

/// <summary>
/// Refusals beyond those of the conventions. <c>Answer</c> null: a plain problem. <c>IsProblem</c>: a problem with the
/// members of Answer besides; else JSON of Answer instead, because another standard says what it looks like.
/// </summary>
internal sealed record OwnRefusal(int Status, Type? Answer, bool IsProblem);

/// <summary>A header field, a text, that the route reads beyond those of the conventions.</summary>
internal sealed record RequestHeader(string Name, string Text);

/// <summary>
/// The ETag is the resource's version: reading it honours If-None-Match, changing it If-Match.
/// </summary>
internal sealed record VersionedRoute;

/// <summary>
/// Describing a route: one call on each under /v1 and /webhooks, with <c>WithDescription</c> for what does not fit on
/// a line. A route that is not described does not get past <c>describe</c>.
/// </summary>
public static class DescribedRoutes
{
    /// <summary>What it answers as JSON, with 200 unless other statuses are given.</summary>
    public static RouteHandlerBuilder Describe<TAnswer>(
        this RouteHandlerBuilder route, string name, string summary, params int[] statuses) =>
        route.WithMetadata(new Described(name, summary, typeof(TAnswer), statuses is [] ? [200] : statuses));

    /// <summary>An answer without a body: 204 unless other statuses are given.</summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder route, string name, string summary, params int[] statuses) =>
        route.WithMetadata(new Described(name, summary, null, statuses is [] ? [204] : statuses));

    /// <summary>An answer of another kind than JSON, with 200.</summary>
    public static RouteHandlerBuilder DescribeAs(
        this RouteHandlerBuilder route, string mediaType, string name, string summary) =>
        route.WithMetadata(new Described(name, summary, null, [200]) { MediaType = mediaType });

    /// <summary>It answers so too, when it is asked to.</summary>
    public static RouteHandlerBuilder AlsoAs(this RouteHandlerBuilder route, string mediaType) =>
        route.WithMetadata(new OtherAnswer(mediaType));

    /// <summary>It may also refuse so, with a plain problem.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, int status) =>
        route.WithMetadata(new OwnRefusal(status, null, IsProblem: true));

    /// <summary>The problem of this status may have these members besides.</summary>
    public static RouteHandlerBuilder Refuses<TMore>(this RouteHandlerBuilder route, int status) =>
        route.WithMetadata(new OwnRefusal(status, typeof(TMore), IsProblem: true));

    /// <summary>With this status it answers JSON of this type instead of a problem.</summary>
    public static RouteHandlerBuilder RefusesAs<TAnswer>(this RouteHandlerBuilder route, int status) =>
        route.WithMetadata(new OwnRefusal(status, typeof(TAnswer), IsProblem: false));

    /// <summary>Server-Sent Events, resumed after <c>Last-Event-ID</c>.</summary>
    public static RouteHandlerBuilder Streams(this RouteHandlerBuilder route, string name, string summary) =>
        route.DescribeAs("text/event-stream", name, summary)
            .ReadsHeader("Last-Event-ID", "The last event that was received: what came after it is sent first.");

    /// <summary>It reads this field of the request's header, too.</summary>
    public static RouteHandlerBuilder ReadsHeader(this RouteHandlerBuilder route, string name, string text) =>
        route.WithMetadata(new RequestHeader(name, text));

    /// <summary>The resource's ETag is its version (see <see cref="ETags"/>).</summary>
    public static RouteHandlerBuilder Versioned(this RouteHandlerBuilder route) =>
        route.WithMetadata(new VersionedRoute());

    /// <summary>The body is read as it comes; once for each kind that is read.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, string mediaType, Type? type = null) =>
        route.WithMetadata(new RawBody(mediaType, type));
}

/// <summary>
/// The words that a text may be, listed, or as a type's static <c>All</c>. For the description; what is refused is
/// the validators' to say.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OneOfAttribute : Attribute
{
    public OneOfAttribute(params string[] words) => Words = words;

    public OneOfAttribute(Type type) => Words = [.. (IEnumerable<string>)(type.GetProperty("All", Everywhere)
        ?.GetValue(null) ?? type.GetField("All", Everywhere)!.GetValue(null))!];

    private const System.Reflection.BindingFlags Everywhere = System.Reflection.BindingFlags.Static
        | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic;

    public IReadOnlyList<string> Words { get; }
}

/// <summary>What a type is called in the description, where its own name would not do.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ApiNameAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>A JSON converter that says what it reads and writes.</summary>
public interface IDescribedJson
{
    /// <param name="schemaOf">The schema of another type.</param>
    static abstract System.Text.Json.Nodes.JsonObject Schema(
        Func<Type, System.Text.Json.Nodes.JsonObject> schemaOf);
}
