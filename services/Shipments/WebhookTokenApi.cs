using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments;

/// <summary>RFC 6749, section 5.1.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>RFC 6749, section 4.4.2. The client may prove itself by HTTP basic authentication instead.</summary>
internal sealed record TokenForm(
    [property: JsonPropertyName("grant_type"), OneOf("client_credentials")] string GrantType,
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_secret")] string? ClientSecret);

/// <summary>RFC 6749, section 5.2.</summary>
internal sealed record TokenError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description);

/// <summary>
/// Where a carrier fetches the token for its webhooks (UPS Track Alert v2, Blue Dart): OAuth 2.0 client credentials,
/// answered as RFC 6749 has it rather than by our own problems. The client proves itself by basic credentials or in the
/// form.
/// </summary>
internal static class WebhookTokenApi
{
    private const string ClientCredentials = "client_credentials";

    public static void MapWebhookTokens(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/webhooks/carriers/{carrier}/{account}/token", Issue)
            .Reads("application/x-www-form-urlencoded", typeof(TokenForm)).Describe<TokenAnswer>(
                "issueCarrierToken", "Where a carrier fetches the token for its webhooks (OAuth 2.0)")
            .RefusesAs<TokenError>(400).RefusesAs<TokenError>(401);

    private static async Task<IResult> Issue(
        string carrier, string account, HttpContext http, CarrierAccounts accounts, WebhookTokens tokens,
        CancellationToken ct)
    {
        if (await accounts.Find(carrier, account, ct) is not { } connection)
            throw ProblemException.NotFound("account");
        var body = await Bodies.ReadRaw(http);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        if (!http.Request.HasFormContentType)
            return Refused("invalid_request", "The body must be application/x-www-form-urlencoded.");
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
        if (form.FirstOrDefault(field => field.Value.Count > 1).Key is { } twice)
            return Refused("invalid_request", $"'{twice}' is given twice.");
        if (Field(form, "grant_type") is not { } grant)
            return Refused("invalid_request", "'grant_type' is missing.");
        var basic = Basic(http.Request.Headers.Authorization);
        if (basic.Count > 0 && Field(form, "client_secret") is not null)
            return Refused("invalid_request", "The client must prove itself in one way, not two.");
        if (connection.Auth.Scheme != CarrierAuth.OAuth)
            return Refused("unauthorized_client", "The account does not take tokens.");
        IReadOnlyList<(string Id, string Secret)> clients = basic.Count > 0 ? basic
            : [(Field(form, "client_id") ?? "", Field(form, "client_secret") ?? "")];
        if (clients.Select(client => tokens.Issue(connection, client.Id, client.Secret))
            .FirstOrDefault(token => token is not null) is not { } issued)
            return Unproven(http);
        return grant == ClientCredentials
            ? Results.Json(new TokenAnswer(issued, "Bearer", (int)WebhookTokens.Lifetime.TotalSeconds), ApiJson.Plain)
            : Refused("unsupported_grant_type", $"Only '{ClientCredentials}' is given.");
    }

    private static string? Field(Dictionary<string, StringValues> form, string name) =>
        form.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>
    /// As they stand, and as the RFC has them encoded (section 2.3.1), which not every client does.
    /// </summary>
    private static List<(string Id, string Secret)> Basic(StringValues header)
    {
        const string scheme = "Basic ";
        var bytes = new byte[header.ToString().Length];
        if (!header.ToString().StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(header.ToString()[scheme.Length..].Trim(), bytes, out var length))
            return [];
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? []
            : [(text[..colon], text[(colon + 1)..]),
                (Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..]))];
    }

    private static IResult Unproven(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"carrier token\"";
        return Results.Json(new TokenError("invalid_client", "The client's id or secret is not right."), ApiJson.Plain,
            statusCode: StatusCodes.Status401Unauthorized);
    }

    private static IResult Refused(string error, string description) =>
        Results.Json(new TokenError(error, description), ApiJson.Plain, statusCode: StatusCodes.Status400BadRequest);
}
