using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Notifications.Templates;

/// <summary>Renders letters, and the few pages around them, as HTML documents.</summary>
internal sealed class LetterHtml(ILoggerFactory logs)
{
    /// <summary>Letters of every script as they are, not as numbers: what is markup is escaped all the same.</summary>
    private readonly ServiceProvider services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();

    public Task<string> Of(Letter letter) => Of<LetterPage>(new() { [nameof(LetterPage.Letter)] = letter });

    public async Task<string> Of<TPage>(Dictionary<string, object?> parameters) where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
