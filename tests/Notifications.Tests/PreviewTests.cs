using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.Templates;
using ServiceDefaults.Languages;

namespace Notifications.Tests;

/// <summary>Letters to be looked at while they are made.</summary>
public sealed class PreviewTests
{
    private static readonly IReadOnlyList<string> Letters = [.. Rows.All.Select(row => row.Milestone), "digest"];

    public static TheoryData<string> Languages => [.. Language.All.Select(language => language.Tag), "pseudo"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_letter_is_shown_in_every_language(string tag)
    {
        await using var app = await Start("Development");
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        var list = await http.GetStringAsync("/preview");
        foreach (var milestone in Letters)
        {
            var path = $"/preview/{milestone}/{tag}";
            list.ShouldContain($"href=\"{path}\"");
            list.ShouldContain($"href=\"{path}?as=text\"");
            var html = await http.GetStringAsync(path);
            html.ShouldContain($"<html lang=\"{(tag == "pseudo" ? Language.Pseudo.Tag : tag)}\"");
            html.ShouldContain("<h1>");
            (await http.GetStringAsync(path + "?as=text")).ShouldContain("https://track.example/track/preview");
        }
    }

    [Theory]
    [InlineData("Production", null, HttpStatusCode.NotFound)]
    [InlineData("Production", "false", HttpStatusCode.NotFound)]
    [InlineData("Production", "true", HttpStatusCode.OK)]
    [InlineData("Development", null, HttpStatusCode.OK)]
    public async Task They_are_shown_in_development_or_where_it_is_asked_for(
        string environment, string? asked, HttpStatusCode status)
    {
        await using var app = await Start(environment, asked);
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        (await http.GetAsync("/preview")).StatusCode.ShouldBe(status);
        (await http.GetAsync("/preview/shipped/en")).StatusCode.ShouldBe(status);
    }

    private static async Task<WebApplication> Start(string environment, string? asked = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Platform:Preview", asked)]);
        builder.Services.AddSingleton<LetterHtml>();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPreview();
        await app.StartAsync();
        return app;
    }
}
