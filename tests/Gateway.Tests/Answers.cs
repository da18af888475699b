using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Gateway.Tests;

internal static class Answers
{
    public static async Task<JsonElement> Json(this HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Asserts that the answer is a problem of that status with all that a problem has; returns it.</summary>
    public static async Task<JsonElement> ShouldBeProblem(
        this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Json();
        problem.Text("type").ShouldEndWith(code);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.Text("title").ShouldNotBeEmpty();
        problem.Text("instance").ShouldBe(answer.RequestMessage!.RequestUri!.AbsolutePath);
        problem.Text("traceId").Length.ShouldBe(32);
        return problem;
    }
}
