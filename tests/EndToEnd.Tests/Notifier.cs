using Contracts;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Notifications;
using Notifications.Bounces;
using Notifications.Channels;
using Notifications.Push;
using Notifications.Sms;
using Notifications.Webhooks;
using Npgsql;
using ServiceDefaults;
using Streams;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// Notifications in this process, without a broker and without e-mail: milestones are given to it by hand, and what it
/// posts goes to stand-ins. Schedules of days are hurried by bringing what waits forward.
/// </summary>
internal sealed class Notifier(TestDatabase database, params string[] privateHosts) : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private WebApplication app = null!;

    /// <summary>A merchant's program with an admin key.</summary>
    public Api Admin { get; private set; } = null!;

    /// <summary>Without a key.</summary>
    public Api Anybody { get; private set; } = null!;

    public string Merchant { get; } = $"m{Guid.NewGuid():N}";

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public async Task<Notifier> Start(Action<WebApplicationBuilder, StreamsBuilder>? also = null)
    {
        var builder = BareService.On(database, "notifications",
            privateHosts.Select((host, n) => ($"Platform:PrivateHosts:{n}", (string?)host)));
        // Found in the assembly that calls AddServiceDefaults, which is the service's own otherwise.
        foreach (var rules in typeof(Audience).Assembly.GetTypes().Where(type => !type.IsAbstract))
            foreach (var contract in rules.GetInterfaces().Where(one =>
                one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IValidator<>)))
                builder.Services.AddSingleton(contract, rules);
        builder.AddMigration("notifications", Schema.Sql("notifications"));
        builder.AddMigration("notifications", DailyLimit.Sql + Undeliverable.Sql);
        builder.AddMerchants("notifications");
        builder.AddWebhooks();
        builder.AddSms();
        builder.Services.Configure<EmailOptions>(mail => mail.MailFrom = "Shop <shop@shop.example>");
        builder.AddPush();
        builder.Services.AddSingleton<WishBook>();
        builder.Services.AddSingleton<DailyLimit>();
        builder.Services.AddSingleton<Audience>();
        builder.Services.AddSingleton<Undeliverable>();
        builder.Services.AddSingleton<Unsubscribing>();
        builder.Services.AddSingleton<BounceDesk>();
        builder.Services.AddSingleton<OrderMilestoneConsumer>();
        var streams = builder.AddStreams(
            "notifications", NotificationJson.Default, Notification.Stream, Wanted.Settings, Wanted.Customers)
            .React<DeliveryReactor>().Sms().Push().Webhooks();
        also?.Invoke(builder, streams);
        app = builder.Build();
        app.UseServiceDefaults();
        app.MapWebhooks();
        app.MapBounces();
        app.MapSmsAccount();
        app.MapPush();
        await app.StartAsync();
        Anybody = new(new() { BaseAddress = new(app.Urls.Single()) });
        Admin = As(Merchant);
        return this;
    }

    public Api As(string merchant, params string[] scopes)
    {
        var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        http.DefaultRequestHeaders.Add(PlatformIdentity.Header,
            Get<PlatformIdentity>().Sign(new(merchant, scopes is [] ? ["admin"] : scopes)));
        return new(http);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>The order's customer becomes known.</summary>
    public async Task<Guid> Order(string? phone = null, string country = "IN", Guid? person = null)
    {
        var id = Guid.CreateVersion7();
        var token = new TrackingToken(TrackingToken.NewSecret(), id, Merchant);
        var contact = new Contact
        {
            OrderNumber = "1001",
            Name = "Ann",
            Phone = phone,
            TrackingUrl = $"https://shop.example/track/{token}",
            Items = [],
            Total = new(1299.00m, "INR"),
            Country = country,
            PersonId = person,
        };
        await Get<EventStore>().Transact(Notification.Stream, Merchant, id,
            s => Notification.Decide(s, new NotificationCommand.NoteContact(
                Get<PersonalKeys>().Seal(contact, person), Noon)));
        return id;
    }

    public async Task<OrderMilestoneReached> Reach(Guid order, string milestone, Guid? parcel = null)
    {
        var reached = new OrderMilestoneReached
        {
            MerchantId = Merchant,
            OrderId = order,
            Milestone = milestone,
            OccurredAt = Noon,
            ShipmentId = parcel,
            Carrier = parcel is null ? null : "delhivery",
            TrackingNumber = parcel is null ? null : "1490123456789",
        };
        await Hear(reached, Guid.CreateVersion7());
        return reached;
    }

    /// <summary>As the bus brings it.</summary>
    public Task Hear(OrderMilestoneReached reached, Guid messageId) =>
        Get<OrderMilestoneConsumer>().Note(reached, messageId, CancellationToken.None);

    public async Task<NotificationState> State(Guid order) =>
        (await Get<EventStore>().Load(Notification.Stream, Merchant, order)).State;

    /// <summary>Waits for what schedules of days lead to: what has been put off is due now, again and again.</summary>
    public Task Hurried(Func<Task<bool>> condition) => Eventually.True(async () =>
    {
        // Never what is just being tried: it is put off for less until it is settled, and for the first time.
        await Sql("update notifications.work set due_at = now() where due_at > now() + interval '2 minutes' "
            + "or (attempts = 1 and last_error is not null)");
        return await condition();
    });

    public async Task<string> Text(string sql)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async Task Sql(string sql)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
