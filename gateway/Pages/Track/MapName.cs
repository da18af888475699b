using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Gateway.Pages.Track;

/// <summary>A name on the map: SVG's text, which in a Razor file means something else.</summary>
public sealed class MapName : ComponentBase
{
    [Parameter, EditorRequired] public MapLabel Label { get; set; } = null!;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", Label.X.ToString(CultureInfo.InvariantCulture));
        builder.AddAttribute(2, "y", Label.Y.ToString(CultureInfo.InvariantCulture));
        builder.AddAttribute(3, "text-anchor", Label.Anchor);
        builder.AddContent(4, Label.Name);
        builder.CloseElement();
    }
}
