using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>The TypeScript client as its user has it: built from the API's description, strictly, and run.</summary>
public sealed class TypeScriptTests(Platform platform)
{
    [Fact]
    public async Task A_client_made_of_the_description_places_an_order_reads_it_and_is_told_what_is_wrong()
    {
        Assert.SkipUnless(Node.IsThere, Node.IsMissing);
        await Node.Run("build");
        var number = Shop.NewNumber();
        var said = JsonNode.Parse(await Node.Run("place-order", ("GATEWAY_URL", platform.Url),
            ("STOREFRONT_KEY", platform.StorefrontKey), ("ORDER_NUMBER", number)))!;
        said["status"]!.GetValue<string>().ShouldBe("placed");
        said["again"]!.GetValue<int>().ShouldBe(304);
        said["refused"]!.GetValue<int>().ShouldBe(400);
        said["pointers"]!.AsArray().Select(pointer => (string)pointer!).ShouldContain("/items");
        (await platform.Storefront.Get($"/v1/orders/{said["id"]}")).Is(200)
            .Json["orderNumber"]!.GetValue<string>().ShouldBe(number);
    }
}
