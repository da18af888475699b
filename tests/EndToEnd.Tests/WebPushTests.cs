using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Notifications;
using Notifications.Push;
using ServiceDefaults;
using Testing;

namespace EndToEnd.Tests;

/// <summary>News on devices, on a real database and over real HTTP to a push service that is a stand-in.</summary>
public sealed class WebPushTests : NotifierTests
{
    public WebPushTests(TestDatabase database) : base(database) =>
        peer.Answer = (http, _) => Status(http, 201);

    [Fact]
    public async Task Each_device_hears_of_a_milestone_once_and_no_more_when_it_is_ended()
    {
        var order = await notifier.Order();
        var path = await Path(order);
        var (one, other) = (Device("/one"), Device("/other"));
        var id = (await notifier.Anybody.Post(path, one)).Is(201).Json["id"]!.GetValue<Guid>();
        (await notifier.Anybody.Post(path, one)).Is(201).Json["id"]!.GetValue<Guid>().ShouldBe(id);
        (await notifier.Anybody.Post(path, other)).Is(201);
        var (parcel, message) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var reached = await notifier.Reach(order, "out_for_delivery", parcel);
        await notifier.Hear(reached, message);
        await Eventually.True(() => Task.FromResult(peer.Requests.Count == 2));
        await Eventually.True(async () => (await Pushes(order)).All(entry => entry.Status == "sent"));

        var posted = peer.To("/one").ShouldHaveSingleItem();
        posted.Headers["Content-Encoding"].ShouldBe("aes128gcm");
        posted.Headers["Urgency"].ShouldBe("high");
        posted.Headers["TTL"].ShouldBe("43200");
        posted.Headers["Topic"].Length.ShouldBeLessThanOrEqualTo(32);
        posted.Headers["Topic"].ShouldNotBe(peer.To("/other").Single().Headers["Topic"]);
        var key = (await notifier.Anybody.Get(path)).Is(200).Json["publicKey"]!.GetValue<string>();
        posted.Headers["Authorization"].ShouldEndWith($", k={key}");
        using var known = PushCipher.Import(Base64Url.DecodeFromChars(key));

        (await notifier.Anybody.Delete($"{path}/{id}")).Is(204);
        (await notifier.Anybody.Delete($"{path}/{id}")).IsProblem(404);
        await notifier.Reach(order, "delivered", parcel);
        await Eventually.True(() => Task.FromResult(peer.To("/other").Count == 2));
        peer.To("/one").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_busy_push_service_is_asked_again_under_the_same_topic_and_a_device_that_is_gone_is_forgotten()
    {
        var order = await notifier.Order();
        var path = await Path(order);
        (await notifier.Anybody.Post(path, Device("/busy"))).Is(201);
        (await notifier.Anybody.Post(path, Device("/gone"))).Is(201);
        (await notifier.Anybody.Post(path, Device("/moved"))).Is(201);
        var answers = new Queue<int>([429, 503, 201]);
        peer.Answer = (http, posted) =>
        {
            http.Response.Headers.RetryAfter = "1";
            http.Response.Headers.Location = peer.Url + "/elsewhere";
            return Status(http, posted.Path switch { "/gone" => 410, "/moved" => 307, _ => answers.Dequeue() });
        };
        await notifier.Reach(order, "delivered", Guid.CreateVersion7());
        await notifier.Hurried(async () =>
            (await Pushes(order)).Count(entry => entry.Status is "sent" or "failed") == 2);
        peer.To("/busy").Count.ShouldBe(3);
        peer.To("/busy").Select(posted => posted.Headers["Topic"]).Distinct().ShouldHaveSingleItem();
        peer.To("/elsewhere").ShouldBeEmpty("redirects are not followed");
        await notifier.Reach(order, "cancelled");
        await Eventually.True(async () => (await Pushes(order))
            .Count(entry => entry.Message.Milestone == "cancelled") == 2);
        peer.To("/gone").Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_device_is_refused_and_nobody_can_make_us_ask_ourselves()
    {
        var order = await notifier.Order();
        var path = await Path(order);
        async Task Refused(object device, params string[] pointers) =>
            (await notifier.Anybody.Post(path, device)).IsProblem(400, pointers);
        await Refused(new { }, "/endpoint", "/keys");
        await Refused(Device("/x", "https://10.0.0.7/push"), "/endpoint");
        await Refused(Device("/x", "https://localhost/push"), "/endpoint");
        await Refused(Device("/x", "http://push.example/push"), "/endpoint");
        await Refused(Device("/x", p256dh: "BAAA"), "/keys/p256dh");
        await Refused(Device("/x", auth: "AAAA"), "/keys/auth");
        var strange = path.Replace(path.Split('/')[3][..4], "AAAA", StringComparison.Ordinal);
        (await notifier.Anybody.Post(strange, Device("/x"))).IsProblem(404);
        (await notifier.Anybody.Get(strange)).IsProblem(404);

        for (var n = 0; n < PushSubscriptions.Max; n++)
            (await notifier.Anybody.Post(path, Device($"/{n}"))).Is(201);
        (await notifier.Anybody.Post(path, Device("/one-more"))).IsProblem(409);
        (await notifier.Anybody.Post(path, Device("/1"))).Is(201);
    }

    [Fact]
    public async Task A_device_is_sealed_under_its_persons_key_and_goes_with_it()
    {
        var (person, keys) = (Guid.CreateVersion7(), notifier.Get<PersonalKeys>());
        await keys.Create(person, CancellationToken.None);
        var order = await notifier.Order(person: person);
        var id = (await notifier.Anybody.Post(await Path(order), Device("/mine"))).Is(201).Json["id"]!.GetValue<Guid>();
        var stored = await notifier.Text(
            $"select endpoint || p256dh || auth from notifications.push_subscriptions where id = '{id}'");
        stored.ShouldNotContain("/mine");
        await keys.Destroy(person, CancellationToken.None);
        await notifier.Reach(order, "delivered", Guid.CreateVersion7());
        await Eventually.True(async () => (await Pushes(order)).Single().Status == "failed");
        peer.Requests.ShouldBeEmpty();

        (await notifier.Anybody.Get(await Path(order))).IsProblem(404);
        (await notifier.Anybody.Post(await Path(order), Device("/another"))).IsProblem(404);
        (await notifier.Anybody.Delete($"{await Path(order)}/{id}")).Is(204);
    }

    private async Task<string> Path(Guid order) => new Uri((await notifier.State(order)).Contact!.TrackingUrl)
        .AbsolutePath.Replace("/track/", "/v1/track/", StringComparison.Ordinal) + "/push-subscriptions";

    private async Task<List<NotificationState.Entry>> Pushes(Guid order) =>
        [.. (await notifier.State(order)).Entries.Where(entry => entry.Message.Channel == "push")];

    private JsonObject Device(string at, string? endpoint = null, string? p256dh = null, string? auth = null)
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return new()
        {
            ["endpoint"] = endpoint ?? peer.Url + at,
            ["expirationTime"] = null,
            ["keys"] = new JsonObject
            {
                ["p256dh"] = p256dh ?? Base64Url.EncodeToString(PushCipher.PointOf(key.ExportParameters(false))),
                ["auth"] = auth ?? Base64Url.EncodeToString(new byte[PushCipher.AuthBytes]),
            },
        };
    }

    private static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
