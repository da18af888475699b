using System.Globalization;
using ServiceDefaults;
using ServiceDefaults.Languages;

namespace Gateway.Tests;

/// <summary>The texts of pages and letters: complete in every language, and written as its readers write.</summary>
public sealed class LanguageTests
{
    private static readonly Catalogue English = Catalogue.Of("en");

    public static TheoryData<string> Tags => [.. Catalogue.Tags];

    [Fact]
    public void There_are_seven_languages() => Language.All.Select(language => language.Tag)
        .ShouldBe(["ar", "de", "en", "es", "fr", "hi", "pt-BR"]);

    [Theory, MemberData(nameof(Tags))]
    public void Every_language_has_the_texts_of_English_and_no_others(string tag) =>
        Catalogue.Of(tag).Keys.Order(StringComparer.Ordinal).ShouldBe(English.Keys.Order(StringComparer.Ordinal));

    /// <summary>A form may do without the number: "two days" needs none in Arabic.</summary>
    [Theory, MemberData(nameof(Tags))]
    public void Every_text_has_the_placeholders_of_the_English_one(string tag)
    {
        foreach (var key in English.Keys)
        {
            var expected = Catalogue.Placeholders(English.Forms(key)[Plurals.Other]);
            foreach (var form in Catalogue.Of(tag).Forms(key))
                Catalogue.Placeholders(form.Value).Union(form.Key == Plurals.Other ? [] : ["count"])
                    .ShouldBe(expected, ignoreOrder: true, $"{tag} {key} {form.Key}");
        }
    }

    [Theory, MemberData(nameof(Tags))]
    public void A_text_with_a_plural_has_each_category_of_its_language(string tag)
    {
        var categories = Plurals.CategoriesOf(Language.Of(tag)!.Code);
        foreach (var key in English.Keys)
            Catalogue.Of(tag).Forms(key).Keys.ShouldBe(
                English.Forms(key).Count > 1 ? categories : [Plurals.Other], ignoreOrder: true, $"{tag} {key}");
    }

    [Theory, MemberData(nameof(Tags))]
    public void No_text_is_empty_or_holds_markup(string tag) =>
        Catalogue.Of(tag).Keys.SelectMany(key => Catalogue.Of(tag).Forms(key).Values)
            .ShouldAllBe(text => text.Length > 0 && text.Trim() == text && !text.Contains('<') && !text.Contains('\n'));

    [Theory]
    [InlineData("en", 1, "1 day ago")]
    [InlineData("en", 5, "5 days ago")]
    [InlineData("fr", 0, "il y a 0 jour")]
    [InlineData("es", 1_000_000, "hace 1.000.000 de días")]
    [InlineData("ar", 1, "قبل يوم")]
    [InlineData("ar", 2, "قبل يومين")]
    [InlineData("ar", 3, "قبل 3 أيام")]
    [InlineData("ar", 11, "قبل 11 يومًا")]
    [InlineData("ar", 100, "قبل 100 يوم")]
    [InlineData("ar", 103, "قبل 103 أيام")]
    public void A_number_takes_its_own_form(string tag, int count, string text) =>
        Language.Of(tag)!.Text("age.days", ("count", count)).ShouldBe(text);

    [Theory]
    [InlineData("hi-IN", "hi-IN")]
    [InlineData("PT_pt", "pt-PT")]
    [InlineData("pt", "pt-BR")]
    [InlineData("de-Latn-AT", "de-AT")]
    [InlineData("en-XX", "en")]
    [InlineData("zh-CN", null)]
    [InlineData("", null)]
    [InlineData("e", null)]
    [InlineData("<script>", null)]
    public void A_tag_leads_to_the_nearest_language_there_is(string tag, string? found) =>
        Language.Of(tag)?.Tag.ShouldBe(found);

    [Theory]
    [InlineData("hi-IN", "de", "fr", "hi-IN")]
    [InlineData(null, "zh, de-CH;q=0.9, ar;q=0.8", "fr", "de-CH")]
    [InlineData("zh", "ar;q=0.3, es", "fr", "es")]
    [InlineData(null, "de;q=0, *", "fr", "fr")]
    [InlineData(null, "no language at all;;;", null, "en")]
    [InlineData(null, null, null, "en")]
    public void The_order_chooses_then_the_reader_then_the_merchant(
        string? order, string? accepts, string? merchant, string chosen) =>
        Language.Choose(order, accepts, merchant).Tag.ShouldBe(chosen);

    [Fact]
    public void Whatever_a_merchant_may_choose_has_its_texts() =>
        Locales.Supported.ShouldAllBe(tag => tag == "es-419" || Language.Of(tag)!.Tag == tag);

