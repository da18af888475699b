using System.Diagnostics;
using Npgsql;
using ServiceDefaults;

namespace Notifications.Webhooks;

/// <summary>
/// What is to be posted beside the messages of orders: replays, trials, and news of the endpoints themselves. In a
/// queue of its own, so that a long replay holds up nothing that happens now.
/// </summary>
internal sealed class WebhookErrands(
    NpgsqlDataSource database, WorkQueue queue, WebhookEndpoints endpoints, WebhookEvents events)
{
    public const string Queue = "webhook-errands";

    private const string Replay = "replay";

    /// <summary>To every endpoint that wants to hear it; how many those are.</summary>
    public async Task<int> Tell(WebhookEvent happened, CancellationToken ct)
    {
        await events.Note(happened, ct);
        var hearing = (await endpoints.Of(happened.MerchantId, ct)).Where(one => one.Hears(happened.Type)).ToList();
        await Add([.. hearing.Select(endpoint => Item(endpoint, happened.Id, ""))], ct);
        return hearing.Count;
    }

    /// <summary>To one endpoint, whether it has heard it or not.</summary>
    public Task Post(
        WebhookEndpoint endpoint, IEnumerable<WebhookEvent> happened, bool isReplay, CancellationToken ct) =>
        Add([.. happened.Select(one => Item(endpoint, one.Id, isReplay ? Replay : ""))], ct);

    public static (Guid Endpoint, Guid Event, bool IsReplay) Read(WorkItem item) => item.Body.Split(' ') is
        [var endpoint, var happened, var how] ? (Guid.Parse(endpoint), Guid.Parse(happened), how == Replay)
        : throw new FormatException($"'{item.Body}' is no errand.");

    private static WorkItem Item(WebhookEndpoint endpoint, Guid happened, string how)
    {
        var id = Guid.CreateVersion7();
        return new()
        {
            Queue = Queue,
            Id = id,
            Key = id.ToString("D"),
            Group = endpoint.Id.ToString("D"),
            Tenant = endpoint.MerchantId,
            Body = $"{endpoint.Id:D} {happened:D} {how}",
            TraceParent = Activity.Current?.Id,
        };
    }

    private async Task Add(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        if (items.Count == 0)
            return;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await queue.Add(transaction, items, ct);
        await transaction.CommitAsync(ct);
        queue.Committed();
    }
}
