using System.Net;

namespace TrackingPlatform;

/// <summary>
/// The platform has refused. <c>Problem</c> says why (RFC 9457): programs read its <c>Code</c>, and <c>Errors</c> name
/// each field that is wrong; null when the answer was no problem. <c>Body</c> is the answer as it came, with whatever
/// the problem tells besides.
/// </summary>
public sealed class TrackingApiException(HttpStatusCode status, Problem? problem, string body) : Exception(
    problem is null ? $"{(int)status}: {body}" : $"{problem.Code}: {problem.Title} {problem.Detail}".TrimEnd())
{
    public HttpStatusCode Status => status;

    public Problem? Problem => problem;

    public string Body => body;
}
