using System.Globalization;
using System.Text.RegularExpressions;
using Contracts;

namespace ServiceDefaults.Languages;

/// <summary>
/// Dates, numbers and money as the language writes them: the data is the Unicode CLDR's, which .NET reads from ICU. The
/// calendar is the Gregorian one and the digits are 0 to 9 everywhere, so that they can be compared with what a carrier
/// or a bank says.
/// </summary>
public sealed partial class Language
{
    /// <summary>Signs that stand for one currency wherever they are read; others only where they are at home.</summary>
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["BRL"] = "R$",
        ["EUR"] = "€",
        ["GBP"] = "£",
        ["INR"] = "₹",
    };

    private readonly DatePatterns dates;

    /// <summary>Tue, Nov 24; Di., 24. Nov.</summary>
    public string Day(DateTime day) => Bracketed(day.ToString(dates.Day, Culture));

    /// <summary>Nov 24; 24. Nov.</summary>
    public string ShortDay(DateTime day) => Bracketed(day.ToString(dates.ShortDay, Culture));

    /// <summary>Tuesday, November 24, 2026; Dienstag, 24. November 2026.</summary>
    public string LongDay(DateTime day) => Bracketed(day.ToString(dates.LongDay, Culture));

    /// <summary>4:30 PM; 16:30.</summary>
    public string Clock(DateTime at) => Bracketed(at.ToString(Culture.DateTimeFormat.ShortTimePattern, Culture));

    public string Number(long number) => number.ToString("N0", Culture);

    /// <summary>₹1,299.00; 1.299,00 €. With the decimals of the currency, never broken over two lines.</summary>
    public string Money(Money money) => Money(money.Amount, money.Currency);

    public string Money(decimal amount, string currency)
    {
        var format = (NumberFormatInfo)Culture.NumberFormat.Clone();
        format.CurrencyDecimalDigits = Currencies.Decimals(currency) ?? Math.Max(2, (int)amount.Scale);
        format.CurrencySymbol = Sign(currency);
        // Letters need a space between them and the digits: CLDR, "currency spacing".
        if (char.IsLetter(format.CurrencySymbol[^1]))
            (format.CurrencyPositivePattern, format.CurrencyNegativePattern) = format.CurrencyPositivePattern switch
            {
                0 => (2, 12),
                1 => (3, 8),
                var spaced => (spaced, format.CurrencyNegativePattern),
            };
        return Bracketed(amount.ToString("C", format).Replace(' ', '\u00a0'));
    }

    /// <summary>How long ago, in the largest unit that fits.</summary>
    public string Ago(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => Text("age.now"),
        { TotalHours: < 1 } => Text("age.minutes", ("count", (int)age.TotalMinutes)),
        { TotalDays: < 2 } => Text("age.hours", ("count", (int)age.TotalHours)),
        _ => Text("age.days", ("count", (int)age.TotalDays)),
    };

    /// <summary>How long something took, in the largest unit that fits; at least a minute.</summary>
    public string Lasting(TimeSpan time) => time switch
    {
        { TotalHours: < 1 } => Text("history.minutes", ("count", Math.Max(1, (int)time.TotalMinutes))),
        { TotalDays: < 2 } => Text("history.hours", ("count", (int)time.TotalHours)),
        _ => Text("history.days", ("count", (int)time.TotalDays)),
    };

    private string Sign(string currency)
    {
        if (Signs.TryGetValue(currency, out var sign))
            return sign;
        if (Culture.IsNeutralCulture)
            return currency;
        var here = new RegionInfo(Culture.Name);
        return here.ISOCurrencySymbol == currency ? here.CurrencySymbol : currency;
    }

    private string Bracketed(string written) => IsPseudo ? $"⟦{written}⟧" : written;

    private static CultureInfo Written(string name)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
        // Some regions count years by another calendar by default, which no carrier does.
        if (culture.Calendar is not GregorianCalendar)
            culture.DateTimeFormat.Calendar = new GregorianCalendar();
        // The separators that go with Arabic digits are not read beside others.
        if (culture.NumberFormat.NativeDigits[0] != "0" && culture.TextInfo.IsRightToLeft)
        {
            var number = culture.NumberFormat;
            number.NumberDecimalSeparator = number.CurrencyDecimalSeparator = ".";
            number.NumberGroupSeparator = number.CurrencyGroupSeparator = ",";
        }

        return CultureInfo.ReadOnly(culture);
    }

    /// <summary>
    /// The order and signs of the language's longest date, with less in it: .NET has no patterns of its own for that.
    /// </summary>
    private sealed partial class DatePatterns
    {
        public DatePatterns(CultureInfo culture)
        {
            LongDay = Era().Replace(culture.DateTimeFormat.LongDatePattern, "");
            var withoutYear = Year().Replace(LongDay, "").Trim(' ', ',', '،');
            Day = withoutYear.Replace("dddd", "ddd", StringComparison.Ordinal)
                .Replace("MMMM", "MMM", StringComparison.Ordinal);
            ShortDay = Weekday().Replace(Day, "").Trim(' ', ',', '،');
        }

        public string LongDay { get; }
        public string Day { get; }
        public string ShortDay { get; }

        [GeneratedRegex(@"\s*\bg+\b")]
        private static partial Regex Era();

        [GeneratedRegex(@"[,،]?\s*('de'\s*)?\by+\b('[^']*')?")]
        private static partial Regex Year();

        [GeneratedRegex(@"[,،]?\s*\bdddd?\b[,،]?\s*")]
        private static partial Regex Weekday();
    }
}
