using System.Security.Cryptography;
using System.Text;

namespace Orders;

/// <summary>Ids that a repeat finds again: made of what they name.</summary>
internal static class OrderIds
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>An order's stream: a merchant's number exists once because its stream does.</summary>
    internal static Guid OrderOf(string merchantId, string orderNumber) => Named($"order\n{merchantId}\n{orderNumber}");

    /// <summary>The payment asked for at <paramref name="index"/> in the order's request.</summary>
    internal static Guid PaymentOf(Guid orderId, int index) => Named($"payment\n{orderId:D}\n{index}");

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

    /// <summary>A name-based UUID, RFC 9562 version 8: SHA-256 instead of version 5's SHA-1.</summary>
    private static Guid Named(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
