using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Notifications.Templates;

/// <summary>Renders letters as HTML documents.</summary>
internal sealed class LetterHtml(IServiceProvider services, ILoggerFactory logs)
{
    public async Task<string> Of(Letter letter)
    {
        await using var renderer = new HtmlRenderer(services, logs);
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?> { [nameof(LetterPage.Letter)] = letter });
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<LetterPage>(parameters)).ToHtmlString());
    }
}
