using Npgsql;
using ServiceDefaults;
using Testing;

namespace EndToEnd.Tests;

/// <summary>An order, its key, its answer and its customer's key are one commit, shared with other orders.</summary>
public sealed class PlacingTests(Platform platform)
{
    [Fact]
    public async Task What_falls_out_of_a_group_hurts_no_neighbour()
    {
        var (taken, customer) = (await platform.Place(), $"c-{Shop.NewNumber()}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(async n =>
        {
            var number = n % 3 == 0 ? taken.Number : Shop.NewNumber();
            var request = Shop.Request(number);
            if (n % 3 == 1)
                request["customer"]!["id"] = customer;
            var key = ("Idempotency-Key", $"placing-{number}-{n}");
            var first = await platform.Storefront.Post("/v1/orders", request, key);
            var again = await platform.Storefront.Post("/v1/orders", request, key);
            again.Text.ShouldBe(first.Text);
            again["Idempotent-Replayed"].ShouldBe("true");
            return (Kind: n % 3, Answer: first);
        }));
        foreach (var (kind, answer) in answers)
            _ = kind == 0 ? answer.IsProblem(409).Text : answer.Is(201).Text;

        var orders = answers.Where(one => one.Kind == 1).Select(one => Shop.Read(one.Answer)).ToList();
        orders.Select(order => order.Id).Distinct().Count().ShouldBe(20);
        foreach (var order in orders)
            (await platform.Storefront.Get(order.Path)).Is(200).Json["customer"]!["name"]!.GetValue<string>()
                .ShouldBe(Shop.Request("1")["customer"]!["name"]!.GetValue<string>());
        (await platform.Storefront.Delete($"/v1/customers/{customer}/personal-data")).Is(202);
        foreach (var order in orders)
            await Eventually.True(async () =>
                (await platform.Storefront.Get(order.Path)).Is(200).Json["customer"]!["name"]!.GetValue<string>()
                    == PersonKey.Erased);
    }

    [Fact]
    public async Task A_person_keeps_the_key_that_another_process_made()
    {
        await using var database = new TestDatabase();
        await using var one = await new Notifier(database).Start();
        await using var other = await new Notifier(database).Start();
        var person = Guid.CreateVersion7();
        var first = await one.Get<PersonalKeys>().Create(person, TestContext.Current.CancellationToken);
        // It forgets all keys when it begins to listen for destroyed ones, perhaps between the two.
        await Eventually.True(async () =>
        {
            var (key, made) = other.Get<PersonalKeys>().KnownOrNew(person);
            if (made is null)
                return key.Id == first.Id;
            PersonalKeys.IsTaken(await Should.ThrowAsync<PostgresException>(Store(other, commit: true, made)))
                .ShouldBeTrue();
            (await other.Get<PersonalKeys>().Had([person, Guid.CreateVersion7()])).ShouldBe([person]);
            return false;
        });
    }

    [Fact]
    public async Task A_key_that_was_not_committed_is_nobodys()
    {
        await using var database = new TestDatabase();
        await using var notifier = await new Notifier(database).Start();
        var (person, keys) = (Guid.CreateVersion7(), notifier.Get<PersonalKeys>());
        NewPersonKey[] wanted = [keys.KnownOrNew(person).New!, keys.KnownOrNew(person).New!];
        await Store(notifier, commit: false, wanted[0]);
        keys.KnownOrNew(person).New.ShouldNotBeNull();
        await Should.ThrowAsync<PostgresException>(Store(notifier, commit: true, wanted));
        (await keys.Had([person])).ShouldBeEmpty();
        await Store(notifier, commit: true, wanted[1]);
        (await keys.Create(person, TestContext.Current.CancellationToken)).Id.ShouldBe(wanted[1].Key.Id);
    }

    private static async Task Store(Notifier notifier, bool commit, params NewPersonKey[] keys)
    {
        await using var connection = await notifier.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(notifier.Get<PersonalKeys>().Storing(keys));
        await batch.ExecuteNonQueryAsync();
        if (commit)
            await transaction.CommitAsync();
    }
}
