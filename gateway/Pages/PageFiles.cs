using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Gateway.Pages;

/// <summary>
/// The pages' own files, carried inside the assembly so that they are there wherever the process starts. Each is served
/// under a name with the hash of its bytes, so it may be cached for ever: a new version has a new name.
/// </summary>
public static class PageFiles
{
    private static readonly FrozenDictionary<string, Asset> Files = typeof(PageFiles).Assembly
        .GetManifestResourceNames()
        .Where(name => name.StartsWith("assets/", StringComparison.Ordinal))
        .Select(Asset.Load)
        .ToFrozenDictionary(asset => asset.Name);

    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    private static readonly FrozenDictionary<string, Asset> ByPath =
        Files.Values.ToFrozenDictionary(asset => asset.Path);

    public static string Path(string name) => Files[name].Path;

    /// <summary>Colours as a style sheet of their own, since a page may hold no styles: they are in its name.</summary>
    public static string ColorsPath((string Background, string Text) colors) =>
        $"/assets/brand-{colors.Background[1..]}-{colors.Text[1..]}.css".ToLowerInvariant();

    public static void MapPageFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/assets/{file}", Read, Send);
        routes.MapMethods(
            "/assets/brand-{background:regex(^[0-9a-f]{{6}}$)}-{text:regex(^[0-9a-f]{{6}}$)}.css", Read, SendColors);
    }

    private static IResult SendColors(string background, string text, HttpContext http)
    {
        KeepForEver(http.Response.Headers);
        return Results.Text($":root {{ --brand: #{background}; --on-brand: #{text}; }}\n", "text/css; charset=utf-8");
    }

    private static void KeepForEver(IHeaderDictionary headers)
    {
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>A file at an address that stays when it changes: it is asked for anew each time.</summary>
    public static IResult SendStable(string name, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Answer(Files[name], http);
    }

    private static IResult Send(HttpContext http)
    {
        if (!ByPath.TryGetValue(http.Request.Path.Value!, out var asset))
            return Results.NotFound();
        KeepForEver(http.Response.Headers);
        return Answer(asset, http);
    }

    private static IResult Answer(Asset asset, HttpContext http)
    {
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var brotli = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (brotli)
            http.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(brotli ? asset.Brotli : asset.Bytes, asset.Type, entityTag: asset.Tag);
    }

    private sealed record Asset(string Name, string Path, string Type, byte[] Bytes, byte[] Brotli)
    {
        /// <summary>The address says which bytes they are.</summary>
        public EntityTagHeaderValue Tag { get; } = new($"\"{Path}\"", isWeak: true);

        public static Asset Load(string resource)
        {
            using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var name = resource["assets/".Length..];
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
            var extension = System.IO.Path.GetExtension(name);
            var path = $"/assets/{System.IO.Path.GetFileNameWithoutExtension(name)}.{hash}{extension}";
            var type = extension switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                ".svg" => "image/svg+xml",
                ".png" => "image/png",
                _ => throw new InvalidOperationException($"No media type for {name}"),
            };
            var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
            BrotliEncoder.TryCompress(bytes, packed, out var size, quality: 9, window: 22);
            return new(name, path, type, bytes, packed[..size]);
        }
    }
}
