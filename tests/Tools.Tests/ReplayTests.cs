using Tools.Platform;
using Tools.Replay;

namespace Tools.Tests;

public sealed class ReplayTests
{
    private const string Delivered =
        "a,c1,delivered,2017-07-09 21:57:05,2017-07-09 22:10:13," +
        "2017-07-11 14:58:04,2017-07-26 10:57:55,2017-08-01 00:00";

    [Fact]
    public void Steps_of_all_orders_come_in_the_order_in_which_they_happened()
    {
        using var folder = new OlistFolder(
            Delivered,
            "b,c1,shipped,2017-07-10 08:00:00,2017-07-10 08:00:00,2017-07-12 09:00:00,,2017-08-01 00:00");
        folder.Reviews("r1,a,4,2017-07-27 00:00:00,2017-07-28 10:00:00");

        Steps(folder).ShouldBe([
            "a Place", "a Pay", "a Confirm", "b Place", "b Pay", "b Confirm", "a HandOver", "b HandOver", "a Deliver",
            "a Review",
        ]);
    }

    [Fact]
    public void Nothing_is_sent_before_its_order_whatever_time_it_bears()
    {
        using var folder = new OlistFolder(
            "a,c1,delivered,2018-04-27 15:59:23,2018-04-27 16:15:25," +
            "2018-04-27 14:35:00,2018-05-02 15:32:39,2018-05-16 00:00");

        Steps(folder).ShouldBe(["a Place", "a HandOver", "a Pay", "a Confirm", "a Deliver"]);
        Expected(folder).HandedOverAt.ShouldBe(At("2018-04-27T14:35:00-03:00"));
    }

    [Fact]
    public void A_delivery_may_be_told_before_the_hand_over()
    {
        using var folder = new OlistFolder(
            "a,c1,delivered,2017-07-11 10:45:44,2017-07-11 10:55:15," +
            "2017-07-14 12:41:34,2017-07-12 20:49:42,2017-08-14 00:00");

        Steps(folder).ShouldBe(["a Place", "a Pay", "a Confirm", "a Deliver", "a HandOver"]);
        Expected(folder).Status.ShouldBe("delivered");
    }

    [Fact]
    public void A_cancelled_order_that_was_delivered_was_cancelled_on_the_way()
    {
        using var folder = new OlistFolder(
            "a,c1,canceled,2016-10-09 00:56:52,2016-10-09 13:36:58," +
            "2016-10-13 13:36:59,2016-10-16 14:36:59,2016-11-30 00:00");

        Steps(folder).ShouldBe(["a Place", "a Pay", "a Confirm", "a HandOver", "a Cancel", "a Deliver"]);
        var expected = Expected(folder);
        (expected.Status, expected.PaymentStatus, expected.Refunded).ShouldBe(("cancelled", "refunded", 31.00m));
        expected.DeliveredAt.ShouldBe(At("2016-10-16T14:36:59-02:00"));
    }

    [Fact]
    public void A_delivery_without_a_date_is_taken_for_the_promised_day()
    {
        using var folder = new OlistFolder(
            "a,c1,delivered,2017-05-25 23:22:43,2017-05-25 23:30:16,,,2017-06-23 00:00");

        Expected(folder).DeliveredAt.ShouldBe(At("2017-06-23T00:00:00-03:00"));
        Expected(folder).HandedOverAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("created", "", "placed", "pending")]
    [InlineData("approved", "2017-07-09 22:10:13", "confirmed", "captured")]
    [InlineData("invoiced", "2017-07-09 22:10:13", "processing", "captured")]
    [InlineData("processing", "2017-07-09 22:10:13", "processing", "captured")]
    [InlineData("unavailable", "2017-07-09 22:10:13", "cancelled", "refunded")]
    [InlineData("canceled", "", "cancelled", "voided")]
    public void The_data_alone_say_what_becomes_of_an_order(string inData, string approved, string status, string paid)
    {
        using var folder = new OlistFolder($"a,c1,{inData},2017-07-09 21:57:05,{approved},,,2017-08-01 00:00");

        (Expected(folder).Status, Expected(folder).PaymentStatus).ShouldBe((status, paid));
    }

    [Fact]
    public void The_review_that_was_answered_last_counts()
    {
        using var folder = new OlistFolder(Delivered);
        folder.Reviews(
            "r2,a,2,2017-07-29 00:00:00,2017-07-30 10:00:00", "r1,a,5,2017-07-27 00:00:00,2017-07-28 10:00:00");

        Expected(folder).Score.ShouldBe(2);
    }

    [Fact]
    public void What_was_paid_over_the_items_is_the_shipping_price()
    {
        using var folder = new OlistFolder(Delivered);
        folder.Items("a,1,product01,s1,,10.00,5.00", "a,2,product01,s1,,10.00,5.00");
        folder.Payments("a,2,voucher,1,1.50", "a,1,credit_card,3,30.00");

        var form = OrderForm.Of(Order(folder), "run");

        form.Items.ShouldBe([new("product01", "Product product0", 2, new(10.00m, "BRL"))]);
        form.ShippingPrice.ShouldBe(new Price(11.50m, "BRL"));
        form.Payments.Select(payment => (payment.Method, payment.Installments, payment.Reference))
            .ShouldBe([("card", 3, "run-a-1"), ("voucher", 1, "run-a-2")]);
    }

    [Fact]
    public void Items_that_are_not_in_the_data_are_one_line_of_what_was_paid()
    {
        using var folder = new OlistFolder(Delivered);

        var form = OrderForm.Of(Order(folder), "run");

        form.Items.Single().UnitPrice.ShouldBe(new Price(31.00m, "BRL"));
        form.ShippingPrice.ShouldBe(new Price(0, "BRL"));
    }

    [Theory]
    [InlineData("2017-07-09 21:57:05", "2017-07-09T21:57:05-03:00")]
    [InlineData("2017-11-24 21:57:05", "2017-11-24T21:57:05-02:00")]
    [InlineData("2017-02-18 23:41:47", "2017-02-18T23:41:47-02:00")]
    [InlineData("2017-10-15 00:30:00", "2017-10-15T00:30:00-03:00")]
    public void A_wall_clock_is_read_with_the_offset_of_its_day(string text, string instant) =>
        BrasiliaTime.Read(text).ShouldBe(At(instant));

    [Fact]
    public void A_quoted_field_holds_commas_quotes_and_lines()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "\"a\",b\r\n\"1, \"\"2\"\"\n3\",4\r\n5,\n");

        Csv.Read(file).Select(row => (row["a"], row["b"])).ShouldBe([("1, \"2\"\n3", "4"), ("5", "")]);
        File.Delete(file);
    }

    private static IEnumerable<string> Steps(OlistFolder folder) =>
        Step.Of(OlistFiles.Read(folder.Path)).Select(step => $"{step.Order.Id} {step.Kind}");

    private static OlistOrder Order(OlistFolder folder) => OlistFiles.Read(folder.Path).Single();

    private static Expectation Expected(OlistFolder folder) => Expectation.Of(Order(folder));

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
