using Contracts;
using Payments.Providers;
using CashOnDelivery = Payments.Providers.CashOnDelivery;

namespace Payments;

/// <summary>Which provider and account a payment goes to.</summary>
internal sealed class PaymentRouting(IEnumerable<IPaymentProvider> providers, PaymentAccounts accounts)
{
    /// <summary>Stands for the provider of a payment whose merchant has connected none yet.</summary>
    public const string Unassigned = "unassigned";

    private readonly Dictionary<string, IPaymentProvider> byName = providers.ToDictionary(p => p.Name);

    public IPaymentProvider? Provider(string name) => byName.GetValueOrDefault(name);

    /// <summary>What the order says; else cash on delivery by its method; else the merchant's first account.</summary>
    public async Task<(string Provider, string? Account)> For(
        string merchantId, OrderPayment payment, CancellationToken ct)
    {
        if (payment.Method == Providers.CashOnDelivery.ProviderName)
            return (Providers.CashOnDelivery.ProviderName, null);
        if (payment is { Provider: not null, Account: not null })
            return (payment.Provider, payment.Account);
        var connected = await accounts.DefaultOf(merchantId, payment.Provider, ct);
        return (payment.Provider ?? connected?.Provider ?? Unassigned, payment.Account ?? connected?.Account);
    }

    /// <summary>
    /// The same at the time of a call, when an account may have been connected that was missing before.
    /// </summary>
    public async Task<(string Provider, string? Account)> Now(string merchantId, PaymentState s, CancellationToken ct)
    {
        if (s.Account is not null || s.IsCod)
            return (s.Provider!, s.Account);
        var wanted = s.Provider == Unassigned ? null : s.Provider;
        var connected = await accounts.DefaultOf(merchantId, wanted, ct);
        return (connected?.Provider ?? s.Provider!, connected?.Account);
    }
}
