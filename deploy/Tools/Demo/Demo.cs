using System.Globalization;
using Tools.Platform;
using Tools.Simulate;

namespace Tools.Demo;

/// <summary>
/// One order's whole journey through the public surface: placed, paid, packed, carried by Delhivery with a failed
/// attempt, delivered, praised. Every step waits until the customer's page shows it.
/// </summary>
internal static class Demo
{
    private static readonly TimeSpan MailPatience = TimeSpan.FromSeconds(30);

    // What a step of the journey becomes for the customer, where its name does not say it.
    private static readonly Dictionary<string, string> Entries = new()
    {
        ["announced"] = "info_received",
        ["at_destination"] = "in_transit",
        ["attempted"] = "delivery_attempted",
    };

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

        var script = CarrierScript.Load("delhivery");
        var shown = new Dictionary<string, int>();
        var last = clock.GetUtcNow();
        foreach (var happening in Scenario.Named("ndr").Played(new Random(), last))
        {
            var now = clock.GetUtcNow();
            last = now > last ? now : last.AddMilliseconds(1);
            say($"Delhivery: {happening.Step.Replace('_', ' ')}, {happening.Place.City}");
            await platform.Deliver(
                "delhivery", script.Post(waybill, order.OrderNumber, [happening with { At = last }]), script.Auth);
            var entry = Entries.GetValueOrDefault(happening.Step, happening.Step);
            shown[entry] = shown.GetValueOrDefault(entry) + 1;
            await customer.Sees($"shipment.{entry}", shown[entry]);
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
