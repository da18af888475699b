using Payments.Providers;
using ServiceDefaults;
using Streams;

namespace Payments;

/// <summary>
/// POST /webhooks/payments/{provider}/{account}: proves the sender over the bytes as they came, writes them down,
/// answers.
/// </summary>
internal static class PaymentWebhook
{
    private static readonly HashSet<string> NotKept =
        new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", PlatformIdentity.Header };

    public static void Map(WebApplication app) => app.MapPost("/webhooks/payments/{provider}/{account}", Receive)
        .Reads("application/json").Describe("receivePaymentWebhook", "Where a payment provider posts", 200)
        .WithDescription("In the provider's own format, signed in its own way; answered once it is written down.");

    private static async Task<IResult> Receive(
        string provider, string account, HttpContext http, PaymentRouting routing, PaymentAccounts accounts,
        WebhookInbox inbox, TimeProvider clock, CancellationToken ct)
    {
        if (routing.Provider(provider) is not { } adapter
            || await accounts.Find(provider, account, ct) is not { } known)
            throw ProblemException.NotFound("payment account");
        var body = await Bodies.ReadRaw(http);
        var now = clock.GetUtcNow();
        if (!adapter.IsAuthentic(body, name => http.Request.Headers[name], known.Secrets, now))
            throw new ProblemException(401, "bad-signature", "The signature is missing, wrong or too old.");
        var unreadable = WhyUnreadable(adapter, body);
        await inbox.Store(new()
        {
            Id = Guid.CreateVersion7(),
            MerchantId = known.MerchantId,
            Source = provider,
            Account = account,
            ReceivedAt = now,
            Headers = http.Request.Headers.Where(h => !NotKept.Contains(h.Key))
                .ToDictionary(h => h.Key, h => h.Value.ToString()),
            Body = body,
            State = unreadable is null ? InboxState.Received : InboxState.Unparseable,
            Reason = unreadable,
        }, ct);
        return unreadable is null
            ? Results.Ok()
            : throw new ProblemException(400, "unreadable-webhook", "The body cannot be read.", unreadable);
    }

    private static string? WhyUnreadable(IPaymentProvider adapter, byte[] body)
    {
        try
        {
            adapter.Parse(body);
            return null;
        }
        catch (FormatException unreadable)
        {
            return unreadable.Message;
        }
    }
}

/// <summary>Turns a webhook's facts into what their payments know.</summary>
internal sealed class PaymentWebhookHandler(
    EventStore store, PaymentRouting routing, PaymentReferences references) : IWebhookHandler
{
    public async Task<InboxOutcome> Handle(InboxItem item, CancellationToken ct)
    {
        IReadOnlyList<ReportedFact> reported;
        try
        {
            reported = routing.Provider(item.Source)?.Parse(item.Body)
                ?? throw new FormatException($"The provider '{item.Source}' is not known.");
        }
        catch (FormatException unreadable)
        {
            return InboxOutcome.Unparseable(unreadable.Message);
        }

        if (reported.Count == 0)
            return InboxOutcome.Ignored("It tells of nothing that a payment needs to know.");
        IReadOnlyList<string> keys =
            [.. reported.SelectMany(r => ((string?[])[r.Reference, r.Alias]).OfType<string>()).Distinct()];
        var unknown = 0;
        foreach (var one in reported)
        {
            if (await Find(item, one, ct) is not { } paymentId)
            {
                unknown++;
                continue;
            }

            try
            {
                await Note(item, paymentId, one.Fact, ct);
            }
            catch (RuleViolation contradiction)
            {
                return InboxOutcome.Ignored(contradiction.Message, keys);
            }
        }

        return unknown == 0 ? InboxOutcome.Done(keys)
            : InboxOutcome.Unmatched("No payment is known by this reference yet.", keys);
    }

    /// <summary>A payment that is known by one of its names is known by the other from then on.</summary>
    private async Task<Guid?> Find(InboxItem item, ReportedFact told, CancellationToken ct)
    {
        var known = await references.Find(item.MerchantId, item.Source, told.Reference, ct);
        if (told.Alias is null)
            return known;
        var byAlias = await references.Find(item.MerchantId, item.Source, told.Alias, ct);
        if (known is null && byAlias is { } other)
            await references.Add(item.MerchantId, item.Source, told.Reference, other, ct);
        if (byAlias is null && known is { } one)
            await references.Add(item.MerchantId, item.Source, told.Alias, one, ct);
        return known ?? byAlias;
    }

    private Task<Transacted<PaymentState>> Note(InboxItem item, Guid paymentId, ProviderFact fact, CancellationToken ct)
    {
        // Nothing has happened after we heard of it: such a time is a wrong clock.
        var happened = fact.OccurredAt > item.ReceivedAt ? fact with { OccurredAt = item.ReceivedAt } : fact;
        return store.Tell(item.MerchantId, paymentId, new PaymentCommand.NoteFact(happened, Guid.CreateVersion7()),
            new Cause($"{item.Source} {fact.Id}"), ct);
    }
}
