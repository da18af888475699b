using Testing;

namespace EndToEnd.Tests;

/// <summary>Notifications beside a stand-in for whomever it posts to: a provider, a push service, a merchant.</summary>
public abstract class NotifierTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private protected static readonly string[] India = ["IN"];

    private protected const string TwilioSid = "AC00000000000000000000000000000001";

    private protected readonly PostStandIn peer = new();
    private protected Notifier notifier = null!;

    public async ValueTask InitializeAsync()
    {
        await peer.Start();
        notifier = await new Notifier(database, peer.Authority).Start();
    }

    public async ValueTask DisposeAsync()
    {
        await notifier.DisposeAsync();
        await peer.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The merchant has an account at Twilio, which the stand-in is.</summary>
    private protected async Task ConnectTwilio() =>
        (await notifier.Admin.Send(HttpMethod.Put, "/v1/sms-account", new
        {
            provider = "twilio",
            countries = India,
            twilio = new
            {
                accountSid = TwilioSid,
                authToken = "token",
                from = "+12025550100",
                baseUrl = peer.Url,
            },
        })).Is(200);
}
