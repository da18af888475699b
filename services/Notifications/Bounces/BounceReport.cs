using System.Text.RegularExpressions;
using MimeKit;
using Notifications.Templates;

namespace Notifications.Bounces;

/// <summary>
/// A mail server's word that it could not deliver one of our letters (RFC 3464), with the heads of that letter.
/// <c>Link</c> is what we signed in its List-Unsubscribe: it proves whose message it was. <c>IsDead</c>: the address
/// does not exist or is closed for good (enhanced status 5.1.x or 5.2.1, RFC 3463); else the message alone was lost.
/// </summary>
internal sealed partial record BounceReport(
    Guid NotificationId, string Link, string? Address, string Reason, bool IsDead)
{
    private const int ReasonLengthMax = 300;

    /// <summary>Null: no report of a failure, or not about a letter of ours.</summary>
    public static BounceReport? Of(MimeMessage mail)
    {
        if (mail.Body is not MultipartReport report
            || !string.Equals(report.ReportType, "delivery-status", StringComparison.OrdinalIgnoreCase)
            || report.OfType<MessageDeliveryStatus>().FirstOrDefault() is not { } status
            || Heads(report) is not { } letter)
            return null;
        // The first group is of the message as a whole; one of ours has one recipient.
        var failed = status.StatusGroups.Skip(1).FirstOrDefault(group =>
            "failed".Equals(group["Action"]?.Trim(), StringComparison.OrdinalIgnoreCase));
        if (failed is null || Unsubscribe().Match(letter[HeaderId.ListUnsubscribe] ?? "") is not { Success: true } link
            || MessageId().Match(letter[HeaderId.MessageId] ?? "") is not { Success: true } id)
            return null;
        var code = Enhanced().Match(failed["Status"] ?? "") is { Success: true } told ? told.Value : "5.0.0";
        var said = Letter.OneLine(failed["Diagnostic-Code"] is { } words ? words[(words.IndexOf(';') + 1)..] : "");
        return new(Guid.Parse(id.Groups["id"].ValueSpan), link.Groups["token"].Value,
            AddressOf(letter) ?? AddressIn(failed["Original-Recipient"] ?? failed["Final-Recipient"]),
            $"{code} {said[..Math.Min(said.Length, ReasonLengthMax)]}".TrimEnd(), IsDeadBy(code));
    }

    /// <summary>Whether an enhanced status says that nothing will ever arrive there.</summary>
    public static bool IsDeadBy(string status) =>
        status.StartsWith("5.1.", StringComparison.Ordinal) || status == "5.2.1";

    /// <summary>Of the letter that came back: all of it, or its heads.</summary>
    private static HeaderList? Heads(MultipartReport report) =>
        report.OfType<MessagePart>().FirstOrDefault()?.Message?.Headers;

    /// <summary>Whom we wrote to: who forwards letters reports of another address.</summary>
    private static string? AddressOf(HeaderList letter) =>
        InternetAddressList.TryParse(letter[HeaderId.To] ?? "", out var to) ? to.Mailboxes.FirstOrDefault()?.Address
            : null;

    /// <summary>"rfc822; ann@example.com".</summary>
    private static string? AddressIn(string? recipient) =>
        recipient?.Split(';', 2) is [_, var address] && address.Trim() is { Length: > 0 } known ? known : null;

    [GeneratedRegex(@"/unsubscribe/(?<token>[A-Za-z0-9_.-]{20,500})>")]
    private static partial Regex Unsubscribe();

    [GeneratedRegex("(?<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@")]
    private static partial Regex MessageId();

    [GeneratedRegex(@"[245]\.\d{1,3}\.\d{1,3}")]
    internal static partial Regex Enhanced();
}
