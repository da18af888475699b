using Contracts;
using ServiceDefaults;

namespace Payments.Providers;

/// <summary>
/// Amounts as whole numbers of a currency's smallest unit, as providers count them. Card networks want the last of
/// three decimals to be 0, at Stripe as at Razorpay.
/// </summary>
internal static class MinorUnits
{
    /// <summary>Null when the amount cannot be said in this unit: it is never rounded.</summary>
    public static long? Of(Money money, int decimals)
    {
        var minor = money.Amount * Unit(decimals);
        return minor != decimal.Truncate(minor) || (decimals == 3 && minor % 10 != 0) ? null : (long)minor;
    }

    public static Money Read(long minor, string currency, int decimals) => new(minor / Unit(decimals), currency);

    /// <summary>The currency's own decimals; two where it is not known, so that nothing heard is lost.</summary>
    public static int DecimalsOf(string currency) => Currencies.Decimals(currency) ?? 2;

    private static decimal Unit(int decimals) => decimals switch { 0 => 1, 3 => 1000, _ => 100 };
}
