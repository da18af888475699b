using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Gateway.Keys;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Net.Http.Headers;

namespace Gateway.Pages.Docs;

/// <summary>
/// The API's description: <c>/openapi/v1.json</c> as it was approved, and <c>/docs</c>, the same for people. Both are
/// part of the program, so they are made once and are there without a network.
/// </summary>
internal static class DocsPages
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly byte[] Document = Load();
    private static readonly Lazy<Reference> Described = new(() => Reference.Read(Document));

    public static void MapDocs(this IEndpointRouteBuilder routes)
    {
        var document = new Made(Document, "application/json");
        routes.MapMethods("/openapi/v1.json", Read, (HttpContext http) => document.Send(http)).Needs(null, "public");
        var page = new Lazy<Task<Made>>(() => Render(routes.ServiceProvider));
        routes.MapMethods("/docs", Read, async (HttpContext http) =>
        {
            PageHeaders.Set(http.Response);
            return (await page.Value).Send(http);
        }).Needs(null, "public");
    }

    private static byte[] Load()
    {
        using var stream = typeof(DocsPages).Assembly.GetManifestResourceStream("openapi.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static async Task<Made> Render(IServiceProvider services)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = new Dictionary<string, object?> { [nameof(ReferencePage.Api)] = Described.Value };
            var root = await renderer.RenderComponentAsync<ReferencePage>(ParameterView.FromDictionary(parameters));
            return root.ToHtmlString();
        });
        return new(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");
    }

    /// <summary>Bytes that only another build changes.</summary>
    private sealed record Made(byte[] Bytes, string Type)
    {
        private readonly EntityTagHeaderValue tag =
            new($"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes))[..16]}\"");

        private readonly byte[] brotli = Packed(Bytes);

        public IResult Send(HttpContext http)
        {
            http.Response.Headers.CacheControl = "no-cache";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (!http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
                return Results.Bytes(Bytes, Type, entityTag: tag);
            http.Response.Headers.ContentEncoding = "br";
            return Results.Bytes(brotli, Type, entityTag: tag);
        }

        private static byte[] Packed(byte[] bytes)
        {
            var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
            BrotliEncoder.TryCompress(bytes, packed, out var size, quality: 5, window: 22);
            return packed[..size];
        }
    }
}
