using System.Text.Json;
using Npgsql;
using ServiceDefaults;

namespace Shipments.Carriers;

/// <summary>
/// Confirms a new subscription to DHL's push: its subscription.validate is answered by
/// <c>POST {apiBase}/subscription/{id}</c> with the secret it brought and the account's own key to DHL's API. Only the
/// subscription's id is taken from the message; where to ask is the account's setting, DHL's own address unless it says
/// otherwise. Source: DHL Shipment Tracking Unified Push documentation.
/// </summary>
internal sealed class DhlHandshake(
    WorkQueue queue, NpgsqlDataSource database, CarrierAccounts accounts, SecretBox box, DhlHandshake.Api api,
    ILogger<DhlHandshake> log) : IWorker
{
    public const string ApiBase = "https://api-eu.dhl.com/tracking/push/v1";
    public const string ApiKey = "apiKey";

    public string Queue => "dhl-handshakes";

    public WorkLimits Limits { get; } = new(
        Lanes: 4, Timeout: TimeSpan.FromSeconds(15), PauseMin: TimeSpan.FromSeconds(1),
        PauseMax: TimeSpan.FromMinutes(30), AttemptsMax: 20);

    /// <summary>Remembers to confirm; doing it twice changes nothing at DHL.</summary>
    public async Task<InboxOutcome> Ask(
        InboxItem item, CarrierAccount? account, CarrierReport.Handshake asked, CancellationToken ct)
    {
        if (account?.SecretSettings.ContainsKey(ApiKey) != true)
            return InboxOutcome.Unmatched(
                $"the subscription waits to be confirmed: the account has no setting '{ApiKey}'",
                CarrierAccount.Key(item.Source, item.Account));
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await queue.Add(transaction,
            [new()
            {
                Queue = Queue,
                Id = item.Id,
                Key = $"{item.Account}/{asked.Subscription}",
                Tenant = item.MerchantId,
                Body = JsonSerializer.Serialize(
                    new Errand(item.Source, item.Account, asked.Subscription, asked.Secret)),
                TraceParent = item.TraceParent,
            }], ct);
        await transaction.CommitAsync(ct);
        queue.Committed();
        return InboxOutcome.Ignored($"subscription.validate: subscription {asked.Subscription} is being confirmed");
    }

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var errand = JsonSerializer.Deserialize<Errand>(item.Body)!;
        var account = await accounts.Find(errand.Carrier, errand.Account, ct)
            ?? throw new InvalidOperationException($"the account '{errand.Account}' is not there any more");
        var apiBase = (account.Settings.Text("apiBase") ?? ApiBase).TrimEnd('/');
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{apiBase}/subscription/{Uri.EscapeDataString(errand.Subscription)}");
        // Without validation, since a secret may hold what a header of this name would not.
        request.Headers.TryAddWithoutValidation("DHL-API-Key", account.SecretSettings.GetValueOrDefault(ApiKey));
        request.Headers.TryAddWithoutValidation(
            "DHL-API-Hook-Secret", box.OpenText(errand.Secret));
        await api.Send(request, ct);
    }

    public Task GiveUp(WorkItem item, string reason, CancellationToken ct)
    {
        log.LogError("DHL's subscription of {Key} is not confirmed: {Reason}", item.Key, reason);
        return Task.CompletedTask;
    }

    /// <summary>DHL's API, or what an account's setting puts in its place.</summary>
    public sealed class Api(HttpClient http)
    {
        public async Task Send(HttpRequestMessage request, CancellationToken ct)
        {
            using var answer = await http.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode)
                throw new HttpRequestException($"DHL answered with {(int)answer.StatusCode}");
        }
    }

    private sealed record Errand(string Carrier, string Account, string Subscription, string Secret);
}
