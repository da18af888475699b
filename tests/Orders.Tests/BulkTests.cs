using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orders.Bulk;
using ServiceDefaults;

namespace Orders.Tests;

/// <summary>Files of orders, read line by line and written cell by cell.</summary>
public sealed class BulkTests
{
    private const string Header = "orderNumber,currency,customer.name,shippingAddress.line1,shippingAddress.city,"
        + "shippingAddress.postalCode,shippingAddress.country,payment.method,payment.amount,item.sku,item.name,"
        + "item.quantity,item.unitPrice\r\n";

    [Fact]
    public async Task Each_line_is_an_order_however_the_lines_end()
    {
        var lines = await Ndjson("{\"a\":1}\r\n\n  \n{\"b\":2}\n{\"c\":3}");
        lines.Select(line => (line.First, Encoding.UTF8.GetString(line.Json).Trim()))
            .ShouldBe([(1, "{\"a\":1}"), (4, "{\"b\":2}"), (5, "{\"c\":3}")]);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_reported_and_the_next_ones_are_read()
    {
        var lines = await Ndjson($"{{\"a\":1}}\n{{\"b\":\"{new string('x', 3 << 20)}\"}}\n{{\"c\":3}}\n");
        lines.Select(line => (line.First, line.Wrong?.Status)).ShouldBe([(1, null), (2, 413), (3, null)]);
    }

    [Fact]
    public async Task A_hundred_thousand_orders_are_read_in_the_memory_of_a_few()
    {
        using var file = new Generated($"{{\"orderNumber\":\"{new string('x', 500)}\"}}\n", 100_000);
        var (before, most, count) = (GC.GetTotalMemory(forceFullCollection: true), 0L, 0);
        await foreach (var line in OrderLines.Ndjson(file, TestContext.Current.CancellationToken))
            if (++count % 20_000 == 0)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        count.ShouldBe(100_000);
        (most - before).ShouldBeLessThan(8 << 20);
    }

    [Fact]
    public async Task Rows_under_one_order_number_are_one_order_with_several_items()
    {
        var orders = await Csv(Header
            + "B-1,INR,Asha,\"14 Lake View Road,\nDoor 3\",Pune,411001,IN,card,30.00,LAMP,Desk lamp,2,10.00\r\n"
            + "B-1,,,,,,,,,BULB,Bulb,1,10.00\r\n"
            + "B-2,EUR,Bo,1 Street,Ghent,9000,BE,card,5.00,PEN,Pen,1,5.00\r\n");
        orders.Count.ShouldBe(2);
        var first = JsonNode.Parse(orders[0].Json)!;
        first["shippingAddress"]!["line1"]!.GetValue<string>().ShouldBe("14 Lake View Road,\nDoor 3");
        first["items"]!.AsArray().Select(item => item!["sku"]!.GetValue<string>()).ShouldBe(["LAMP", "BULB"]);
        first["items"]![1]!["unitPrice"]!["currency"]!.GetValue<string>().ShouldBe("INR");
        first["items"]![0]!["quantity"]!.GetValue<int>().ShouldBe(2);
        // By the file's lines: the address has two.
        (orders[0].First, orders[0].Last, orders[1].First).ShouldBe((2, 4, 5));
        Read(orders[0]).Items!.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_row_that_is_none_is_reported_and_those_around_it_are_read()
    {
        const string good = "card,30.00,LAMP,Desk lamp,2,15.00\r\n";
        var orders = await Csv("\uFEFF\r\n" + Header
            + $"B-1,INR,Asha,1 Road,Pune,411001,IN,{good}"
            + "\r\n"
            + $"B-2,INR,Asha,\"1 Road,Pune,411001,IN,{good}"
            + $"B-3,INR,\"Asha \"\"A\"\"\",\"1 Road, Pune\",Pune,411001,IN,{good}"
            + $"B-4,INR,Asha,1 Road, Pune,Pune,411001,IN,{good}"
            + $"B-5,INR,{new string('x', 2 << 20)},1 Road,Pune,411001,IN,{good}"
            + $"B-6,INR,Asha 5\" A,1 Road,Pune,411001,IN,{good}"
            + $"B-7,INR,Asha,1 Road,Pune,411001,IN,card,30.00,\"LAMP");
        orders.Select(order => (order.First, order.Last, order.Wrong?.Code)).ShouldBe(
        [
            (3, 3, null), (5, 5, "bad-row"), (6, 6, null), (7, 7, "bad-row"), (8, 8, "bad-row"), (9, 9, null),
            (10, 10, "bad-row"),
        ]);
        Name(orders[2]).ShouldBe("Asha \"A\"");
        Name(orders[5]).ShouldBe("Asha 5\" A");

        static string Name(OrderLine line) => (string)JsonNode.Parse(line.Json)!["customer"]!["name"]!;
    }

    [Fact]
    public async Task A_row_that_is_no_UTF_8_is_reported()
    {
        var file = new MemoryStream(Encoding.Latin1.GetBytes(Header
            + "B-1,INR,Zoë,1 Road,Pune,411001,IN,card,30.00,LAMP,Desk lamp,2,15.00\r\n"));
        (await All(OrderColumns.Csv(file, default))).Single().Wrong!.Code.ShouldBe("bad-row");
    }

    [Fact]
    public async Task An_orders_rows_may_say_the_same_of_it_again_and_nothing_else()
    {
        const string first = "B-1,INR,Asha,1 Road,Pune,411001,IN,card,30.00,LAMP,Desk lamp,2,10.00\r\n";
        const string again = "B-1,INR,Asha,1 Road,Pune,411001,IN,card,30.00,BULB,Bulb,1,10.00\r\n";
        (await Csv(Header + first + again)).Single().Wrong.ShouldBeNull();
        (await Csv(Header + first + again.Replace("Asha", "Bo"))).Single().Wrong!
            .Errors!.Single().Pointer.ShouldBe("/customer/name");
    }

    [Fact]
    public async Task A_cell_that_is_no_number_is_refused_at_its_field()
    {
        var order = (await Csv(Header
            + "B-1,INR,Asha,1 Road,Pune,411001,IN,card,30.00,LAMP,Desk lamp,two,15.00\r\n")).Single();
        Should.Throw<ProblemException>(() => Read(order)).Errors!.Single().Pointer.ShouldBe("/items/0/quantity");
    }

    [Theory]
    [InlineData("orderNumber,colour\r\n", "colour")]
    [InlineData("orderNumber,orderNumber\r\n", "Twice")]
    [InlineData("customer.name\r\n", "orderNumber must be among them")]
    public async Task A_header_that_does_not_fit_is_refused_with_what_would(string file, string said) =>
        (await Should.ThrowAsync<ProblemException>(() => Csv(file))).Detail!.ShouldContain(said);

    [Theory]
    [InlineData("=HYPERLINK(\"http://x.example\")")]
    [InlineData("+441632960000")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("'=1")]
    [InlineData("''=1")]
    public void No_cell_is_a_formula_and_each_comes_back_as_it_was(string text)
    {
        CsvCells.Safe(text)[0].ShouldBe('\'');
        CsvCells.Plain(CsvCells.Safe(text)).ShouldBe(text);
    }

    [Theory]
    [InlineData("O'Hara")]
    [InlineData("'t Hooft")]
    [InlineData("12 = 12")]
    [InlineData("")]
    public void Other_cells_are_written_as_they_are(string text)
    {
        CsvCells.Safe(text).ShouldBe(text);
        CsvCells.Plain(text).ShouldBe(text);
    }

    [Fact]
    public async Task What_is_exported_can_be_imported()
    {
        var placed = Given.Order1001 with { Customer = Given.Order1001.Customer with { Phone = "+36205550123" } };
        var state = Given.State([placed]);
        var json = new ApiJson(OrdersJson.Default);
        var links = new TrackingLinks(Microsoft.Extensions.Options.Options.Create(
            new PlatformOptions { PublicUrl = "https://shop.example" }));
        var document = JsonSerializer.Serialize(OrderView.Of("demo", Given.OrderId, state, 1, links), json.Options);
        using var text = new StringWriter();
        using (var sheet = new ExportSheet("orders", text))
            sheet.Order(document);
        text.ToString().ShouldContain("'+36205550123");

        var order = Read((await Csv(text.ToString())).Single());
        var again = order.ToOrder(Given.OrderId, order.OrderNumber!, placed.TrackingSecret, placed.CreatedAt);
        again.Items.ShouldBe(placed.Items);
        again.Customer.ShouldBe(placed.Customer);
        again.Total.ShouldBe(placed.Total);
    }

    private static PlaceOrder Read(OrderLine line) =>
        Bodies.Read<PlaceOrder>(line.Json, new ApiJson(OrdersJson.Default), []);

    private static Task<List<OrderLine>> Ndjson(string text) => All(OrderLines.Ndjson(Stream(text), default));

    private static Task<List<OrderLine>> Csv(string text) => All(OrderColumns.Csv(Stream(text), default));

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static async Task<List<OrderLine>> All(IAsyncEnumerable<OrderLine> lines)
    {
        var all = new List<OrderLine>();
        await foreach (var line in lines)
            all.Add(line);
        return all;
    }

    /// <summary>The same text again and again, without ever being in memory as a whole.</summary>
    private sealed class Generated(string text, int times) : MemoryStream
    {
        private readonly byte[] bytes = Encoding.UTF8.GetBytes(text);
        private long at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, ((long)bytes.Length * times) - at);
            for (var i = 0; i < count; i++)
                buffer.Span[i] = bytes[(at + i) % bytes.Length];
            at += count;
            return new(count);
        }
    }
}
