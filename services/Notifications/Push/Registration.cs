using Microsoft.Extensions.Options;
using Notifications.Channels;
using ServiceDefaults;
using Streams;

namespace Notifications.Push;

/// <summary>
/// The section <c>Push</c>. <c>Keep</c>: how long a device hears of an order. <c>Log</c>: what is shown on devices is
/// written to the log too, for trials.
/// </summary>
internal sealed class PushOptions
{
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(180);
    public bool Log { get; set; }
}

/// <summary>What Web Push needs of the service.</summary>
internal static class PushRegistration
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    public static void AddPush(this WebApplicationBuilder builder)
    {
        builder.AddMigration("notifications", PushKey.Sql + PushSubscriptions.Sql);
        builder.AddSweep(PushSubscriptions.Table, "created_at", services =>
            (services.GetRequiredService<IOptions<PushOptions>>().Value.Keep, SweepInterval));
        builder.Services.AddOptions<PushOptions>().Bind(builder.Configuration.GetSection("Push"))
            .Validate(options => options.Keep > TimeSpan.Zero, "Push:Keep must be a time, such as 180.00:00:00.")
            .ValidateOnStart();
        builder.Services.AddHttpClient(WebPush.Client, client => client.Timeout = Timeout)
            .ConfigurePrimaryHttpMessageHandler(services =>
                Outbound.Handler(services.GetRequiredService<IOptions<PlatformOptions>>().Value));
        builder.Services.AddSingleton<PushKey>();
        builder.Services.AddSingleton<PushSubscriptions>();
    }

    public static StreamsBuilder Push(this StreamsBuilder streams) => streams.Channel<WebPush>();
}
