using Testing;

namespace Streams.Tests;

/// <summary>The tables that real Marten 9.29 must find nothing to change in.</summary>
public sealed class SchemaTests(TestDatabase database)
{
    [Theory]
    [InlineData("mt_streams", """
        tenant_id character varying not null '*DEFAULT*'::character varying
        id character varying not null
        type character varying
        version bigint
        timestamp timestamp with time zone not null now()
        created timestamp with time zone not null now()
        is_archived boolean false
        """)]
    [InlineData("mt_events", """
        seq_id bigint not null
        id uuid not null
        stream_id character varying
        version bigint not null
        data jsonb not null
        bdata bytea
        type character varying(500) not null
        timestamp timestamp with time zone not null now()
        tenant_id character varying '*DEFAULT*'::character varying
        mt_dotnet_type character varying
        correlation_id character varying
        causation_id character varying
        headers jsonb
        is_archived boolean false
        """)]
    [InlineData("mt_event_progression", """
        name character varying not null
        last_seq_id bigint
        last_updated timestamp with time zone transaction_timestamp()
        """)]
    public async Task A_table_has_the_columns_of_Marten_and_no_others(string table, string columns)
    {
        await using var log = new Log(database);
        await using var replica = await log.Replica();
        var found = await log.Execute($"""
            select string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
                case when a.attnotnull then 'not null' end, pg_get_expr(d.adbin, d.adrelid)), e'\n' order by a.attnum)
            from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = '{log.Schema}.{table}'::regclass and a.attnum > 0 and not a.attisdropped
            """);

        found.ShouldBe(columns.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_keys_and_indexes_are_those_of_Marten_and_no_others()
    {
        await using var log = new Log(database);
        await using var replica = await log.Replica();
        var found = await log.Execute($"""
            select string_agg(line, e'\n' order by line collate "C") from (
                select replace(indexdef, '{log.Schema}.', '') as line from pg_indexes
                where schemaname = '{log.Schema}' and tablename like 'mt\_%'
                union all
                select conname || ' ' || replace(pg_get_constraintdef(oid), '{log.Schema}.', '') from pg_constraint
                where connamespace = '{log.Schema}'::regnamespace and contype = 'f') lines
            """);

        found.ShouldBe("""
            CREATE UNIQUE INDEX pk_mt_event_progression ON mt_event_progression USING btree (name)
            CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON mt_events USING btree (tenant_id, stream_id, version)
            CREATE UNIQUE INDEX pkey_mt_events_seq_id ON mt_events USING btree (seq_id)
            CREATE UNIQUE INDEX pkey_mt_streams_tenant_id_id ON mt_streams USING btree (tenant_id, id)
            fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES mt_streams(tenant_id, id)
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task An_event_is_stored_as_Marten_would_store_it()
    {
        await using var log = new Log(database);
        await using var replica = await log.Replica();
        var id = Guid.NewGuid();
        await replica.Store.Transact(Counter.Stream, "m", id,
            _ => [new CounterEvent.SetToZero(), new CounterEvent.Incremented(2)]);

        var row = await log.Execute($"""
            select concat_ws('|', seq_id, stream_id, version, data, type, tenant_id, mt_dotnet_type)
            from {log.Schema}.mt_events where version = 2
            """);
        const string type = "Streams.Tests.CounterEvent+Incremented, Streams.Tests";
        row.ShouldBe($$"""
            2|counter-{{id}}|2|{"by": 2, "note": null}|incremented|m|{{type}}
            """);
        (await log.Execute($"select concat_ws('|', tenant_id, id, version, type) from {log.Schema}.mt_streams"))
            .ShouldBe($"m|counter-{id}|2");
    }
}
