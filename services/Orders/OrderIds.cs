using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServiceDefaults;

namespace Orders;

/// <summary>Ids that a repeat finds again: made of what they name.</summary>
internal static class OrderIds
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>An order's stream: a merchant's number exists once because its stream does.</summary>
    internal static Guid OrderOf(string merchantId, string orderNumber) => 
        StableId.Of("order", merchantId, orderNumber);

    /// <summary>The payment asked for at <paramref name="index"/> in the order's request.</summary>
    internal static Guid PaymentOf(Guid orderId, int index) => 
        StableId.Of("payment", $"{orderId:D}", index.ToString(CultureInfo.InvariantCulture));

    /// <summary>What a request asks for: the same again under the same key, else new each time.</summary>
    internal static Guid RequestOf(string merchantId, string? idempotencyKey) => idempotencyKey is null
        ? Guid.CreateVersion7() : StableId.Of("request", merchantId, idempotencyKey);

    /// <summary>
    /// Our own number for an order that came without one, such as "7Q2M-01KX-9FWT". 60 bits, random unless the request
    /// can be repeated: then the same key gives the same number.
    /// </summary>
    internal static string NumberFor(string merchantId, string? idempotencyKey)
    {
        Span<byte> seed = stackalloc byte[SHA256.HashSizeInBytes];
        if (idempotencyKey is null)
            RandomNumberGenerator.Fill(seed);
        else
            SHA256.HashData(Encoding.UTF8.GetBytes($"number\n{merchantId}\n{idempotencyKey}"), seed);
        Span<char> number = stackalloc char[14];
        for (var i = 0; i < number.Length; i++)
            number[i] = i % 5 == 4 ? '-' : Crockford[seed[i] % Crockford.Length];
        return number.ToString();
    }
}
