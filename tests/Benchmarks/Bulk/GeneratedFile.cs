using System.Globalization;
using System.Net;
using System.Text;

namespace Benchmarks.Bulk;

/// <summary>
/// Orders of two items each, written as they are sent: as NDJSON a line an order, as CSV a row an item.
/// </summary>
/// <param name="format">ndjson or csv.</param>
/// <param name="run">Begins each order's number.</param>
/// <param name="orders">How many.</param>
/// <param name="breaksAfter">The connection is cut after so many.</param>
internal sealed class GeneratedFile(string format, string run, int orders, int? breaksAfter = null) : HttpContent
{
    private const int BufferBytes = 64 * 1024;

    private const string Header =
        "orderNumber,currency,shippingPrice,customer.name,shippingAddress.line1,shippingAddress.city,"
        + "shippingAddress.region,shippingAddress.postalCode,shippingAddress.country,payment.method,payment.amount,"
        + "item.sku,item.name,item.quantity,item.unitPrice\r\n";

    /// <summary>Lines before the first order's, and lines an order.</summary>
    public static (int Before, int Each) Lines(string format) => format == "csv" ? (1, 2) : (0, 1);

    public static string MediaType(string format) => format == "csv" ? "text/csv" : "application/x-ndjson";

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var isCsv = format == "csv";
        var part = new MemoryStream();
        if (isCsv)
            part.Write(Encoding.ASCII.GetBytes(Header));
        for (var i = 0; i < orders; i++)
        {
            if (i == breaksAfter)
                throw new IOException("The connection is cut here.");
            part.Write(isCsv ? Rows(NumberOf(i)) : [.. Requests.OrderBody(NumberOf(i)), (byte)'\n']);
            if (part.Length < BufferBytes)
                continue;
            await stream.WriteAsync(part.GetBuffer().AsMemory(0, (int)part.Length));
            part.SetLength(0);
        }

        await stream.WriteAsync(part.GetBuffer().AsMemory(0, (int)part.Length));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private string NumberOf(int order) => string.Create(CultureInfo.InvariantCulture, $"{run}-{order}");

    /// <summary>As <see cref="Requests.OrderOf"/> has it.</summary>
    private static byte[] Rows(string number) => Encoding.ASCII.GetBytes(
        $"{number},INR,49.00,Benchmark Customer,12 Example Road,Mumbai,Maharashtra,400071,IN,card,1828.00,"
        + "KETTLE-1L,\"Steel kettle, 1 litre\",1,1299.00\r\n"
        + $"{number},,,,,,,,,,,TEA-ASSAM,\"Assam tea, 250 g\",2,240.00\r\n");
}
