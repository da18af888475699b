using System.Text.RegularExpressions;
using ServiceDefaults;

namespace Orders;

/// <summary>
/// Finds a customer's name, street, postal code, e-mail and phone in texts that others wrote, and hides them. Carriers
/// write phones in their own ways: a number counts when its last digits are the customer's.
/// </summary>
internal sealed partial class PersonalData
{
    private const string Hidden = "•••";
    private const int PhoneDigits = 7;
    private const int NamePartLengthMin = 3;

    private readonly Func<string, string> open;
    private readonly Regex? words;
    private readonly HashSet<string> phones;

    /// <param name="orders">The order, and what it was before it was corrected.</param>
    /// <param name="open">Opens what is sealed; none: as the texts stand.</param>
    internal PersonalData(IEnumerable<OrderEvent.Placed> orders, Func<string, string>? open = null)
    {
        this.open = open ?? (text => text);
        var opened = orders.Select(order => PersonalParts.Map(order, this.open)).ToList();
        var patterns = opened.SelectMany(Texts)
            .Where(text => !string.IsNullOrWhiteSpace(text))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(text => text!.Length)
            .Select(text => $@"(?<!\w){Regex.Escape(text!.Trim())}(?!\w)")
            .ToArray();
        if (patterns.Length > 0)
            words = new(string.Join('|', patterns), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        phones = [.. opened.Select(order => LastDigits(order.Customer.Phone)).OfType<string>()];
    }

    /// <summary>What may be shown as it is.</summary>
    internal string? Open(string? text) => text is null ? null : open(text);

    internal string? Hide(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return text;
        text = Emails().Replace(open(text), Hidden);
        text = Numbers().Replace(text, number =>
            LastDigits(number.Value) is { } digits && phones.Contains(digits) ? Hidden : number.Value);
        return words?.Replace(text, Hidden) ?? text;
    }

    private static IEnumerable<string?> Texts(OrderEvent.Placed order)
    {
        var (customer, address) = (order.Customer, order.ShippingAddress);
        string?[] whole = [customer.Name, address.Name, address.Line1, address.Line2, address.PostalCode];
        return whole.Concat(NameParts(customer.Name)).Concat(NameParts(address.Name));
    }

    private static IEnumerable<string> NameParts(string? name) =>
        (name ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(part => part.Length >= NamePartLengthMin);

    private static string? LastDigits(string? phone)
    {
        var digits = string.Concat((phone ?? "").Where(char.IsAsciiDigit));
        return digits.Length < PhoneDigits ? null : digits[^PhoneDigits..];
    }

    [GeneratedRegex(@"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")]
    private static partial Regex Emails();

    [GeneratedRegex(@"\+?\d[\d\s().-]{5,}\d")]
    private static partial Regex Numbers();
}
