using MimeKit;
using ServiceDefaults;

namespace Notifications.Bounces;

/// <summary>Whether it was about a letter that we have sent.</summary>
internal sealed record BounceNoted(bool Noted);

/// <summary>An address that does not receive. <c>OrderId</c>: the order whose message showed it.</summary>
internal sealed record UndeliverableView(
    Guid Id, [property: OneOf(ChannelNames.Email, ChannelNames.Sms)] string Channel, string Reason, Guid OrderId,
    DateTimeOffset Since);

internal sealed record UndeliverableQuery : PageQuery
{
    public Guid? OrderId { get; init; }
}

/// <summary>Letters that came back, and the addresses to which nothing is sent any more.</summary>
internal static class BouncesApi
{
    public static void MapBounces(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhooks/mail/bounces", Hear).Reads("message/rfc822").Describe<BounceNoted>(
            "reportBounce", "Where a mail server's report goes that it could not deliver a letter (RFC 3464)");
        var addresses = routes.MapGroup("/v1/undeliverable-addresses").RequireScope("ops");
        addresses.MapGet("", List).Describe<Page<UndeliverableView>>(
            "listUndeliverableAddresses", "List addresses to which nothing is sent any more, the newest first");
        addresses.MapDelete("{id:guid}", Clear).Describe(
            "clearUndeliverableAddress", "Send to an address again: it has been put right");
    }

    /// <summary>No key: what the report returns of our letter is signed, and proves which it was.</summary>
    private static async Task<IResult> Hear(HttpContext http, BounceDesk desk, CancellationToken ct)
    {
        using var bytes = new MemoryStream(await Bodies.ReadRaw(http));
        MimeMessage mail;
        try
        {
            mail = await MimeMessage.LoadAsync(bytes, ct);
        }
        catch (FormatException)
        {
            throw new ProblemException(400, "not-a-report", "The body is no mail message (RFC 5322).");
        }

        using (mail)
            return Results.Ok(new BounceNoted(
                BounceReport.Of(mail) is { } report && await desk.Hear(report, ct)));
    }

    private static async Task<IResult> List(
        Caller caller, ListQuery<UndeliverableQuery> query, Undeliverable undeliverable, CancellationToken ct)
    {
        var found = await undeliverable.List(
            caller.MerchantId, query.Value.OrderId, query.AfterId, query.Limit + 1, ct);
        var page = query.PageOf(found, one => one.Id);
        return Results.Ok(new Page<UndeliverableView>([.. page.Data.Select(one =>
            new UndeliverableView(one.Id, one.Channel, one.Reason, one.OrderId, one.Since))], page.NextCursor));
    }

    private static async Task<IResult> Clear(
        Caller caller, Guid id, Undeliverable undeliverable, CancellationToken ct) =>
        await undeliverable.Clear(caller.MerchantId, id, ct) ? Results.NoContent()
            : throw ProblemException.NotFound("address");
}
