using System.Text.Json.Nodes;

namespace Gateway.Tests;

/// <summary>Public views as Orders answers them.</summary>
internal static class Samples
{
    public static string OutForDelivery { get; } =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "out-for-delivery.json"));

    public static string With(Action<JsonNode> change)
    {
        var order = JsonNode.Parse(OutForDelivery)!;
        change(order);
        return order.ToJsonString();
    }
}
