using Microsoft.Extensions.Options;
using Notifications.Channels;
using ServiceDefaults;
using Streams;

namespace Notifications.Sms;

/// <summary>The section <c>Sms</c>. <c>Log</c>: SMS of merchants without an account are written to the log.</summary>
internal sealed class SmsOptions
{
    public bool Log { get; set; }
}

/// <summary>What SMS need of the service.</summary>
internal static class SmsRegistration
{
    public static void AddSms(this WebApplicationBuilder builder)
    {
        builder.AddMigration("notifications", SmsAccounts.Sql);
        builder.AddWatchedRows<SmsAccounts.Kept>(SmsAccounts.Table);
        builder.Services.Configure<SmsOptions>(builder.Configuration.GetSection("Sms"));
        builder.Services.AddHttpClient(SmsHttp.Client, SmsHttp.Limit).ConfigurePrimaryHttpMessageHandler(services =>
            Outbound.Handler(services.GetRequiredService<IOptions<PlatformOptions>>().Value));
        builder.Services.AddSingleton<SmsAccounts>();
        builder.Services.AddSingleton<ISmsProvider, Twilio>();
        builder.Services.AddSingleton<ISmsProvider, HttpSms>();
    }

    public static StreamsBuilder Sms(this StreamsBuilder streams) => streams.Channel<SmsChannel>();
}
