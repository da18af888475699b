using System.Collections.Frozen;

namespace ServiceDefaults;

/// <summary>
/// The currencies in use and their minor units, after ISO 4217 (list one, active codes for payments).
/// </summary>
public static class Currencies
{
    private const string TwoDecimals =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
        + "CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL "
        + "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP "
        + "MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD "
        + "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS "
        + "VED VES WST XCD YER ZAR ZMW ZWG";

    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly FrozenDictionary<string, int> Known = Each(TwoDecimals, 2)
        .Concat(Each(NoDecimals, 0)).Concat(Each(ThreeDecimals, 3)).ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsKnown(string code) => Known.ContainsKey(code);

    /// <summary>Digits after the point, or null for a code that is not a currency.</summary>
    public static int? Decimals(string code) => Known.TryGetValue(code, out var decimals) ? decimals : null;

    private static IEnumerable<KeyValuePair<string, int>> Each(string codes, int decimals) =>
        codes.Split(' ').Select(code => KeyValuePair.Create(code, decimals));
}
