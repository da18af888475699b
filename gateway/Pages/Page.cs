using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Gateway.Pages;

/// <summary>
/// A component rendered once, to static HTML, as the answer. The renderer alone, without the services of interactive
/// components: those would bring protected state, its key ring on disk and headers of their own.
/// </summary>
internal sealed class Page<TComponent>(int status, Dictionary<string, object?> parameters) : IResult
    where TComponent : IComponent
{
    /// <summary>The one image of another host that the page shows.</summary>
    public string? Image { get; init; }

    /// <summary>A map server's address, where the page shows pictures of it.</summary>
    public string? Tiles { get; init; }

    /// <summary>BCP 47, where the page is in the reader's own.</summary>
    public string? Language { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters));
            return root.ToHtmlString();
        });
        var bytes = Encoding.UTF8.GetBytes(html);
        PageHeaders.AllowImages(httpContext.Response, Image, Tiles);
        httpContext.Response.Headers.ContentLanguage = Language;
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
