using Npgsql;
using ServiceDefaults;

namespace Payments;

/// <summary>By which names providers call our payments.</summary>
internal sealed class PaymentReferences(NpgsqlDataSource database, WebhookInbox inbox)
{
    public const string Sql = """
        create table if not exists payments.payment_references (
            merchant_id text not null,
            reference text not null,
            provider text not null,
            payment_id uuid not null,
            primary key (merchant_id, reference, provider));
        """;

    public async Task<Guid?> Find(string merchantId, string provider, string reference, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select payment_id from payments.payment_references
            where merchant_id = $1 and reference = $2 and provider in ($3, $4) order by provider = $3 desc limit 1
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = reference });
        command.Parameters.Add(new() { Value = provider });
        command.Parameters.Add(new() { Value = PaymentRouting.Unassigned });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    /// <summary>What providers call these orders' payments: what the inbox keeps payloads under.</summary>
    public async Task<IReadOnlyList<string>> Of(string merchantId, IReadOnlyList<Guid> orders, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select distinct r.reference
            from payments.known_orders o
            join payments.payment_references r on r.merchant_id = o.merchant_id and r.payment_id = any (o.payment_ids)
            where o.merchant_id = $1 and o.order_id = any ($2)
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orders.ToArray() });
        var references = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            references.Add(reader.GetString(0));
        return references;
    }

    /// <summary>Makes a payment known by a reference, and brings back the webhooks that waited for it.</summary>
    public async Task Add(string merchantId, string provider, string reference, Guid paymentId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into payments.payment_references (merchant_id, reference, provider, payment_id)
            values ($1, $2, $3, $4)
            on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = reference });
        command.Parameters.Add(new() { Value = provider });
        command.Parameters.Add(new() { Value = paymentId });
        await command.ExecuteNonQueryAsync(ct);
        await inbox.Release(merchantId, reference, ct);
    }
}
