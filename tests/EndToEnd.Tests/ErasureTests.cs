using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Testing;

namespace EndToEnd.Tests;

/// <summary>A customer who wants to be forgotten is, wherever anything of them was written.</summary>
public sealed class ErasureTests(Platform platform)
{
    [Fact]
    public async Task An_erased_customer_is_unreadable_everywhere_and_the_orders_figures_stay()
    {
        var (order, number, customer) = await Journey();
        var before = await platform.Timeline(order);

        var answer = (await platform.Storefront.Delete($"/v1/customers/{customer}/personal-data")).Is(202);
        var report = await Eventually.Get(
            async () => (await platform.Storefront.Get(answer["Location"]!)).Is(200).Json,
            r => r["status"]!.GetValue<string>() == "completed");

        report["readable"]!.GetValue<int>().ShouldBe(0);
        report["texts"]!.GetValue<int>().ShouldBe(10);
        report["removed"]!.AsArray().Select(part => $"{part!["where"]} {part["count"]}")
            .ShouldBe(["orders 1", "shipments 2", "payments 1"]);
        await NothingOfThemInTheDatabase(number);

        var after = await platform.Timeline(order);
        after["status"]!.GetValue<string>().ShouldBe("delivered");
        after["entries"]!.AsArray().Select(e => e!["code"]!.ToString())
            .ShouldBe(before["entries"]!.AsArray().Select(e => e!["code"]!.ToString()));
        var kept = (await platform.Storefront.Get(order.Path)).Is(200).Json;
        kept["totals"]!["total"]!["amount"]!.GetValue<string>().ShouldBe("1299.00");
        kept["customer"]!["name"]!.GetValue<string>().ShouldBe("[erased]");
        foreach (var said in Personal(number))
            (after.ToJsonString() + kept.ToJsonString()).ShouldNotContain(said);
    }

    [Fact]
    public async Task An_erased_customer_is_found_by_nothing_that_was_theirs()
    {
        var (order, number, customer) = await Journey();
        (await Found($"email={order.Email}")).ShouldBe(1);
        (await LookUp(number)).Is(200);
        await Erase(customer);
        (await Found($"email={order.Email}")).ShouldBe(0);
        (await Found($"orderNumber={number}")).ShouldBe(1);
        (await LookUp(number)).IsProblem(404);
    }

