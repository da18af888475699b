using System.Globalization;
using Tools.Platform;

namespace Tools.Demo;

/// <summary>
/// One order's whole journey through the public surface: placed, paid, packed, carried by Delhivery with a failed
/// attempt, delivered, praised. Every step waits until the customer's page shows it.
/// </summary>
internal static class Demo
{
    private static readonly TimeSpan MailPatience = TimeSpan.FromSeconds(30);

    // What Delhivery says and where, in its own codes; the entry it becomes for the customer.
    private static readonly (string Code, string Type, string Status, string Text, string Place, string Entry)[] Scans =
    [
        ("X-UCI", "UD", "Manifested", "Manifest uploaded", "Bengaluru_Peenya_P (Karnataka)", "info_received"),
        ("X-PPOM", "UD", "In Transit", "Shipment picked up", "Bengaluru_Peenya_P (Karnataka)", "picked_up"),
        ("X-PIOM", "UD", "In Transit", "Shipment received at origin center",
            "Bengaluru_Nelamangala_GW (Karnataka)", "in_transit"),
        ("X-DLL2F", "UD", "In Transit", "Bag added to trip", "Bengaluru_Nelamangala_GW (Karnataka)", "in_transit"),
        ("X-ILL2F", "UD", "In Transit", "Trip arrived", "Mumbai_Bhiwandi_GW (Maharashtra)", "in_transit"),
        ("X-IBD3F", "UD", "Pending", "Shipment received at facility", "Mumbai_Chembur_D (Maharashtra)", "in_transit"),
        ("X-DDD3FD", "UD", "Dispatched", "Out for delivery", "Mumbai_Chembur_D (Maharashtra)", "out_for_delivery"),
        ("EOD-11", "UD", "Pending", "Consignee unavailable", "Mumbai_Chembur_D (Maharashtra)", "delivery_attempted"),
        ("X-DDD3FD", "UD", "Dispatched", "Out for delivery", "Mumbai_Chembur_D (Maharashtra)", "out_for_delivery"),
        ("EOD-38", "DL", "Delivered", "Delivered to consignee", "Mumbai_Chembur_D (Maharashtra)", "delivered"),
    ];

    /// <exception cref="TimeoutException">A step has not shown its effect in time.</exception>
    /// <exception cref="PlatformException">The platform refused a step.</exception>
    public static async Task Run(PlatformAccess access, TextWriter output, TimeProvider clock)
    {
        using var platform = new PlatformClient(access);
        var number = $"DEMO-{clock.GetUtcNow():yyyyMMdd-HHmmss-fff}";
        var email = $"{number.ToLowerInvariant()}@example.com";
        void Say(string step) => output.WriteLine(step);

        Say($"The storefront places order {number}");
        var order = await platform.Place(OrderOf(number, email, clock.GetUtcNow()), key: number);
        Say($"  Tracking page: {order.TrackingUrl}");
        await using var customer = new CustomerView(platform, order.TrackingToken, output);
        customer.Open();
        await customer.Sees("order.placed");
        await Pay(platform, order, customer, Say);

        Say("The storefront confirms the order");
        await platform.Confirm(order.Id);
        await customer.Sees("order.confirmed");
        Say("The warehouse packs it");
        await platform.Pack(order.Id);
        await customer.Sees("order.packed");
        await Carry(platform, order, customer, Say, clock);

        Say("The customer says what it was like");
        await platform.TrackFeedback(order.TrackingToken, 5, "Came in one piece, thank you!");
        await customer.Sees("feedback.given");

        foreach (var subject in await MailsTo(platform, email))
            Say($"E-mail: {subject}");
        Say($"All e-mails:   {access.Mail}?to={email}");
        Say($"Tracking page: {order.TrackingUrl}");
    }

    private static NewOrder OrderOf(string number, string email, DateTimeOffset now) => new()
    {
        OrderNumber = number,
        PromisedDeliveryDate = now.AddDays(4).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Customer = new("Sample Customer") { Email = email, Locale = "en-IN", TimeZone = "Asia/Kolkata" },
        ShippingAddress = new("12 Example Road", "Mumbai", "400071", "IN") { Region = "Maharashtra" },
        ShipFrom = new("4 Sample Street", "Bengaluru", "560058", "IN") { Region = "Karnataka" },
        Items =
        [
            new("KETTLE-1L", "Steel kettle, 1 litre", 1, new(1299.00m, "INR")),
            new("TEA-ASSAM", "Assam tea, 250 g", 2, new(240.00m, "INR")),
        ],
        ShippingPrice = new(49.00m, "INR"),
        Payments = [new("card", new(1828.00m, "INR"))],
    };

    private static async Task Pay(
        PlatformClient platform, OrderAnswer order, CustomerView customer, Action<string> say)
    {
        say("The payment provider authorises the card");
        await customer.Sees("payment.authorized");
        say("The storefront captures the money");
        foreach (var payment in await platform.Payments(order.Id))
            await platform.Capture(payment.Id);
        await customer.Sees("payment.captured");
    }

    private static async Task Carry(
        PlatformClient platform, OrderAnswer order, CustomerView customer, Action<string> say, TimeProvider clock)
    {
        // Fourteen digits, new each time: the clock's milliseconds.
        var waybill = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString("D14", CultureInfo.InvariantCulture);
        say($"The parcel gets the Delhivery number {waybill}");
        await platform.Ship(order.Id, new([new("KETTLE-1L", 1), new("TEA-ASSAM", 2)])
        {
            Carrier = "delhivery",
            TrackingNumber = waybill,
        });
        await customer.Sees("shipment.registered");

        var shown = new Dictionary<string, int>();
        var last = clock.GetUtcNow();
        foreach (var scan in Scans)
        {
            var now = clock.GetUtcNow();
            last = now > last ? now : last.AddMilliseconds(1);
            say($"Delhivery: {scan.Status} ({scan.Code}), {scan.Place}");
            await platform.Deliver(new DelhiveryPush(waybill, order.OrderNumber, last)
            {
                Status = scan.Status,
                StatusType = scan.Type,
                NslCode = scan.Code,
                Location = scan.Place,
                Instructions = scan.Text,
            });
            shown[scan.Entry] = shown.GetValueOrDefault(scan.Entry) + 1;
            await customer.Sees($"shipment.{scan.Entry}", shown[scan.Entry]);
        }
    }

    // Confirmed, shipped, out for delivery, delivered: one e-mail each, oldest first.
    private static async Task<IEnumerable<string>> MailsTo(PlatformClient platform, string email)
    {
        const int expected = 4;
        using var patience = new CancellationTokenSource(MailPatience);
        while (true)
        {
            var mails = await platform.Mails(email);
            if (mails.Count >= expected)
                return mails.Select(mail => mail.Subject).Reverse();
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"{mails.Count} of {expected} e-mails within " +
                    $"{MailPatience.TotalSeconds} s: see ./run logs notifications");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }
}