    [Theory]
    [InlineData("en", "Tue Nov 24", "Nov 24", "Tuesday November 24 2026", "4:30 PM")]
    [InlineData("en-GB", "Tue 24 Nov", "24 Nov", "Tuesday 24 November 2026", "16:30")]
    [InlineData("en-IN", "Tue 24 Nov", "24 Nov", "Tuesday 24 November 2026", "4:30 pm")]
    [InlineData("de", "Di 24. Nov.", "24. Nov.", "Dienstag 24. November 2026", "16:30")]
    [InlineData("fr", "mar. 24 nov.", "24 nov.", "mardi 24 novembre 2026", "16:30")]
    [InlineData("es", "mar 24 de nov", "24 de nov", "martes 24 de noviembre de 2026", "16:30")]
    [InlineData("pt-BR", "ter. 24 de nov.", "24 de nov.", "terça-feira 24 de novembro de 2026", "16:30")]
    [InlineData("hi", "मंगल 24 नव॰", "24 नव॰", "मंगलवार 24 नवंबर 2026", "4:30 pm")]
    [InlineData("ar", "الثلاثاء، 24 نوفمبر", "24 نوفمبر", "الثلاثاء، 24 نوفمبر 2026", "4:30 م")]
    [InlineData("ar-SA", "الثلاثاء، 24 نوفمبر", "24 نوفمبر", "الثلاثاء، 24 نوفمبر 2026", "4:30 م")]
    public void A_date_is_written_as_the_language_writes_it(
        string tag, string day, string shortDay, string longDay, string clock)
    {
        var (language, at) = (Language.Of(tag)!, new DateTime(2026, 11, 24, 16, 30, 0));
        // Commas come and go with the versions of the data.
        string Written(string text) => Plain(text).Replace(",", "", StringComparison.Ordinal);
        Written(language.Day(at)).ShouldBe(day);
        Written(language.ShortDay(at)).ShouldBe(shortDay);
        Written(language.LongDay(at)).ShouldBe(longDay);
        Written(language.Clock(at)).ShouldBe(clock);
    }

    [Theory]
    [InlineData("en-IN", 129900.5, "INR", "₹1,29,900.50")]
    [InlineData("hi", 129900.5, "INR", "₹1,29,900.50")]
    [InlineData("de", 1299, "EUR", "1.299,00 €")]
    [InlineData("pt-BR", 1299, "BRL", "R$ 1.299,00")]
    [InlineData("en-US", 1299, "USD", "$1,299.00")]
    [InlineData("en-GB", 1299, "USD", "USD 1,299.00")]
    [InlineData("fr", 1299, "JPY", "1 299 JPY")]
    [InlineData("en", 1.5, "BHD", "BHD 1.500")]
    [InlineData("ar", 1299, "INR", "1,299.00 ₹")]
    [InlineData("ar-EG", 1299, "INR", "1,299.00 ₹")]
    public void Money_is_written_with_its_currency_as_the_language_does(
        string tag, decimal amount, string currency, string written) =>
        Plain(Language.Of(tag)!.Money(amount, currency)).ShouldBe(written);

    [Fact]
    public void An_amount_is_never_broken_over_two_lines() => Language.All
        .Select(language => language.Money(1299, "SEK")).ShouldAllBe(text => !text.Contains(' '));

    [Fact]
    public void What_runs_the_other_way_is_isolated() => Language.Of("ar")!.Text("page.order", ("order", "A-1001"))
        .ShouldBe("الطلب \u2068A-1001\u2069");

    [Fact]
    public void A_merchants_own_words_take_the_place_of_ours_and_nothing_else()
    {
        var own = Language.English.With(new Dictionary<string, string>
        {
            ["letter.hello"] = "Dear {name}!",
            ["headline.shipped"] = "Off it went",
            ["no.such.text"] = "…",
        });
        own.Text("letter.hello", ("name", "Asha")).ShouldBe("Dear Asha!");
        own.Text("headline.shipped").ShouldBe("Off it went");
        own.Text("headline.placed").ShouldBe(Language.English.Text("headline.placed"));
        own.Knows("no.such.text").ShouldBeFalse();
        Language.English.Text("headline.shipped").ShouldBe("Your order is on its way");
    }

    [Fact]
    public void The_pseudo_language_marks_each_text_and_keeps_what_is_filled_in()
    {
        Language.Pseudo.Text("page.order", ("order", "Acorn")).ShouldBe("⟦Ôrdér Acorn⟧".Replace('Ô', 'Õ'));
        Language.Pseudo.Day(new(2026, 11, 24)).ShouldStartWith("⟦");
    }

    [Fact]
    public void A_text_that_is_not_there_or_not_filled_is_an_error()
    {
        Should.Throw<InvalidOperationException>(() => Language.English.Text("no.such.text"));
        Should.Throw<InvalidOperationException>(() => Language.English.Text("page.order"));
        Language.English.Find("no.such.text", "act.send").ShouldBe("Send");
    }

    /// <summary>Spaces of all widths as one, no marks of direction: they differ between versions of the data.</summary>
    private static string Plain(string text) => string.Concat(text
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.Format)
        .Select(c => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator ? ' ' : c));
}