    [Fact]
    public async Task The_wishes_of_an_erased_customer_are_refused_and_not_taken_for_kept()
    {
        var (order, _, customer) = await Journey();
        var (path, wishes) = ($"/v1/track/{order.Token}/preferences", new { digestMinutes = 15 });
        await Eventually.Get(() => platform.Anybody.Send(HttpMethod.Put, path, wishes), answer => answer.Status == 200);
        await Erase(customer);
        (await platform.Anybody.Send(HttpMethod.Put, path, wishes)).IsProblem(409);
        (await platform.Storefront.Send(HttpMethod.Put, $"/v1/customers/{customer}/preferences", wishes))
            .IsProblem(404);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("do", "save")]);
        (await platform.Anybody.Post($"/track/{order.Token}/preferences", form)).Is(404);
    }

    [Fact]
    public async Task A_stored_answer_tells_nothing_of_an_erased_customer()
    {
        var number = Shop.NewNumber();
        var key = ("Idempotency-Key", $"erased-{number}");
        var first = (await platform.Storefront.Post("/v1/orders", Request(number), key)).Is(201);
        var again = (await platform.Storefront.Post("/v1/orders", Request(number), key)).Is(201);
        again.Text.ShouldBe(first.Text);
        first.Text.ShouldContain(Name(number));
        await Erase(CustomerOf(number));
        var replayed = (await platform.Storefront.Post("/v1/orders", Request(number), key)).Is(201);
        replayed["Idempotent-Replayed"].ShouldBe("true");
        foreach (var said in Personal(number))
            replayed.Text.ShouldNotContain(said);
    }

    [Fact]
    public async Task Another_customers_data_and_another_merchants_request_touch_nothing()
    {
        var (order, number, _) = await Journey();
        var (_, _, other) = await Journey();
        await Erase(other);
        (await platform.Storefront.Get(order.Path)).Text.ShouldContain(Name(number));

        var merchant = (await platform.Admin.Post("/v1/merchants", new { name = "Another shop" })).Is(201).Json;
        var stranger = platform.With(merchant["keys"]!["storefront"]!.GetValue<string>());
        (await stranger.Delete($"/v1/customers/{CustomerOf(number)}/personal-data")).IsProblem(404);
        (await platform.Storefront.Get(order.Path)).Text.ShouldContain(Name(number));
    }

    [Fact]
    public async Task Asked_again_the_same_report_is_given_and_a_new_order_is_readable()
    {
        var (_, number, customer) = await Journey();
        var first = await Erase(customer);
        var again = (await platform.Storefront.Delete($"/v1/customers/{customer}/personal-data")).Is(202);
        again.Json["id"]!.GetValue<string>().ShouldBe(first["id"]!.GetValue<string>());

        var next = Request(number + "b");
        next["customer"]!["id"] = customer;
        (await platform.Storefront.Post("/v1/orders", next)).Is(201).Text.ShouldContain(Name(number));
    }

    [Fact]
    public async Task A_customer_without_an_id_gets_one_by_which_they_can_be_erased()
    {
        var number = Shop.NewNumber();
        var request = Request(number);
        request["customer"]!.AsObject().Remove("id");
        var order = (await platform.Storefront.Post("/v1/orders", request)).Is(201).Json;
        var given = order["customer"]!["id"]!.GetValue<string>();
        given.ShouldStartWith("cus_");
        await Erase(given);
        (await platform.Storefront.Get($"/v1/orders/{order["id"]}")).Text.ShouldNotContain(Word(number));
    }

    [Fact]
    public async Task A_merchants_retention_erases_who_has_no_order_left_to_care_for()
    {
        var merchant = (await platform.Admin.Post("/v1/merchants", new { name = "Brief shop" })).Is(201).Json;
        var keys = merchant["keys"]!;
        var (shop, admin) = (platform.With(keys["storefront"]!.ToString()), platform.With(keys["admin"]!.ToString()));
        var (ended, open) = (await Old(shop), await Old(shop));
        (await shop.Post($"/v1/orders/{ended}/cancel", new { reason = "long ago" })).Is(200);
        (await admin.Send(HttpMethod.Patch, "/v1/merchants/me", new { retention = new { personalDataDays = 30 } }))
            .Is(200);
        await Eventually.Get(
            async () => (await shop.Get($"/v1/orders/{ended}")).Is(200).Json,
            order => order["customer"]!["name"]!.GetValue<string>() == "[erased]");
        (await shop.Get($"/v1/orders/{open}")).Text.ShouldContain("Ottilie");

        async Task<string> Old(Api api)
        {
            var request = Request(Shop.NewNumber());
            request["placedAt"] = DateTimeOffset.UtcNow.AddDays(-40).ToString("O");
            return (await api.Post("/v1/orders", request)).Is(201).Json["id"]!.GetValue<string>();
        }
    }

    [Fact]
    public async Task An_unknown_customer_is_no_customer() =>
        (await platform.Storefront.Delete("/v1/customers/nobody-at-all/personal-data")).IsProblem(404);

    private static string[] Personal(string number) =>
    [
        Word(number), Shop.Email(number), PhoneOf(number)[3..], CustomerOf(number),
    ];

    /// <summary>Stands in all that is written of the customer, and nowhere else.</summary>
    private static string Word(string number) => $"Quendryth{number.Replace("-", "x", StringComparison.Ordinal)}";

    private static string Name(string number) => $"Ottilie {Word(number)}";

    private static string PhoneOf(string number) =>
        $"+9198{(uint)number.GetHashCode(StringComparison.Ordinal) % 100_000_000:D8}";

    private static string CustomerOf(string number) => $"cust-{number}";

    private static JsonObject Request(string number)
    {
        var request = Shop.Request(number);
        var (customer, address) = (request["customer"]!, request["shippingAddress"]!);
        (customer["id"], customer["name"], customer["phone"]) =
            (CustomerOf(number), Name(number), PhoneOf(number));
        (address["name"], address["line1"], address["postalCode"]) =
            (Name(number), $"77 {Word(number)} Lane", "689645");
        return request;
    }

    /// <summary>Placed, paid, shipped, delivered to somebody whom the carrier names, and praised.</summary>
    private async Task<(Order Order, string Number, string Customer)> Journey()
    {
        var number = Shop.NewNumber();
        var order = Shop.Read((await platform.Storefront.Post("/v1/orders", Request(number))).Is(201));
        var (_, awb) = await platform.Ship(order);
        var scans = Delhivery.Delivered();
        (await platform.Post(awb, scans[1])).Is(200);
        (await platform.Post(awb, scans[^1] with { Text = $"left with Aunt {Word(number)}" })).Is(200);
        await platform.TimelineWhen(order, "delivered");
        (await platform.Anybody.Post($"/v1/track/{order.Token}/feedback", new
        {
            score = 5,
            comment = $"ring the {Word(number)} bell",
        })).Is(200);
        var shown = await platform.TimelineWhen(order, t => t.Codes().Contains("feedback.given"));
        shown.ToJsonString().ShouldContain($"left with Aunt {Word(number)}");
        await platform.TimelineWhen(order, t => t["payment"]!["status"]!.GetValue<string>() == "authorized");
        await platform.TimelineWhen(order, t => t.Told().Length == 3);
        return (order, number, CustomerOf(number));
    }

    private async Task<JsonNode> Erase(string customer)
    {
        var answer = (await platform.Storefront.Delete($"/v1/customers/{customer}/personal-data")).Is(202);
        return await Eventually.Get(
            async () => (await platform.Storefront.Get(answer["Location"]!)).Is(200).Json,
            r => r["status"]!.GetValue<string>() == "completed");
    }

    private Task<Answer> LookUp(string number) =>
        platform.Anybody.Post("/v1/track/lookup", new { orderNumber = number, phone = PhoneOf(number) });

    private async Task<int> Found(string query) =>
        (await platform.Storefront.Get($"/v1/orders?{query}")).Is(200).Json["data"]!.AsArray().Count;

    /// <summary>Looks at every column of every table of every service, as text and as bytes.</summary>
    private async Task NothingOfThemInTheDatabase(string number)
    {
        await using var source = NpgsqlDataSource.Create(platform.PostgresConnection);
        var tables = new List<string>();
        await using (var list = source.CreateCommand("""
            select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname not in ('pg_catalog', 'information_schema')
            """))
        await using (var reader = await list.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        tables.Count.ShouldBeGreaterThan(20);
        foreach (var table in tables)
            foreach (var said in Personal(number))
            {
                await using var look = source.CreateCommand(
                    $"select count(*) from {table} t where t::text ilike $1 or t::text ilike $2");
                look.Parameters.Add(new() { Value = $"%{said}%" });
                var bytes = Convert.ToHexString(Encoding.UTF8.GetBytes(said));
                look.Parameters.Add(new() { Value = $"%{bytes}%" });
                (await look.ExecuteScalarAsync()).ShouldBe(0L, $"{said} in {table}");
            }
    }
}
