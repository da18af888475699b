using System.Text;

namespace Shipments.Tests;

public sealed class JsonPathTests
{
    private const string Payload = """
        {"a": {"b_c": [{"d": 1}, {"d": 2}, {"d": null}]}, "one": {"d": 3}, "php": {"0": {"d": 4}, "1": {"d": 5}},
         "odd name": "x", "inner": "{\"d\": [6, 7]}", "text": "{no json"}
        """;

    [Theory]
    [InlineData("$.a.b_c[*].d", "1 2")]
    [InlineData("$.A['B C'][0].d", "1")]
    [InlineData("$.a.bC[-2].d", "2")]
    [InlineData("$.a.b_c[7].d", "")]
    [InlineData("$.one[*].d", "3")]
    [InlineData("$.one[0].d", "3")]
    [InlineData("$.php[*].d", "4 5")]
    [InlineData("$[\"odd name\"]", "x")]
    [InlineData("$['odd name'].deeper", "")]
    [InlineData("$.inner.d[1]", "7")]
    [InlineData("$.text", "{no json")]
    [InlineData("$.text.no", "")]
    public void A_path_finds_what_is_there(string path, string found)
    {
        using var document = LenientJson.Parse(Encoding.UTF8.GetBytes(Payload));
        string.Join(' ', JsonPath.Parse(path)!.Select(document!.RootElement).Select(element => element.Text()))
            .ShouldBe(found);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("$a")]
    [InlineData("$..a")]
    [InlineData("$.a[")]
    [InlineData("$.a[1:2]")]
    [InlineData("$.a[?@.b]")]
    [InlineData("$.a.")]
    [InlineData("$['']")]
    public void What_is_no_path_is_none(string? path) => JsonPath.Parse(path).ShouldBeNull();
}
