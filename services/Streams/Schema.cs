namespace Streams;

/// <summary>
/// Marten's event tables (9.29: string stream identity, conjoined tenancy, metadata on) to the letter, and beside them
/// ours: who leads a reactor, which positions it has seen missing, which streams it could not go on with, snapshots of
/// long streams, and how far the rebuild of a view is.
/// </summary>
public static class Schema
{
    /// <summary>SQL that brings a schema to this version; running it again changes nothing.</summary>
    public static string Sql(string schema) => $"""
        create schema if not exists {schema};

        create table if not exists {schema}.mt_streams (
            tenant_id varchar not null default '*DEFAULT*',
            id varchar not null,
            type varchar,
            version bigint,
            timestamp timestamptz not null default now(),
            created timestamptz not null default now(),
            is_archived boolean default false,
            constraint pkey_mt_streams_tenant_id_id primary key (tenant_id, id));

        create table if not exists {schema}.mt_events (
            seq_id bigint not null,
            id uuid not null,
            stream_id varchar,
            version bigint not null,
            data jsonb not null,
            bdata bytea,
            type varchar(500) not null,
            timestamp timestamptz not null default now(),
            tenant_id varchar default '*DEFAULT*',
            mt_dotnet_type varchar,
            correlation_id varchar,
            causation_id varchar,
            headers jsonb,
            is_archived boolean default false,
            constraint pkey_mt_events_seq_id primary key (seq_id),
            constraint fkey_mt_events_stream_id_tenant_id
                foreign key (tenant_id, stream_id) references {schema}.mt_streams (tenant_id, id));
        create unique index if not exists pk_mt_events_stream_and_version
            on {schema}.mt_events (tenant_id, stream_id, version);

        create sequence if not exists {schema}.mt_events_sequence;
        alter sequence {schema}.mt_events_sequence owned by {schema}.mt_events.seq_id;

        create table if not exists {schema}.mt_event_progression (
            name varchar not null,
            last_seq_id bigint,
            last_updated timestamptz default transaction_timestamp(),
            constraint pk_mt_event_progression primary key (name));

        create table if not exists {schema}.reactor_leases (
            name text primary key,
            owner uuid not null,
            epoch bigint not null,
            expires_at timestamptz not null,
            backend_pid integer not null,
            backend_start timestamptz not null);

        create table if not exists {schema}.reactor_holes (
            name text not null,
            position bigint not null,
            seen_at timestamptz not null,
            seen_xmax bigint not null,
            primary key (name, position));

        create table if not exists {schema}.reactor_parked (
            name text not null,
            tenant_id varchar not null,
            stream_id varchar not null,
            from_version bigint not null,
            position bigint not null,
            reason text not null,
            attempts integer not null,
            parked_at timestamptz not null default now(),
            resume_asked_at timestamptz,
            primary key (name, tenant_id, stream_id));

        create table if not exists {schema}.stream_snapshots (
            tenant_id varchar not null,
            stream_id varchar not null,
            build uuid not null,
            version bigint not null,
            state bytea not null,
            causes bytea not null,
            primary key (tenant_id, stream_id));

        {ViewRebuild.Sql(schema)}
        """;
}
