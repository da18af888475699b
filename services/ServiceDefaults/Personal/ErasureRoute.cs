using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

/// <summary>The orders whose customer is erased.</summary>
public sealed record ErasePayloads(IReadOnlyList<Guid> OrderIds);

/// <summary><c>Left</c>: payloads that tell of others too and still wait for something.</summary>
public sealed record ErasedPayloads(int Count, int Left);

/// <summary>How Orders, which knows whose an order is, has the other services forget what they were sent.</summary>
public static class ErasureRoute
{
    private const string Path = "internal/erasures";

    /// <summary>
    /// <paramref name="keysOf"/>: what payloads about a merchant's orders are kept under. Reached from inside the
    /// platform only.
    /// </summary>
    public static void MapErasure<T>(
        this IEndpointRouteBuilder routes,
        Func<T, string, IReadOnlyList<Guid>, CancellationToken, Task<IReadOnlyList<string>>> keysOf)
        where T : notnull =>
        routes.MapPost(Path, async (
            Caller caller, Body<ErasePayloads> body, T source, InboxArchive archive, CancellationToken ct) =>
        {
            var keys = await keysOf(source, caller.MerchantId, body.Value.OrderIds, ct);
            return Results.Ok(await archive.Erase(caller.MerchantId, keys, ct));
        }).RequireScope("internal");

    internal static async Task<ErasedPayloads> Ask(
        HttpClient http, Uri service, PlatformIdentity identity, string merchantId, ErasePayloads orders,
        CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service, Path))
            .OnBehalfOf(identity, merchantId);
        request.Content = JsonContent.Create(orders, options: ApiJson.Plain);
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<ErasedPayloads>(ApiJson.Plain, ct))!;
    }
}

/// <summary>The services that keep payloads, as Orders asks them.</summary>
public sealed class ErasurePartners(
    IHttpClientFactory clients, PlatformIdentity identity, IOptions<PlatformOptions> platform)
{
    public static IReadOnlyList<string> Names { get; } = ["shipments", "payments"];

    /// <exception cref="HttpRequestException">The service does not answer, or not well.</exception>
    public async Task<ErasedPayloads> Erase(
        string service, string merchantId, IReadOnlyList<Guid> orders, CancellationToken ct)
    {
        using var client = clients.CreateClient(nameof(ErasurePartners));
        var address = platform.Value.Services.GetValueOrDefault(service) ?? throw new InvalidOperationException(
            $"Platform:Services:{service} is missing: the service's base URL.");
        return await ErasureRoute.Ask(
            client, new Uri(address.TrimEnd('/') + "/"), identity, merchantId, new(orders), ct);
    }
}
