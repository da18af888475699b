-- Puts archived events into a partition of their own. Run once for each schema, with the services stopped:
--   psql "$POSTGRES_URL" -v schema=orders -f docs/archive.sql
\set ON_ERROR_STOP on
begin;
set local search_path = :schema;
alter table mt_events rename to mt_events_before;
alter table mt_events_before drop constraint fkey_mt_events_stream_id_tenant_id, drop constraint pkey_mt_events_seq_id;
drop index pk_mt_events_stream_and_version;
create table mt_events (like mt_events_before including defaults) partition by list (is_archived);
create table mt_events_archived partition of mt_events for values in (true);
create table mt_events_live partition of mt_events default;
alter table mt_events add constraint pkey_mt_events_seq_id primary key (seq_id, is_archived);
create unique index pk_mt_events_stream_and_version on mt_events (tenant_id, stream_id, version, is_archived);
alter table mt_events add constraint fkey_mt_events_stream_id_tenant_id
    foreign key (tenant_id, stream_id) references mt_streams (tenant_id, id);
insert into mt_events select * from mt_events_before;
alter sequence mt_events_sequence owned by mt_events.seq_id;
drop table mt_events_before;
commit;
