using System.Globalization;

namespace Shipments;

/// <summary>
/// The ways in which carriers make the check digit of a number, by the names that NumberFormats.tsv uses:
/// <c>mod7</c>; <c>mod10 E O</c> (factors of the even and the odd places, from 0), <c>mod10-reversed E O</c> the same
/// from the end; <c>luhn</c>; <c>weighted W…</c> (a factor a place, mod 11 mod 10); <c>s10</c> (the Universal Postal
/// Union's); <c>mod37</c> (ISO 7064, DPD's). Source: CHECKSUM_ALGORITHMS.md of tracking_number_data.
/// </summary>
internal static class CheckDigits
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly int[] S10Weights = [8, 6, 4, 2, 3, 5, 9, 7];

    /// <exception cref="InvalidDataException">There is no such way.</exception>
    public static char Of(string how, string serial)
    {
        var words = how.Split(' ');
        var factors = words.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return Alphabet[words[0] switch
        {
            "mod7" => (int)(long.Parse(serial, CultureInfo.InvariantCulture) % 7),
            "mod10" => Complement(serial.Select((c, i) => Value(c) * factors[i % 2]).Sum()),
            "mod10-reversed" => Complement(serial.Reverse().Select((c, i) => Value(c) * factors[i % 2]).Sum()),
            "luhn" => Complement(serial.Reverse().Select((c, i) => i % 2 == 0 ? Folded(Value(c) * 2) : Value(c)).Sum()),
            "weighted" => Weighted(serial, factors) % 11 % 10,
            "s10" => S10(Weighted(serial, S10Weights) % 11),
            "mod37" => Mod37(serial),
            _ => throw new InvalidDataException($"There is no check digit '{how}'."),
        }];
    }

    private static int Complement(int sum) => (10 - (sum % 10)) % 10;

    private static int Folded(int value) => value > 9 ? value - 9 : value;

    private static int Weighted(string serial, int[] weights) => serial.Zip(weights, (c, w) => Value(c) * w).Sum();

    private static int S10(int rest) => rest switch { 0 => 5, 1 => 0, _ => 11 - rest };

    private static int Mod37(string serial)
    {
        var check = serial.Aggregate(36, (sum, c) =>
        {
            sum += Alphabet.IndexOf(c, StringComparison.Ordinal);
            sum = 2 * (sum > 36 ? sum - 36 : sum);
            return sum > 36 ? sum - 37 : sum;
        });
        return (37 - check) % 36;
    }

    // A letter counts as UPS has it: A is 2, B is 3 and so on, without tens.
    private static int Value(char c) => char.IsAsciiDigit(c) ? c - '0' : (c - 3) % 10;
}
