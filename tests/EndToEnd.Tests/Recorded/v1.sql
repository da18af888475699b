--
-- PostgreSQL database dump
--

\restrict Jm3tzla3qXwKZ9cM0jeV0BX3LFdN0ls6s41Kskt1TK6hLrtoULPmQH08ox5aJbu

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: gateway; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA gateway;


--
-- Name: SCHEMA gateway; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA gateway IS '1 FE5F468356FA48CDA7A87EB907FD0097DBC9516544DB64EB5AC2FE41A35B3220';


--
-- Name: notifications; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA notifications;


--
-- Name: SCHEMA notifications; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA notifications IS '1 4290714A2DADFCA19789C9785D9D8EAA3ED26983101042337FD12BA9133627EC';


--
-- Name: orders; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA orders;


--
-- Name: SCHEMA orders; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA orders IS '1 F7A23ABD63E2F78FF4CE09585995CB2E6A3E1A2585954EAB511BA272583FE72D';


--
-- Name: payments; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA payments;


--
-- Name: SCHEMA payments; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA payments IS '1 D1331C3B922326E717095618B8A44452948CA77DEA0E169E62BB3131A295F4E8';


--
-- Name: personal; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA personal;


--
-- Name: SCHEMA personal; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA personal IS '1 724F613D4159A603FF2A9E3548ECE90309757F40688E52624CC57231100A6FDA';


--
-- Name: shipments; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA shipments;


--
-- Name: SCHEMA shipments; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA shipments IS '1 328CA23820F5F0753BE257D63252A95FAFDEEA2E4B5B16CE0681FE4302A9176B';


--
-- Name: carrier_accounts_changed(); Type: FUNCTION; Schema: shipments; Owner: -
--

CREATE FUNCTION shipments.carrier_accounts_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ begin perform pg_notify('shipments_carrier_accounts', ''); return null; end $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: api_keys; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.api_keys (
    id uuid NOT NULL,
    merchant_id text NOT NULL,
    prefix text NOT NULL,
    scopes text[] NOT NULL,
    hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    name text,
    expires_at timestamp with time zone,
    replaced_by uuid
);


--
-- Name: idempotency_keys; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.idempotency_keys (
    merchant_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    running_until timestamp with time zone NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    status integer,
    headers jsonb,
    body bytea
);


--
-- Name: merchants; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.merchants (
    id text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    operator boolean DEFAULT false NOT NULL,
    settings jsonb,
    settings_version bigint DEFAULT 0 NOT NULL
);


--
-- Name: mt_event_progression; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.mt_event_progression (
    name character varying NOT NULL,
    last_seq_id bigint,
    last_updated timestamp with time zone DEFAULT transaction_timestamp()
);


--
-- Name: mt_events; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    is_archived boolean DEFAULT false
);


--
-- Name: mt_events_sequence; Type: SEQUENCE; Schema: gateway; Owner: -
--

CREATE SEQUENCE gateway.mt_events_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mt_events_sequence; Type: SEQUENCE OWNED BY; Schema: gateway; Owner: -
--

ALTER SEQUENCE gateway.mt_events_sequence OWNED BY gateway.mt_events.seq_id;


--
-- Name: mt_streams; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.mt_streams (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
);


--
-- Name: reactor_holes; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.reactor_holes (
    name text NOT NULL,
    "position" bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    seen_xmax bigint NOT NULL
);


--
-- Name: reactor_leases; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.reactor_leases (
    name text NOT NULL,
    owner uuid NOT NULL,
    epoch bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    backend_pid integer NOT NULL,
    backend_start timestamp with time zone NOT NULL
);


--
-- Name: reactor_parked; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.reactor_parked (
    name text NOT NULL,
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    from_version bigint NOT NULL,
    "position" bigint NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    parked_at timestamp with time zone DEFAULT now() NOT NULL,
    resume_asked_at timestamp with time zone
);


--
-- Name: stream_snapshots; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.stream_snapshots (
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    build uuid NOT NULL,
    version bigint NOT NULL,
    state bytea NOT NULL,
    causes bytea NOT NULL
);


--
-- Name: view_rebuilds; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.view_rebuilds (
    name text NOT NULL,
    build uuid NOT NULL,
    last_tenant text NOT NULL,
    last_stream text NOT NULL,
    events bigint NOT NULL,
    is_complete boolean NOT NULL
);


--
-- Name: idempotency_keys; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.idempotency_keys (
    merchant_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    running_until timestamp with time zone NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    status integer,
    headers jsonb,
    body bytea
);


--
-- Name: merchant_settings; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.merchant_settings (
    merchant_id text NOT NULL,
    version bigint NOT NULL,
    settings jsonb NOT NULL,
    heard_at timestamp with time zone NOT NULL
);


--
-- Name: mt_event_progression; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.mt_event_progression (
    name character varying NOT NULL,
    last_seq_id bigint,
    last_updated timestamp with time zone DEFAULT transaction_timestamp()
);


--
-- Name: mt_events; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    is_archived boolean DEFAULT false
);


--
-- Name: mt_events_sequence; Type: SEQUENCE; Schema: notifications; Owner: -
--

CREATE SEQUENCE notifications.mt_events_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mt_events_sequence; Type: SEQUENCE OWNED BY; Schema: notifications; Owner: -
--

ALTER SEQUENCE notifications.mt_events_sequence OWNED BY notifications.mt_events.seq_id;


--
-- Name: mt_streams; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.mt_streams (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
);


--
-- Name: reactor_holes; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.reactor_holes (
    name text NOT NULL,
    "position" bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    seen_xmax bigint NOT NULL
);


--
-- Name: reactor_leases; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.reactor_leases (
    name text NOT NULL,
    owner uuid NOT NULL,
    epoch bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    backend_pid integer NOT NULL,
    backend_start timestamp with time zone NOT NULL
);


--
-- Name: reactor_parked; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.reactor_parked (
    name text NOT NULL,
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    from_version bigint NOT NULL,
    "position" bigint NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    parked_at timestamp with time zone DEFAULT now() NOT NULL,
    resume_asked_at timestamp with time zone
);


--
-- Name: stream_snapshots; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.stream_snapshots (
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    build uuid NOT NULL,
    version bigint NOT NULL,
    state bytea NOT NULL,
    causes bytea NOT NULL
);


--
-- Name: view_rebuilds; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.view_rebuilds (
    name text NOT NULL,
    build uuid NOT NULL,
    last_tenant text NOT NULL,
    last_stream text NOT NULL,
    events bigint NOT NULL,
    is_complete boolean NOT NULL
);


--
-- Name: work; Type: TABLE; Schema: notifications; Owner: -
--

CREATE TABLE notifications.work (
    place bigint NOT NULL,
    queue text NOT NULL,
    id uuid NOT NULL,
    key text NOT NULL,
    tenant text NOT NULL,
    body text NOT NULL,
    trace_parent text,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    last_error text
);


--
-- Name: work_place_seq; Type: SEQUENCE; Schema: notifications; Owner: -
--

ALTER TABLE notifications.work ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notifications.work_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: idempotency_keys; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.idempotency_keys (
    merchant_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    running_until timestamp with time zone NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    status integer,
    headers jsonb,
    body bytea
);


--
-- Name: merchant_settings; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.merchant_settings (
    merchant_id text NOT NULL,
    version bigint NOT NULL,
    settings jsonb NOT NULL,
    heard_at timestamp with time zone NOT NULL
);


--
-- Name: mt_event_progression; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.mt_event_progression (
    name character varying NOT NULL,
    last_seq_id bigint,
    last_updated timestamp with time zone DEFAULT transaction_timestamp()
);


--
-- Name: mt_events; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    is_archived boolean DEFAULT false
);


--
-- Name: mt_events_sequence; Type: SEQUENCE; Schema: orders; Owner: -
--

CREATE SEQUENCE orders.mt_events_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mt_events_sequence; Type: SEQUENCE OWNED BY; Schema: orders; Owner: -
--

ALTER SEQUENCE orders.mt_events_sequence OWNED BY orders.mt_events.seq_id;


--
-- Name: mt_streams; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.mt_streams (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
);


--
-- Name: orders_view; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.orders_view (
    merchant_id text NOT NULL,
    order_id uuid NOT NULL,
    order_number text NOT NULL,
    status text NOT NULL,
    email text,
    phone text,
    postal_code text,
    tracking_numbers text[] NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    tracking_url text NOT NULL,
    person_id uuid,
    document json NOT NULL
);


--
-- Name: reactor_holes; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.reactor_holes (
    name text NOT NULL,
    "position" bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    seen_xmax bigint NOT NULL
);


--
-- Name: reactor_leases; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.reactor_leases (
    name text NOT NULL,
    owner uuid NOT NULL,
    epoch bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    backend_pid integer NOT NULL,
    backend_start timestamp with time zone NOT NULL
);


--
-- Name: reactor_parked; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.reactor_parked (
    name text NOT NULL,
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    from_version bigint NOT NULL,
    "position" bigint NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    parked_at timestamp with time zone DEFAULT now() NOT NULL,
    resume_asked_at timestamp with time zone
);


--
-- Name: stream_snapshots; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.stream_snapshots (
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    build uuid NOT NULL,
    version bigint NOT NULL,
    state bytea NOT NULL,
    causes bytea NOT NULL
);


--
-- Name: view_rebuilds; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.view_rebuilds (
    name text NOT NULL,
    build uuid NOT NULL,
    last_tenant text NOT NULL,
    last_stream text NOT NULL,
    events bigint NOT NULL,
    is_complete boolean NOT NULL
);


--
-- Name: work; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.work (
    place bigint NOT NULL,
    queue text NOT NULL,
    id uuid NOT NULL,
    key text NOT NULL,
    tenant text NOT NULL,
    body text NOT NULL,
    trace_parent text,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    last_error text
);


--
-- Name: work_place_seq; Type: SEQUENCE; Schema: orders; Owner: -
--

ALTER TABLE orders.work ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME orders.work_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: idempotency_keys; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.idempotency_keys (
    merchant_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    running_until timestamp with time zone NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    status integer,
    headers jsonb,
    body bytea
);


--
-- Name: known_orders; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.known_orders (
    merchant_id text NOT NULL,
    order_id uuid NOT NULL,
    payment_ids uuid[],
    cancel_message_id uuid,
    cancel_reason text,
    cancelled_at timestamp with time zone,
    total numeric
);


--
-- Name: mt_event_progression; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.mt_event_progression (
    name character varying NOT NULL,
    last_seq_id bigint,
    last_updated timestamp with time zone DEFAULT transaction_timestamp()
);


--
-- Name: mt_events; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    is_archived boolean DEFAULT false
);


--
-- Name: mt_events_sequence; Type: SEQUENCE; Schema: payments; Owner: -
--

CREATE SEQUENCE payments.mt_events_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mt_events_sequence; Type: SEQUENCE OWNED BY; Schema: payments; Owner: -
--

ALTER SEQUENCE payments.mt_events_sequence OWNED BY payments.mt_events.seq_id;


--
-- Name: mt_streams; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.mt_streams (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
);


--
-- Name: order_reductions; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.order_reductions (
    merchant_id text NOT NULL,
    order_id uuid NOT NULL,
    reduction_id uuid NOT NULL,
    amount numeric NOT NULL,
    currency text NOT NULL,
    reason text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone
);


--
-- Name: payment_accounts; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.payment_accounts (
    provider text NOT NULL,
    account text NOT NULL,
    merchant_id text NOT NULL,
    secrets bytea[] NOT NULL,
    time_zone text,
    settings jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: payment_references; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.payment_references (
    merchant_id text NOT NULL,
    reference text NOT NULL,
    provider text NOT NULL,
    payment_id uuid NOT NULL
);


--
-- Name: reactor_holes; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.reactor_holes (
    name text NOT NULL,
    "position" bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    seen_xmax bigint NOT NULL
);


--
-- Name: reactor_leases; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.reactor_leases (
    name text NOT NULL,
    owner uuid NOT NULL,
    epoch bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    backend_pid integer NOT NULL,
    backend_start timestamp with time zone NOT NULL
);


--
-- Name: reactor_parked; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.reactor_parked (
    name text NOT NULL,
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    from_version bigint NOT NULL,
    "position" bigint NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    parked_at timestamp with time zone DEFAULT now() NOT NULL,
    resume_asked_at timestamp with time zone
);


--
-- Name: stream_snapshots; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.stream_snapshots (
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    build uuid NOT NULL,
    version bigint NOT NULL,
    state bytea NOT NULL,
    causes bytea NOT NULL
);


--
-- Name: view_rebuilds; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.view_rebuilds (
    name text NOT NULL,
    build uuid NOT NULL,
    last_tenant text NOT NULL,
    last_stream text NOT NULL,
    events bigint NOT NULL,
    is_complete boolean NOT NULL
);


--
-- Name: webhook_inbox; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.webhook_inbox (
    id uuid NOT NULL,
    merchant_id text NOT NULL,
    source text NOT NULL,
    account text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    state text NOT NULL,
    reason text,
    keys text[] DEFAULT ARRAY[]::text[] NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
    settled_at timestamp with time zone,
    trace_parent text,
    via text DEFAULT 'push'::text NOT NULL,
    waits_for text[] DEFAULT ARRAY[]::text[] NOT NULL,
    read_by uuid[] DEFAULT ARRAY[]::uuid[] NOT NULL,
    replayed_at timestamp with time zone
);


--
-- Name: work; Type: TABLE; Schema: payments; Owner: -
--

CREATE TABLE payments.work (
    place bigint NOT NULL,
    queue text NOT NULL,
    id uuid NOT NULL,
    key text NOT NULL,
    tenant text NOT NULL,
    body text NOT NULL,
    trace_parent text,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    last_error text
);


--
-- Name: work_place_seq; Type: SEQUENCE; Schema: payments; Owner: -
--

ALTER TABLE payments.work ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME payments.work_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: keys; Type: TABLE; Schema: personal; Owner: -
--

CREATE TABLE personal.keys (
    id uuid NOT NULL,
    person uuid NOT NULL,
    secret bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    destroyed_at timestamp with time zone
);


--
-- Name: asked; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.asked (
    merchant_id text NOT NULL,
    carrier text NOT NULL,
    number text NOT NULL,
    asked_at timestamp with time zone NOT NULL
);


--
-- Name: cancelled_orders; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.cancelled_orders (
    merchant_id text NOT NULL,
    order_id uuid NOT NULL,
    reason text NOT NULL,
    cancelled_at timestamp with time zone NOT NULL
);


--
-- Name: carrier_accounts; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.carrier_accounts (
    carrier text NOT NULL,
    account text NOT NULL,
    merchant_id text NOT NULL,
    scheme text NOT NULL,
    name text,
    username text,
    secrets bytea[] NOT NULL,
    time_zone text,
    settings jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    secret_settings bytea
);


--
-- Name: carrier_pulls; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.carrier_pulls (
    carrier text NOT NULL,
    account text NOT NULL,
    merchant_id text NOT NULL,
    base_url text,
    credentials bytea NOT NULL,
    every interval NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    last_error text,
    last_answer_at timestamp with time zone,
    due_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: carrier_tokens; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.carrier_tokens (
    merchant_id text NOT NULL,
    carrier text NOT NULL,
    token bytea NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: idempotency_keys; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.idempotency_keys (
    merchant_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    running_until timestamp with time zone NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    status integer,
    headers jsonb,
    body bytea
);


--
-- Name: mt_event_progression; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.mt_event_progression (
    name character varying NOT NULL,
    last_seq_id bigint,
    last_updated timestamp with time zone DEFAULT transaction_timestamp()
);


--
-- Name: mt_events; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    is_archived boolean DEFAULT false
);


--
-- Name: mt_events_sequence; Type: SEQUENCE; Schema: shipments; Owner: -
--

CREATE SEQUENCE shipments.mt_events_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mt_events_sequence; Type: SEQUENCE OWNED BY; Schema: shipments; Owner: -
--

ALTER SEQUENCE shipments.mt_events_sequence OWNED BY shipments.mt_events.seq_id;


--
-- Name: mt_streams; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.mt_streams (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
);


--
-- Name: numbers; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.numbers (
    merchant_id text NOT NULL,
    carrier text NOT NULL,
    number text NOT NULL,
    shipment_id uuid NOT NULL,
    added_at timestamp with time zone NOT NULL,
    since timestamp with time zone,
    until timestamp with time zone
);


--
-- Name: parcels; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.parcels (
    shipment_id uuid NOT NULL,
    merchant_id text NOT NULL,
    order_id uuid NOT NULL,
    carrier text,
    number text,
    items jsonb NOT NULL,
    registered_at timestamp with time zone DEFAULT now() NOT NULL,
    is_registered boolean DEFAULT false NOT NULL,
    is_spent boolean DEFAULT false NOT NULL,
    ended_at timestamp with time zone
);


--
-- Name: reactor_holes; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.reactor_holes (
    name text NOT NULL,
    "position" bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    seen_xmax bigint NOT NULL
);


--
-- Name: reactor_leases; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.reactor_leases (
    name text NOT NULL,
    owner uuid NOT NULL,
    epoch bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    backend_pid integer NOT NULL,
    backend_start timestamp with time zone NOT NULL
);


--
-- Name: reactor_parked; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.reactor_parked (
    name text NOT NULL,
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    from_version bigint NOT NULL,
    "position" bigint NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    parked_at timestamp with time zone DEFAULT now() NOT NULL,
    resume_asked_at timestamp with time zone
);


--
-- Name: remaps; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.remaps (
    id uuid NOT NULL,
    merchant_id text NOT NULL,
    carrier text,
    why text NOT NULL,
    requested_by text,
    requested_at timestamp with time zone NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    last_parcel uuid,
    parcels integer DEFAULT 0 NOT NULL,
    scans integer DEFAULT 0 NOT NULL,
    finished_at timestamp with time zone,
    error text
);


--
-- Name: stream_snapshots; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.stream_snapshots (
    tenant_id character varying NOT NULL,
    stream_id character varying NOT NULL,
    build uuid NOT NULL,
    version bigint NOT NULL,
    state bytea NOT NULL,
    causes bytea NOT NULL
);


--
-- Name: view_rebuilds; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.view_rebuilds (
    name text NOT NULL,
    build uuid NOT NULL,
    last_tenant text NOT NULL,
    last_stream text NOT NULL,
    events bigint NOT NULL,
    is_complete boolean NOT NULL
);


--
-- Name: watch; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.watch (
    shipment_id uuid NOT NULL,
    merchant_id text NOT NULL,
    order_id uuid NOT NULL,
    carrier text,
    number text,
    status text DEFAULT 'pending'::text NOT NULL,
    leg text DEFAULT 'forward'::text NOT NULL,
    last_scan_at timestamp with time zone,
    heard_at timestamp with time zone NOT NULL
);


--
-- Name: webhook_inbox; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.webhook_inbox (
    id uuid NOT NULL,
    merchant_id text NOT NULL,
    source text NOT NULL,
    account text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    state text NOT NULL,
    reason text,
    keys text[] DEFAULT ARRAY[]::text[] NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
    settled_at timestamp with time zone,
    trace_parent text,
    via text DEFAULT 'push'::text NOT NULL,
    waits_for text[] DEFAULT ARRAY[]::text[] NOT NULL,
    read_by uuid[] DEFAULT ARRAY[]::uuid[] NOT NULL,
    replayed_at timestamp with time zone
);


--
-- Name: work; Type: TABLE; Schema: shipments; Owner: -
--

CREATE TABLE shipments.work (
    place bigint NOT NULL,
    queue text NOT NULL,
    id uuid NOT NULL,
    key text NOT NULL,
    tenant text NOT NULL,
    body text NOT NULL,
    trace_parent text,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    last_error text
);


--
-- Name: work_place_seq; Type: SEQUENCE; Schema: shipments; Owner: -
--

ALTER TABLE shipments.work ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME shipments.work_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Data for Name: api_keys; Type: TABLE DATA; Schema: gateway; Owner: -
--

INSERT INTO gateway.api_keys VALUES ('01a20304-0fa6-7500-b211-8b83adf68df3', 'demo', 'tp_live_1f64', '{storefront}', 'f9093b9651607271bba6e646028a7aa34f47ec678d0c834281f55c8039c9262e', '2026-11-22 11:28:47.526569+00', NULL, NULL, NULL, NULL, NULL);
INSERT INTO gateway.api_keys VALUES ('01a20304-0fa6-7233-a090-1f7e9ba1066c', 'demo', 'tp_live_a6b0', '{ops}', '04c98a6d85faac921fb1d3bcb62d41a6d0cbdc3d20425bd30d097c0af5c23b05', '2026-11-22 11:28:47.526569+00', NULL, NULL, NULL, NULL, NULL);
INSERT INTO gateway.api_keys VALUES ('01a20304-0fa6-788d-9077-62a9b59d0d84', 'demo', 'tp_live_106d', '{admin}', 'b600cd6a8082ec7e2ad42d7c441190fa96055678392528ed380e075178253bdb', '2026-11-22 11:28:47.526569+00', NULL, NULL, NULL, NULL, NULL);


--
-- Data for Name: idempotency_keys; Type: TABLE DATA; Schema: gateway; Owner: -
--



--
-- Data for Name: merchants; Type: TABLE DATA; Schema: gateway; Owner: -
--

INSERT INTO gateway.merchants VALUES ('demo', 'Shop', '2026-11-22 11:28:47.89918+00', true, NULL, 0);


--
-- Data for Name: mt_event_progression; Type: TABLE DATA; Schema: gateway; Owner: -
--



--
-- Data for Name: mt_events; Type: TABLE DATA; Schema: gateway; Owner: -
--



--
-- Data for Name: mt_streams; Type: TABLE DATA; Schema: gateway; Owner: -
--



--
-- Data for Name: reactor_holes; Type: TABLE DATA; Schema: gateway; Owner: -
--



--
-- Data for Name: reactor_leases; Type: TABLE DATA; Schema: gateway; Owner: -
--

INSERT INTO gateway.reactor_leases VALUES ('publisher', '01a20303-fb70-7423-ad47-a38b0c7b52f8', 1, '2026-11-22 11:29:11.313615+00', 28895, '2026-11-22 11:28:49.88959+00');
INSERT INTO gateway.reactor_leases VALUES ('tenants', '01a20303-fb6f-7b17-9682-bdce07ae7e33', 1, '2026-11-22 11:29:11.365859+00', 28895, '2026-11-22 11:28:49.88959+00');


--
-- Data for Name: reactor_parked; Type: TABLE DATA; Schema: gateway; Owner: -
--



--
-- Data for Name: stream_snapshots; Type: TABLE DATA; Schema: gateway; Owner: -
--



--
-- Data for Name: view_rebuilds; Type: TABLE DATA; Schema: gateway; Owner: -
--



--
-- Data for Name: idempotency_keys; Type: TABLE DATA; Schema: notifications; Owner: -
--



--
-- Data for Name: merchant_settings; Type: TABLE DATA; Schema: notifications; Owner: -
--

INSERT INTO notifications.merchant_settings VALUES ('demo', 0, '{"name": "Shop", "brand": {"name": null, "colors": null, "domain": null, "locale": null, "logoUrl": null, "supportUrl": null, "supportEmail": null}, "policies": {"returns": {"windowDays": null, "autoApprove": null}, "cancellation": {"customer": null}}, "timeZone": null, "retention": {"inboxDays": null, "personalDataDays": null}}', '2026-11-22 11:28:59.3605+00');


--
-- Data for Name: mt_event_progression; Type: TABLE DATA; Schema: notifications; Owner: -
--

INSERT INTO notifications.mt_event_progression VALUES ('deliveries', 15, '2026-11-22 11:29:00.63191+00');
INSERT INTO notifications.mt_event_progression VALUES ('publisher', 15, '2026-11-22 11:29:00.654555+00');


--
-- Data for Name: mt_events; Type: TABLE DATA; Schema: notifications; Owner: -
--

INSERT INTO notifications.mt_events VALUES (1, '01a20304-3968-7229-b854-1330d2605bbc', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', 1, '{"contact": {"name": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.kvcLtJ1c9kZ9bcc9OstUuMZT5FbuK4cl3grc3CVdoMicrxZK~", "email": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.eYKDH36D9My2YCJ3UKAL_gCpTe2FoVlvpMFKU8Rm4eiZoG0klP47VMByG7W5eA5RRi7-8AHW~", "items": [{"name": "Desk lamp", "quantity": 2}], "total": {"amount": 1299.00, "currency": "INR"}, "locale": "en-IN", "timeZone": "Asia/Kolkata", "orderNumber": "T27123-1", "trackingUrl": "http://127.0.0.1:33431/track/MoakibWdYLoJbihlkBL6eQJ0IpvPothJun1QMcQd7qAQdemo"}, "occurredAt": "2026-11-22T11:28:56.0384267+00:00"}', NULL, 'contact_noted', '2026-11-22 11:28:58.34484+00', 'demo', 'Notifications.NotificationEvent+ContactNoted, Notifications', 'b46072af99f3fc822dffa1f7033d017a', '01a20304-33d5-7a1f-bbf9-c026007252dd', '{"traceparent": "00-b46072af99f3fc822dffa1f7033d017a-9057b2d7c4f97b24-01"}', false);
INSERT INTO notifications.mt_events VALUES (2, '01a20304-3bed-75b8-af5b-69e71aa0b057', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', 2, '{"message": {"id": "d6b37e82-7f31-8f3a-b24b-dcd30b5fee4c", "channel": "email", "milestone": "confirmed"}, "occasion": {"reachedAt": "2026-11-22T11:28:57.5750071+00:00"}, "occurredAt": "2026-11-22T11:28:57.5750071+00:00"}', NULL, 'queued', '2026-11-22 11:28:58.862784+00', 'demo', 'Notifications.NotificationEvent+Queued, Notifications', '2f1488cdb34484103aa6a46c3b42234d', '01a20304-3b0f-7ab8-bd5d-484a269bd12c', '{"traceparent": "00-2f1488cdb34484103aa6a46c3b42234d-80fb1192bf93ca9a-01"}', false);
INSERT INTO notifications.mt_events VALUES (3, '01a20304-3de4-77f2-953c-aa064e174143', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', 3, '{"message": {"id": "1f963bb3-d08d-8b49-b7c6-4dc950160726", "channel": "email", "milestone": "shipped", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}, "occasion": {"zone": "Asia/Kolkata", "carrier": "delhivery", "reachedAt": "2026-11-20T15:58:57.964+05:30", "trackingNumber": "10286797240697"}, "occurredAt": "2026-11-20T15:58:57.964+05:30"}', NULL, 'queued', '2026-11-22 11:28:59.365802+00', 'demo', 'Notifications.NotificationEvent+Queued, Notifications', 'fd1d50fb996ec8373f8555d2a8ee138a', '01a20304-3d61-7227-a50b-ee4a720b9053', '{"traceparent": "00-fd1d50fb996ec8373f8555d2a8ee138a-60d7a7688dbc9a15-01"}', false);
INSERT INTO notifications.mt_events VALUES (4, '01a20304-3e25-7f86-b046-9295043bc5ea', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', 4, '{"message": {"id": "eb5842c3-ba08-8324-ab7f-9120b607ba0d", "channel": "email", "milestone": "out_for_delivery", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}, "occasion": {"zone": "Asia/Kolkata", "carrier": "delhivery", "reachedAt": "2026-11-22T11:58:57.964+05:30", "trackingNumber": "10286797240697"}, "occurredAt": "2026-11-22T11:58:57.964+05:30"}', NULL, 'queued', '2026-11-22 11:28:59.429503+00', 'demo', 'Notifications.NotificationEvent+Queued, Notifications', '83ae9dc4001b383627a514bc36d1988c', '01a20304-3dca-791d-a1e2-4e2ae027bc2c', '{"traceparent": "00-83ae9dc4001b383627a514bc36d1988c-5630e78d863a423b-01"}', false);
INSERT INTO notifications.mt_events VALUES (5, '01a20304-3e71-723b-a34f-6b21322b54c0', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', 5, '{"message": {"id": "9a20711a-dfdc-8284-9cbc-dee65ee5d48d", "channel": "email", "milestone": "delivered", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}, "occasion": {"zone": "Asia/Kolkata", "carrier": "delhivery", "reachedAt": "2026-11-22T15:58:57.964+05:30", "trackingNumber": "10286797240697"}, "occurredAt": "2026-11-22T15:58:57.964+05:30"}', NULL, 'queued', '2026-11-22 11:28:59.505686+00', 'demo', 'Notifications.NotificationEvent+Queued, Notifications', 'fefcb2e78c64eab7d9670447e47848a6', '01a20304-3dde-7956-b66f-b54e290be8c8', '{"traceparent": "00-fefcb2e78c64eab7d9670447e47848a6-3e486055d25b2208-01"}', false);
INSERT INTO notifications.mt_events VALUES (6, '01a20304-3f4d-71f4-b7d5-c59699d78eff', 'notification-c7f87c92-32b3-859c-bcfc-3184c995bf6f', 1, '{"contact": {"name": "~p1.BAOiAd4-gHacD2IoS9Op2Q.UgAUYiuOWcxSHmgiiz6CqPIZawUx2ND9XKn2fgQm3N7AOsrH~", "email": "~p1.BAOiAd4-gHacD2IoS9Op2Q.KWBlsYoeScWohbrkyNWkqaNRc4827GYVYUuIt_wntA8fYiOeyAUm9wT1TOGVvL9HUTtqemSV~", "items": [{"name": "Desk lamp", "quantity": 2}], "total": {"amount": 1299.00, "currency": "INR"}, "locale": "en-IN", "timeZone": "Asia/Kolkata", "orderNumber": "T27123-2", "trackingUrl": "http://127.0.0.1:33431/track/Fd2LzmCKlwxrue8ZIVEXIwx_h8kjKzhZy8_DGEyZW_bwdemo"}, "occurredAt": "2026-11-22T11:28:59.6137208+00:00"}', NULL, 'contact_noted', '2026-11-22 11:28:59.725188+00', 'demo', 'Notifications.NotificationEvent+ContactNoted, Notifications', '06eaa3e3f46159f2b87667db83c90223', '01a20304-3eef-7204-9383-fe38e025b8f7', '{"traceparent": "00-06eaa3e3f46159f2b87667db83c90223-b77471dc2c257a89-01"}', false);
INSERT INTO notifications.mt_events VALUES (7, '01a20304-3f87-7ef7-8e48-e32bb90d1559', 'notification-c7f87c92-32b3-859c-bcfc-3184c995bf6f', 2, '{"message": {"id": "945d8027-9927-8622-99dd-4a3be29f2f94", "channel": "email", "milestone": "confirmed"}, "occasion": {"reachedAt": "2026-11-22T11:28:59.6589722+00:00"}, "occurredAt": "2026-11-22T11:28:59.6589722+00:00"}', NULL, 'queued', '2026-11-22 11:28:59.784075+00', 'demo', 'Notifications.NotificationEvent+Queued, Notifications', '3c4cd9f210f7c1e13ef41d5526339e40', '01a20304-3f0d-7513-ba3f-8faed547f870', '{"traceparent": "00-3c4cd9f210f7c1e13ef41d5526339e40-16e0d43d93477660-01"}', false);
INSERT INTO notifications.mt_events VALUES (8, '01a20304-3f92-7cd3-8bae-7fdf17c1f632', 'notification-cb0a5730-835c-8991-9db9-886feebcda3c', 1, '{"contact": {"name": "~p1.BAOiASw_K3uT6nKlja3LBA.UElKlBytUYTh-57ftOj_JDIHJX23_8_qDO1-1YdYL-4VpjKQ~", "email": "~p1.BAOiASw_K3uT6nKlja3LBA.LVIl_uXjDWqze2GgaexlNS8sggwDAGR2VVaepAMpBBFPVt6T0aW15C4Iiq6IAiAVfX6nc7Qb~", "items": [{"name": "Desk lamp", "quantity": 2}], "total": {"amount": 1299.00, "currency": "INR"}, "locale": "en-IN", "timeZone": "Asia/Kolkata", "orderNumber": "T27123-3", "trackingUrl": "http://127.0.0.1:33431/track/YMk4rNsfznwQ5V6nRtrefwywpXMINciZGduYhv7rzaPAdemo"}, "occurredAt": "2026-11-22T11:28:59.6926821+00:00"}', NULL, 'contact_noted', '2026-11-22 11:28:59.796308+00', 'demo', 'Notifications.NotificationEvent+ContactNoted, Notifications', '5ad51dddfd151220b8e428c73f065567', '01a20304-3f4a-76fd-b55c-93dabd8f029e', '{"traceparent": "00-5ad51dddfd151220b8e428c73f065567-624debfee9904714-01"}', false);
INSERT INTO notifications.mt_events VALUES (9, '01a20304-405e-72e1-bfc3-9606d9c02673', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', 6, '{"message": {"id": "d6b37e82-7f31-8f3a-b24b-dcd30b5fee4c", "channel": "email", "milestone": "confirmed"}, "occurredAt": "2026-11-22T11:28:59.9979129+00:00"}', NULL, 'sent', '2026-11-22 11:29:00.030648+00', 'demo', 'Notifications.NotificationEvent+Sent, Notifications', '2f1488cdb34484103aa6a46c3b42234d', NULL, '{"traceparent": "00-2f1488cdb34484103aa6a46c3b42234d-0686c31f035ed113-01"}', false);
INSERT INTO notifications.mt_events VALUES (10, '01a20304-40aa-7820-bb20-f4ade37746c2', 'notification-c7f87c92-32b3-859c-bcfc-3184c995bf6f', 3, '{"message": {"id": "945d8027-9927-8622-99dd-4a3be29f2f94", "channel": "email", "milestone": "confirmed"}, "occurredAt": "2026-11-22T11:29:00.0743177+00:00"}', NULL, 'sent', '2026-11-22 11:29:00.128656+00', 'demo', 'Notifications.NotificationEvent+Sent, Notifications', '3c4cd9f210f7c1e13ef41d5526339e40', NULL, '{"traceparent": "00-3c4cd9f210f7c1e13ef41d5526339e40-a0dcaee77c0a9120-01"}', false);
INSERT INTO notifications.mt_events VALUES (11, '01a20304-40fb-7b31-8fe3-0e946789c02a', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', 7, '{"message": {"id": "eb5842c3-ba08-8324-ab7f-9120b607ba0d", "channel": "email", "milestone": "out_for_delivery", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}, "occurredAt": "2026-11-22T11:28:59.999629+00:00"}', NULL, 'sent', '2026-11-22 11:29:00.156395+00', 'demo', 'Notifications.NotificationEvent+Sent, Notifications', '83ae9dc4001b383627a514bc36d1988c', NULL, '{"traceparent": "00-83ae9dc4001b383627a514bc36d1988c-8381c80be786b104-01"}', false);
INSERT INTO notifications.mt_events VALUES (12, '01a20304-410f-76af-ab69-bd427a6eb8e2', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', 8, '{"message": {"id": "9a20711a-dfdc-8284-9cbc-dee65ee5d48d", "channel": "email", "milestone": "delivered", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}, "occurredAt": "2026-11-22T11:28:59.9988578+00:00"}', NULL, 'sent', '2026-11-22 11:29:00.23418+00', 'demo', 'Notifications.NotificationEvent+Sent, Notifications', 'fefcb2e78c64eab7d9670447e47848a6', NULL, '{"traceparent": "00-fefcb2e78c64eab7d9670447e47848a6-6d37b1fe8803ab7f-01"}', false);
INSERT INTO notifications.mt_events VALUES (13, '01a20304-416f-7110-affe-a5420a53859c', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', 9, '{"message": {"id": "1f963bb3-d08d-8b49-b7c6-4dc950160726", "channel": "email", "milestone": "shipped", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}, "occurredAt": "2026-11-22T11:28:59.9997335+00:00"}', NULL, 'sent', '2026-11-22 11:29:00.275114+00', 'demo', 'Notifications.NotificationEvent+Sent, Notifications', 'fd1d50fb996ec8373f8555d2a8ee138a', NULL, '{"traceparent": "00-fd1d50fb996ec8373f8555d2a8ee138a-23b4d6c645e19242-01"}', false);
INSERT INTO notifications.mt_events VALUES (14, '01a20304-41fd-7a63-9a22-02cc10c586f1', 'notification-cb0a5730-835c-8991-9db9-886feebcda3c', 2, '{"message": {"id": "25f20224-e356-8880-b36b-496f1570815f", "channel": "email", "milestone": "cancelled"}, "occasion": {"reason": "changed their mind", "reachedAt": "2026-11-22T11:29:00.343615+00:00"}, "occurredAt": "2026-11-22T11:29:00.343615+00:00"}', NULL, 'queued', '2026-11-22 11:29:00.436336+00', 'demo', 'Notifications.NotificationEvent+Queued, Notifications', 'd12a9c84f42a7aa3c1f982f407cfd2bd', '01a20304-41b8-7875-a077-c1d8702607da', '{"traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-01b3f0ecd4cc1709-01"}', false);
INSERT INTO notifications.mt_events VALUES (15, '01a20304-42ab-7554-ae42-66cb22d4fd7c', 'notification-cb0a5730-835c-8991-9db9-886feebcda3c', 3, '{"message": {"id": "25f20224-e356-8880-b36b-496f1570815f", "channel": "email", "milestone": "cancelled"}, "occurredAt": "2026-11-22T11:29:00.5873311+00:00"}', NULL, 'sent', '2026-11-22 11:29:00.615826+00', 'demo', 'Notifications.NotificationEvent+Sent, Notifications', 'd12a9c84f42a7aa3c1f982f407cfd2bd', NULL, '{"traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-dce4d1d734a71936-01"}', false);


--
-- Data for Name: mt_streams; Type: TABLE DATA; Schema: notifications; Owner: -
--

INSERT INTO notifications.mt_streams VALUES ('demo', 'notification-c7f87c92-32b3-859c-bcfc-3184c995bf6f', NULL, 3, '2026-11-22 11:29:00.128656+00', '2026-11-22 11:28:59.725188+00', false);
INSERT INTO notifications.mt_streams VALUES ('demo', 'notification-274229bc-fa2d-849b-a7d5-031c41deea01', NULL, 9, '2026-11-22 11:29:00.275114+00', '2026-11-22 11:28:58.34484+00', false);
INSERT INTO notifications.mt_streams VALUES ('demo', 'notification-cb0a5730-835c-8991-9db9-886feebcda3c', NULL, 3, '2026-11-22 11:29:00.615826+00', '2026-11-22 11:28:59.796308+00', false);


--
-- Data for Name: reactor_holes; Type: TABLE DATA; Schema: notifications; Owner: -
--



--
-- Data for Name: reactor_leases; Type: TABLE DATA; Schema: notifications; Owner: -
--

INSERT INTO notifications.reactor_leases VALUES ('publisher', '01a20303-ee12-77c0-ad1e-a7323823d0cc', 1, '2026-11-22 11:29:10.007897+00', 28019, '2026-11-22 11:28:40.32018+00');
INSERT INTO notifications.reactor_leases VALUES ('deliveries', '01a20303-eda8-7e6e-9c21-a7eb5cda2113', 1, '2026-11-22 11:29:10.027678+00', 28019, '2026-11-22 11:28:40.32018+00');


--
-- Data for Name: reactor_parked; Type: TABLE DATA; Schema: notifications; Owner: -
--



--
-- Data for Name: stream_snapshots; Type: TABLE DATA; Schema: notifications; Owner: -
--



--
-- Data for Name: view_rebuilds; Type: TABLE DATA; Schema: notifications; Owner: -
--



--
-- Data for Name: work; Type: TABLE DATA; Schema: notifications; Owner: -
--



--
-- Data for Name: idempotency_keys; Type: TABLE DATA; Schema: orders; Owner: -
--



--
-- Data for Name: merchant_settings; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.merchant_settings VALUES ('demo', 0, '{"name": "Shop", "brand": {"name": null, "colors": null, "domain": null, "locale": null, "logoUrl": null, "supportUrl": null, "supportEmail": null}, "policies": {"returns": {"windowDays": null, "autoApprove": null}, "cancellation": {"customer": null}}, "timeZone": null, "retention": {"inboxDays": null, "personalDataDays": null}}', '2026-11-22 11:28:56.433822+00');


--
-- Data for Name: mt_event_progression; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.mt_event_progression VALUES ('publisher', 27, '2026-11-22 11:29:01.407346+00');
INSERT INTO orders.mt_event_progression VALUES ('erasures', 27, '2026-11-22 11:29:01.407557+00');
INSERT INTO orders.mt_event_progression VALUES ('orders_view', 27, '2026-11-22 11:29:01.419089+00');


--
-- Data for Name: mt_events; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.mt_events VALUES (1, '01a20304-33d5-7a1f-bbf9-c026007252dd', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 1, '{"items": [{"sku": "LAMP-1", "name": "Desk lamp", "quantity": 2, "unitPrice": {"amount": 600.00, "currency": "INR"}}], "total": {"amount": 1299.00, "currency": "INR"}, "customer": {"id": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.H8ItFqmoz4QFwRMKDtLaHPEAJmG1dCaO5amKhLDyp44oROMbDWqOzH_E2vPpkJ3I-_V9n_-95dRbuL3XejHtUQ~", "name": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.kvcLtJ1c9kZ9bcc9OstUuMZT5FbuK4cl3grc3CVdoMicrxZK~", "email": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.eYKDH36D9My2YCJ3UKAL_gCpTe2FoVlvpMFKU8Rm4eiZoG0klP47VMByG7W5eA5RRi7-8AHW~", "phone": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.zdBEC8GjrkVwHgv8gx8d9kkk7G7ciI1HxWJBay4BRSZUsOTN9cHBV6c~", "locale": "en-IN", "timeZone": "Asia/Kolkata"}, "payments": [{"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "paymentId": "4ace4c6e-ee06-8153-a371-f012bf772005"}], "personId": "68c92238-10a5-8965-bfaa-4e56e9be632a", "placedAt": "2026-11-22T11:28:56.0384267+00:00", "createdAt": "2026-11-22T11:28:56.0384267+00:00", "orderNumber": "T27123-1", "shippingPrice": {"amount": 99.00, "currency": "INR"}, "trackingSecret": "MoakibWdYLoJbihlkBL6eQ", "shippingAddress": {"city": "Bengaluru", "name": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.kvcLtJ1c9kZ9bcc9OstUuMZT5FbuK4cl3grc3CVdoMicrxZK~", "line1": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.AY8xAWWuysitioM-xK7rBkQKc9EM49iy-q4lSO9ykcMFF2PYnfeBymdkXBlG~", "country": "IN", "postalCode": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.SfrXaFAOKaOSnRF_HnV73XTaaAITVIkDEFJjtydswGsKbA~"}}', NULL, 'placed', '2026-11-22 11:28:56.904953+00', 'demo', 'Orders.OrderEvent+Placed, Orders', 'b46072af99f3fc822dffa1f7033d017a', NULL, '{"traceparent": "00-b46072af99f3fc822dffa1f7033d017a-8c670f4b5d5f5e4c-01"}', false);
INSERT INTO orders.mt_events VALUES (2, '01a20304-3b0f-7ab8-bd5d-484a269bd12c', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 2, '{"occurredAt": "2026-11-22T11:28:57.5750071+00:00"}', NULL, 'confirmed', '2026-11-22 11:28:58.641939+00', 'demo', 'Orders.OrderEvent+Confirmed, Orders', '2f1488cdb34484103aa6a46c3b42234d', '01a20304-3761-7001-a606-e6fc91787648', '{"traceparent": "00-2f1488cdb34484103aa6a46c3b42234d-92ca585b9cd474bf-01"}', false);
INSERT INTO orders.mt_events VALUES (3, '01a20304-3b10-702c-8ced-904e9e69ac1d', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 3, '{"heard": {"items": [{"sku": "LAMP-1", "quantity": 2}], "carrier": "delhivery", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "version": 1, "carrierUrl": "https://www.delhivery.com/track-v2/package/10286797240697", "merchantId": "demo", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b", "registeredAt": "2026-11-22T11:28:57.5750071+00:00", "trackingNumber": "10286797240697"}}', NULL, 'shipment_registered', '2026-11-22 11:28:58.641939+00', 'demo', 'Orders.OrderEvent+ShipmentRegistered, Orders', '2f1488cdb34484103aa6a46c3b42234d', '01a20304-3761-7001-a606-e6fc91787648', '{"traceparent": "00-2f1488cdb34484103aa6a46c3b42234d-92ca585b9cd474bf-01"}', false);
INSERT INTO orders.mt_events VALUES (4, '01a20304-3b6d-7e19-92d7-4c5df737ed20', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 4, '{"heard": {"amount": {"amount": 1299.00, "currency": "INR"}, "change": "requested", "method": "card", "status": "pending", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "version": 1, "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "paymentId": "4ace4c6e-ee06-8153-a371-f012bf772005", "authorized": {"amount": 0, "currency": "INR"}, "merchantId": "demo", "occurredAt": "2026-11-22T11:28:56.0384267+00:00"}}', NULL, 'payment_progressed', '2026-11-22 11:28:58.733623+00', 'demo', 'Orders.OrderEvent+PaymentProgressed, Orders', 'b46072af99f3fc822dffa1f7033d017a', '01a20304-377a-7d35-85b6-24fa0c42e7fa', '{"traceparent": "00-b46072af99f3fc822dffa1f7033d017a-b47fac21f2c502a5-01"}', false);
INSERT INTO orders.mt_events VALUES (5, '01a20304-3c34-7d84-91cd-736cfa503474', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 5, '{"heard": {"amount": {"amount": 1299.00, "currency": "INR"}, "change": "authorized", "method": "card", "status": "authorized", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "version": 3, "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "paymentId": "4ace4c6e-ee06-8153-a371-f012bf772005", "authorized": {"amount": 1299.00, "currency": "INR"}, "merchantId": "demo", "occurredAt": "2026-11-22T11:28:58.0517551+00:00"}}', NULL, 'payment_progressed', '2026-11-22 11:28:58.933782+00', 'demo', 'Orders.OrderEvent+PaymentProgressed, Orders', 'b46072af99f3fc822dffa1f7033d017a', '01a20304-3be4-7b61-881b-f72fe42c8a92', '{"traceparent": "00-b46072af99f3fc822dffa1f7033d017a-55c05296e01ac97d-01"}', false);
INSERT INTO orders.mt_events VALUES (6, '01a20304-3d61-7227-a50b-ee4a720b9053', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 6, '{"heard": {"scan": {"id": "38fd64f3536aabf2103481cbe1ec9ffe", "leg": "forward", "zone": "Asia/Kolkata", "source": "carrier", "status": "picked_up", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-20T15:58:57.964", "localTime": "2026-11-20T15:58:57.964", "occurredAt": "2026-11-20T15:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-PPOM", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.o56KyXfbefDA6Svz6JtsN7JAQKbB5ipqpqsbM15TwxUyiV5bqit0duAL4wfqng~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "version": 2, "standing": {"leg": "forward", "status": "picked_up", "attempts": 0, "lastScanAt": "2026-11-20T15:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}, "milestone": "shipped", "merchantId": "demo", "occurredAt": "2026-11-20T15:58:57.964+05:30", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}, "carrier": "delhivery", "trackingNumber": "10286797240697"}', NULL, 'shipment_progressed', '2026-11-22 11:28:59.253826+00', 'demo', 'Orders.OrderEvent+ShipmentProgressed, Orders', 'fd1d50fb996ec8373f8555d2a8ee138a', '01a20304-3c36-7edc-afdd-36b71c2c93d5', '{"traceparent": "00-fd1d50fb996ec8373f8555d2a8ee138a-2033c950fc8f2370-01"}', false);
INSERT INTO orders.mt_events VALUES (7, '01a20304-3db1-7df1-9f9f-e5496e87bd59', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 7, '{"heard": {"scan": {"id": "e0ce41afa249806c23498cbbc62c0075", "leg": "forward", "zone": "Asia/Kolkata", "source": "carrier", "status": "info_received", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-20T13:58:57.964", "localTime": "2026-11-20T13:58:57.964", "occurredAt": "2026-11-20T13:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-UCI", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.s_Ve4qAIsxrWSvxmU1nlmV3scgU6pgrzIR1wYVT3nfz4nPeF-bh68Eo0bD7h~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "version": 3, "standing": {"leg": "forward", "status": "picked_up", "attempts": 0, "lastScanAt": "2026-11-20T15:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}, "merchantId": "demo", "occurredAt": "2026-11-20T13:58:57.964+05:30", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}}', NULL, 'shipment_progressed', '2026-11-22 11:28:59.314118+00', 'demo', 'Orders.OrderEvent+ShipmentProgressed, Orders', '8009a86db49a12b92816d8087f7aeb86', '01a20304-3c61-7ff3-a4a7-a8884d71f635', '{"traceparent": "00-8009a86db49a12b92816d8087f7aeb86-98ebf55bafc418a8-01"}', false);
INSERT INTO orders.mt_events VALUES (14, '01a20304-3f0d-7513-ba3f-8faed547f870', 'order-c7f87c92-32b3-859c-bcfc-3184c995bf6f', 2, '{"occurredAt": "2026-11-22T11:28:59.6589722+00:00"}', NULL, 'confirmed', '2026-11-22 11:28:59.663621+00', 'demo', 'Orders.OrderEvent+Confirmed, Orders', '3c4cd9f210f7c1e13ef41d5526339e40', NULL, '{"traceparent": "00-3c4cd9f210f7c1e13ef41d5526339e40-901e47f56503e134-01"}', false);
INSERT INTO orders.mt_events VALUES (8, '01a20304-3dca-791d-a1e2-4e2ae027bc2c', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 8, '{"heard": {"scan": {"id": "681370469c6c9023e9190df1964a0bef", "leg": "forward", "zone": "Asia/Kolkata", "source": "carrier", "status": "out_for_delivery", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-22T11:58:57.964", "localTime": "2026-11-22T11:58:57.964", "occurredAt": "2026-11-22T11:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-DDD3FD", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.kFIOSFW7u3xSALaoBV_JDzcpSeIDgJPOvqAXYjTfMl37pWHbHn7GWLm6dAk~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "version": 4, "standing": {"leg": "forward", "status": "out_for_delivery", "attempts": 0, "lastScanAt": "2026-11-22T11:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}, "milestone": "out_for_delivery", "merchantId": "demo", "occurredAt": "2026-11-22T11:58:57.964+05:30", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}, "carrier": "delhivery", "trackingNumber": "10286797240697"}', NULL, 'shipment_progressed', '2026-11-22 11:28:59.339105+00', 'demo', 'Orders.OrderEvent+ShipmentProgressed, Orders', '83ae9dc4001b383627a514bc36d1988c', '01a20304-3c8a-7a86-9641-f04818c3fafb', '{"traceparent": "00-83ae9dc4001b383627a514bc36d1988c-b05f0afe450c4545-01"}', false);
INSERT INTO orders.mt_events VALUES (9, '01a20304-3dd2-76b4-b50c-d0bb844d8839', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 9, '{"heard": {"scan": {"id": "dd050184c8a6ebdeca61200bbcb2b865", "leg": "forward", "zone": "Asia/Kolkata", "source": "carrier", "status": "in_transit", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-20T23:58:57.964", "localTime": "2026-11-20T23:58:57.964", "occurredAt": "2026-11-20T23:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-DLL2F", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.K5gRbZkLEUlUwywUoWelutrVT-VAXfAQ_P6FwwwKkpmGl1flhQNtKcr5EQMS~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "version": 5, "standing": {"leg": "forward", "status": "out_for_delivery", "attempts": 0, "lastScanAt": "2026-11-22T11:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}, "merchantId": "demo", "occurredAt": "2026-11-20T23:58:57.964+05:30", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}}', NULL, 'shipment_progressed', '2026-11-22 11:28:59.347298+00', 'demo', 'Orders.OrderEvent+ShipmentProgressed, Orders', 'bba40ff9a35b89649026b8a61f56ab3d', '01a20304-3d75-7b54-b147-fb0f6269274c', '{"traceparent": "00-bba40ff9a35b89649026b8a61f56ab3d-98da5f8248f4379d-01"}', false);
INSERT INTO orders.mt_events VALUES (10, '01a20304-3dde-7956-b66f-b54e290be8c8', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 10, '{"heard": {"scan": {"id": "555b78ce7d66172c02359d2eeacb2e85", "leg": "forward", "zone": "Asia/Kolkata", "detail": "delivered_to_consignee", "source": "carrier", "status": "delivered", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-22T15:58:57.964", "localTime": "2026-11-22T15:58:57.964", "occurredAt": "2026-11-22T15:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "EOD-38", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.Xj8kLKZGToHRuqy_SC5slxqB-PC2OPp16ahosf1MRK3DLBEFHZrgcjsRecRi-chXOXk~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "version": 6, "standing": {"leg": "forward", "detail": "delivered_to_consignee", "status": "delivered", "attempts": 0, "lastScanAt": "2026-11-22T15:58:57.964+05:30", "deliveredAt": "2026-11-22T15:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}, "milestone": "delivered", "merchantId": "demo", "occurredAt": "2026-11-22T15:58:57.964+05:30", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}, "carrier": "delhivery", "trackingNumber": "10286797240697"}', NULL, 'shipment_progressed', '2026-11-22 11:28:59.382291+00', 'demo', 'Orders.OrderEvent+ShipmentProgressed, Orders', 'fefcb2e78c64eab7d9670447e47848a6', '01a20304-3d85-7849-a3d1-a750853f72f4', '{"traceparent": "00-fefcb2e78c64eab7d9670447e47848a6-1c95b53f3b101747-01"}', false);
INSERT INTO orders.mt_events VALUES (11, '01a20304-3dfc-7421-b6d7-cc2e8cd5886e', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 11, '{"heard": {"scan": {"id": "8d17cfea22caa80cba6d65d16e15aacc", "leg": "forward", "zone": "Asia/Kolkata", "detail": "arrived_at_facility", "source": "carrier", "status": "in_transit", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-21T19:58:57.964", "localTime": "2026-11-21T19:58:57.964", "occurredAt": "2026-11-21T19:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-ILL2F", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.RJtefBRdMIE3WP8SlJknYh44BsjDIlKtKvrckF1UH5ZWjA0_N3do-Q~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "version": 7, "standing": {"leg": "forward", "detail": "delivered_to_consignee", "status": "delivered", "attempts": 0, "lastScanAt": "2026-11-22T15:58:57.964+05:30", "deliveredAt": "2026-11-22T15:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}, "merchantId": "demo", "occurredAt": "2026-11-21T19:58:57.964+05:30", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b"}}', NULL, 'shipment_progressed', '2026-11-22 11:28:59.388654+00', 'demo', 'Orders.OrderEvent+ShipmentProgressed, Orders', 'c969b22a1aee94ada455b045ad2bc554', '01a20304-3d94-75de-820b-1e211996a7dd', '{"traceparent": "00-c969b22a1aee94ada455b045ad2bc554-8cf979d854733914-01"}', false);
INSERT INTO orders.mt_events VALUES (12, '01a20304-3ec6-758e-a0d8-f5cfa12fe01a', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 12, '{"score": 4, "comment": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.WFKNnDbZxvHnv0L8SjOYOjmnQyCqhY_-KMBDdSW0FIKQnGTMFCFo~", "occurredAt": "2026-11-22T11:28:59.5888668+00:00"}', NULL, 'feedback_given', '2026-11-22 11:28:59.591863+00', 'demo', 'Orders.OrderEvent+FeedbackGiven, Orders', 'd5863212c58516f6611650489f1817f0', NULL, '{"traceparent": "00-d5863212c58516f6611650489f1817f0-e78b229795496d0a-01"}', false);
INSERT INTO orders.mt_events VALUES (13, '01a20304-3eef-7204-9383-fe38e025b8f7', 'order-c7f87c92-32b3-859c-bcfc-3184c995bf6f', 1, '{"items": [{"sku": "LAMP-1", "name": "Desk lamp", "quantity": 2, "unitPrice": {"amount": 600.00, "currency": "INR"}}], "total": {"amount": 1299.00, "currency": "INR"}, "customer": {"id": "~p1.BAOiAd4-gHacD2IoS9Op2Q.my-nUBXAUcM7DhDbb6T7Nr2wMthCo9zx9X2uDQV4Rg1jsqcl2YJsDFtm6at2KA6JiTcKbIGbCXl3dTlUS6NKTA~", "name": "~p1.BAOiAd4-gHacD2IoS9Op2Q.UgAUYiuOWcxSHmgiiz6CqPIZawUx2ND9XKn2fgQm3N7AOsrH~", "email": "~p1.BAOiAd4-gHacD2IoS9Op2Q.KWBlsYoeScWohbrkyNWkqaNRc4827GYVYUuIt_wntA8fYiOeyAUm9wT1TOGVvL9HUTtqemSV~", "phone": "~p1.BAOiAd4-gHacD2IoS9Op2Q.vRsrcuJCdPdeCq1n4auvm9NMIqPoiROjaGyvr52GBe1nMqA0Jjd3bCc~", "locale": "en-IN", "timeZone": "Asia/Kolkata"}, "payments": [{"amount": {"amount": 1299.00, "currency": "INR"}, "method": "cod", "paymentId": "a3948534-2d5a-8acc-8ac9-1497ec685042"}], "personId": "a135d8f5-bf09-83ad-a143-b3f052654c4b", "placedAt": "2026-11-22T11:28:59.6137208+00:00", "createdAt": "2026-11-22T11:28:59.6137208+00:00", "orderNumber": "T27123-2", "shippingPrice": {"amount": 99.00, "currency": "INR"}, "trackingSecret": "Fd2LzmCKlwxrue8ZIVEXIw", "shippingAddress": {"city": "Bengaluru", "name": "~p1.BAOiAd4-gHacD2IoS9Op2Q.UgAUYiuOWcxSHmgiiz6CqPIZawUx2ND9XKn2fgQm3N7AOsrH~", "line1": "~p1.BAOiAd4-gHacD2IoS9Op2Q.6od1aJ78YQppLjFFVQF2E4RFIYH1uno0yU-HKJPgqV-7i8yVP3bESkeWmnqB~", "country": "IN", "postalCode": "~p1.BAOiAd4-gHacD2IoS9Op2Q.WuwQ8Y_n9vuEMAnIdBYU_2Iu292bfwCyfPE_B-aFgF-RKw~"}}', NULL, 'placed', '2026-11-22 11:28:59.643983+00', 'demo', 'Orders.OrderEvent+Placed, Orders', '06eaa3e3f46159f2b87667db83c90223', NULL, '{"traceparent": "00-06eaa3e3f46159f2b87667db83c90223-0809acd83519702a-01"}', false);
INSERT INTO orders.mt_events VALUES (15, '01a20304-3f4a-76fd-b55c-93dabd8f029e', 'order-cb0a5730-835c-8991-9db9-886feebcda3c', 1, '{"items": [{"sku": "LAMP-1", "name": "Desk lamp", "quantity": 2, "unitPrice": {"amount": 600.00, "currency": "INR"}}], "total": {"amount": 1299.00, "currency": "INR"}, "customer": {"id": "~p1.BAOiASw_K3uT6nKlja3LBA.bfxLAFAUXhCJk6EhKXamkLART1sdCqVX5GxUyLd1zCDTfeZFeRbMWYSkH3tr0MqQF_-OOZm8h0X10KoPbiGj7w~", "name": "~p1.BAOiASw_K3uT6nKlja3LBA.UElKlBytUYTh-57ftOj_JDIHJX23_8_qDO1-1YdYL-4VpjKQ~", "email": "~p1.BAOiASw_K3uT6nKlja3LBA.LVIl_uXjDWqze2GgaexlNS8sggwDAGR2VVaepAMpBBFPVt6T0aW15C4Iiq6IAiAVfX6nc7Qb~", "phone": "~p1.BAOiASw_K3uT6nKlja3LBA.IECtyaNprgymOxkDJdewnjARM1sja7H2o5gFYM2b8zMQ5rbs-iyaBqg~", "locale": "en-IN", "timeZone": "Asia/Kolkata"}, "payments": [{"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "paymentId": "04a1a846-7412-8807-8db6-b34d327b9729"}], "personId": "d99fa60f-49f3-89d0-ac23-5532a839aaad", "placedAt": "2026-11-22T11:28:59.6926821+00:00", "createdAt": "2026-11-22T11:28:59.6926821+00:00", "orderNumber": "T27123-3", "shippingPrice": {"amount": 99.00, "currency": "INR"}, "trackingSecret": "YMk4rNsfznwQ5V6nRtrefw", "shippingAddress": {"city": "Bengaluru", "name": "~p1.BAOiASw_K3uT6nKlja3LBA.UElKlBytUYTh-57ftOj_JDIHJX23_8_qDO1-1YdYL-4VpjKQ~", "line1": "~p1.BAOiASw_K3uT6nKlja3LBA.HSjR0HPMW4GCnWd_A8fiBbd5SK-UwwzRgu9--6-8Qd7_hXI3xR2HFLiOb1vW~", "country": "IN", "postalCode": "~p1.BAOiASw_K3uT6nKlja3LBA.fH1pi1oUpZe_woIiGiMoQBYOqoxE6r_-6tpdE6ehCDZGjA~"}}', NULL, 'placed', '2026-11-22 11:28:59.723114+00', 'demo', 'Orders.OrderEvent+Placed, Orders', '5ad51dddfd151220b8e428c73f065567', NULL, '{"traceparent": "00-5ad51dddfd151220b8e428c73f065567-1142e05ebc0a77d2-01"}', false);
INSERT INTO orders.mt_events VALUES (16, '01a20304-3f9d-72f9-ac10-a32b99877f21', 'order-c7f87c92-32b3-859c-bcfc-3184c995bf6f', 3, '{"heard": {"amount": {"amount": 1299.00, "currency": "INR"}, "change": "requested", "method": "cod", "status": "cod_pending", "orderId": "c7f87c92-32b3-859c-bcfc-3184c995bf6f", "version": 1, "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "paymentId": "a3948534-2d5a-8acc-8ac9-1497ec685042", "authorized": {"amount": 0, "currency": "INR"}, "merchantId": "demo", "occurredAt": "2026-11-22T11:28:59.6137208+00:00"}}', NULL, 'payment_progressed', '2026-11-22 11:28:59.825626+00', 'demo', 'Orders.OrderEvent+PaymentProgressed, Orders', '06eaa3e3f46159f2b87667db83c90223', '01a20304-3f54-72a4-89f3-365d7d4e0b33', '{"traceparent": "00-06eaa3e3f46159f2b87667db83c90223-6648b295ffc07b99-01"}', false);
INSERT INTO orders.mt_events VALUES (17, '01a20304-3fc4-7ded-b605-041bf9aa5667', 'order-cb0a5730-835c-8991-9db9-886feebcda3c', 2, '{"heard": {"amount": {"amount": 1299.00, "currency": "INR"}, "change": "requested", "method": "card", "status": "pending", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "version": 1, "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "paymentId": "04a1a846-7412-8807-8db6-b34d327b9729", "authorized": {"amount": 0, "currency": "INR"}, "merchantId": "demo", "occurredAt": "2026-11-22T11:28:59.6926821+00:00"}}', NULL, 'payment_progressed', '2026-11-22 11:28:59.851362+00', 'demo', 'Orders.OrderEvent+PaymentProgressed, Orders', '5ad51dddfd151220b8e428c73f065567', '01a20304-3f90-7ebf-a2e4-8cd094b195d3', '{"traceparent": "00-5ad51dddfd151220b8e428c73f065567-3b2acbb1ae92cb57-01"}', false);
INSERT INTO orders.mt_events VALUES (18, '01a20304-40a1-7d41-b89c-2158c27228fc', 'order-cb0a5730-835c-8991-9db9-886feebcda3c', 3, '{"heard": {"amount": {"amount": 1299.00, "currency": "INR"}, "change": "authorized", "method": "card", "status": "authorized", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "version": 3, "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "paymentId": "04a1a846-7412-8807-8db6-b34d327b9729", "authorized": {"amount": 1299.00, "currency": "INR"}, "merchantId": "demo", "occurredAt": "2026-11-22T11:28:59.8690786+00:00"}}', NULL, 'payment_progressed', '2026-11-22 11:29:00.06752+00', 'demo', 'Orders.OrderEvent+PaymentProgressed, Orders', '5ad51dddfd151220b8e428c73f065567', '01a20304-408c-7f87-a48c-b974f002fa2a', '{"traceparent": "00-5ad51dddfd151220b8e428c73f065567-54aa57501888328b-01"}', false);
INSERT INTO orders.mt_events VALUES (19, '01a20304-41b8-71de-bfde-71342e23c566', 'order-cb0a5730-835c-8991-9db9-886feebcda3c', 4, '{"reason": "changed their mind", "occurredAt": "2026-11-22T11:29:00.343615+00:00"}', NULL, 'cancelled', '2026-11-22 11:29:00.344879+00', 'demo', 'Orders.OrderEvent+Cancelled, Orders', 'd12a9c84f42a7aa3c1f982f407cfd2bd', NULL, '{"traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-d4af14aa673386d1-01"}', false);
INSERT INTO orders.mt_events VALUES (20, '01a20304-41b8-7875-a077-c1d8702607da', 'order-cb0a5730-835c-8991-9db9-886feebcda3c', 5, '{"reason": "changed their mind", "milestone": "cancelled", "occurredAt": "2026-11-22T11:29:00.343615+00:00"}', NULL, 'milestone_reached', '2026-11-22 11:29:00.344879+00', 'demo', 'Orders.OrderEvent+MilestoneReached, Orders', 'd12a9c84f42a7aa3c1f982f407cfd2bd', NULL, '{"traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-d4af14aa673386d1-01"}', false);
INSERT INTO orders.mt_events VALUES (21, '01a20304-4219-7059-8b69-20b93d09c553', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 13, '{"heard": {"state": "sent", "channel": "email", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "milestone": "confirmed", "merchantId": "demo", "occurredAt": "2026-11-22T11:28:59.9979129+00:00", "notificationId": "d6b37e82-7f31-8f3a-b24b-dcd30b5fee4c"}}', NULL, 'notification_settled', '2026-11-22 11:29:00.44194+00', 'demo', 'Orders.OrderEvent+NotificationSettled, Orders', '2f1488cdb34484103aa6a46c3b42234d', '01a20304-405e-72e1-bfc3-9606d9c02673', '{"traceparent": "00-2f1488cdb34484103aa6a46c3b42234d-74e3a1f4aa386056-01"}', false);
INSERT INTO orders.mt_events VALUES (22, '01a20304-4259-797f-a17f-d9b5f7afb0d0', 'order-c7f87c92-32b3-859c-bcfc-3184c995bf6f', 4, '{"heard": {"state": "sent", "channel": "email", "orderId": "c7f87c92-32b3-859c-bcfc-3184c995bf6f", "milestone": "confirmed", "merchantId": "demo", "occurredAt": "2026-11-22T11:29:00.0743177+00:00", "notificationId": "945d8027-9927-8622-99dd-4a3be29f2f94"}}', NULL, 'notification_settled', '2026-11-22 11:29:00.505972+00', 'demo', 'Orders.OrderEvent+NotificationSettled, Orders', '3c4cd9f210f7c1e13ef41d5526339e40', '01a20304-40aa-7820-bb20-f4ade37746c2', '{"traceparent": "00-3c4cd9f210f7c1e13ef41d5526339e40-a13e81479a22fdfb-01"}', false);
INSERT INTO orders.mt_events VALUES (23, '01a20304-425a-7f72-a23d-b8d727c04dbb', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 14, '{"heard": {"state": "sent", "channel": "email", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "milestone": "out_for_delivery", "merchantId": "demo", "occurredAt": "2026-11-22T11:28:59.999629+00:00", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b", "notificationId": "eb5842c3-ba08-8324-ab7f-9120b607ba0d"}}', NULL, 'notification_settled', '2026-11-22 11:29:00.51238+00', 'demo', 'Orders.OrderEvent+NotificationSettled, Orders', '83ae9dc4001b383627a514bc36d1988c', '01a20304-40fb-7b31-8fe3-0e946789c02a', '{"traceparent": "00-83ae9dc4001b383627a514bc36d1988c-a1f786d21cbc1a85-01"}', false);
INSERT INTO orders.mt_events VALUES (24, '01a20304-4269-780f-98f2-e36d23f8fe2c', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 15, '{"heard": {"state": "sent", "channel": "email", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "milestone": "delivered", "merchantId": "demo", "occurredAt": "2026-11-22T11:28:59.9988578+00:00", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b", "notificationId": "9a20711a-dfdc-8284-9cbc-dee65ee5d48d"}}', NULL, 'notification_settled', '2026-11-22 11:29:00.522654+00', 'demo', 'Orders.OrderEvent+NotificationSettled, Orders', 'fefcb2e78c64eab7d9670447e47848a6', '01a20304-410f-76af-ab69-bd427a6eb8e2', '{"traceparent": "00-fefcb2e78c64eab7d9670447e47848a6-496ee2ea9be999e2-01"}', false);
INSERT INTO orders.mt_events VALUES (25, '01a20304-4272-7757-a461-06558da0900b', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', 16, '{"heard": {"state": "sent", "channel": "email", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "milestone": "shipped", "merchantId": "demo", "occurredAt": "2026-11-22T11:28:59.9997335+00:00", "shipmentId": "01a20304-368c-7709-a606-b620ee49cb4b", "notificationId": "1f963bb3-d08d-8b49-b7c6-4dc950160726"}}', NULL, 'notification_settled', '2026-11-22 11:29:00.530972+00', 'demo', 'Orders.OrderEvent+NotificationSettled, Orders', 'fd1d50fb996ec8373f8555d2a8ee138a', '01a20304-416f-7110-affe-a5420a53859c', '{"traceparent": "00-fd1d50fb996ec8373f8555d2a8ee138a-a4db3368a51eb8dd-01"}', false);
INSERT INTO orders.mt_events VALUES (26, '01a20304-42f1-71e7-b96e-3b03fa895622', 'order-cb0a5730-835c-8991-9db9-886feebcda3c', 6, '{"heard": {"state": "sent", "channel": "email", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "milestone": "cancelled", "merchantId": "demo", "occurredAt": "2026-11-22T11:29:00.5873311+00:00", "notificationId": "25f20224-e356-8880-b36b-496f1570815f"}}', NULL, 'notification_settled', '2026-11-22 11:29:00.65746+00', 'demo', 'Orders.OrderEvent+NotificationSettled, Orders', 'd12a9c84f42a7aa3c1f982f407cfd2bd', '01a20304-42ab-7554-ae42-66cb22d4fd7c', '{"traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-7c9653a5af084997-01"}', false);
INSERT INTO orders.mt_events VALUES (27, '01a20304-45b8-7adc-99cf-955b94f3bf52', 'order-cb0a5730-835c-8991-9db9-886feebcda3c', 7, '{"heard": {"amount": {"amount": 1299.00, "currency": "INR"}, "change": "voided", "method": "card", "status": "voided", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "version": 6, "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "paymentId": "04a1a846-7412-8807-8db6-b34d327b9729", "authorized": {"amount": 1299.00, "currency": "INR"}, "merchantId": "demo", "occurredAt": "2026-11-22T11:29:00.4926528+00:00"}}', NULL, 'payment_progressed', '2026-11-22 11:29:01.375745+00', 'demo', 'Orders.OrderEvent+PaymentProgressed, Orders', 'd12a9c84f42a7aa3c1f982f407cfd2bd', '01a20304-4585-7f34-9b47-d1368032693f', '{"traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-96730796457a08eb-01"}', false);


--
-- Data for Name: mt_streams; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.mt_streams VALUES ('demo', 'order-c7f87c92-32b3-859c-bcfc-3184c995bf6f', NULL, 4, '2026-11-22 11:29:00.505972+00', '2026-11-22 11:28:59.643983+00', false);
INSERT INTO orders.mt_streams VALUES ('demo', 'order-274229bc-fa2d-849b-a7d5-031c41deea01', NULL, 16, '2026-11-22 11:29:00.530972+00', '2026-11-22 11:28:56.904953+00', false);
INSERT INTO orders.mt_streams VALUES ('demo', 'order-cb0a5730-835c-8991-9db9-886feebcda3c', NULL, 7, '2026-11-22 11:29:01.375745+00', '2026-11-22 11:28:59.723114+00', false);


--
-- Data for Name: orders_view; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.orders_view VALUES ('demo', '274229bc-fa2d-849b-a7d5-031c41deea01', 'T27123-1', 'delivered', '6942180593497e421c95470617471820', 'd82309fdff915e0936b905521c7a5ebf', 'd41c15e2c4de97c57bd249e4aa0e14f7', '{10286797240697}', '2026-11-22 11:28:56.038426+00', 16, 'http://127.0.0.1:33431/track/MoakibWdYLoJbihlkBL6eQJ0IpvPothJun1QMcQd7qAQdemo', '68c92238-10a5-8965-bfaa-4e56e9be632a', '{"id":"274229bc-fa2d-849b-a7d5-031c41deea01","orderNumber":"T27123-1","status":"delivered","version":16,"placedAt":"2026-11-22T11:28:56.0384267+00:00","createdAt":"2026-11-22T11:28:56.0384267+00:00","confirmedAt":"2026-11-22T11:28:57.5750071+00:00","packedAt":null,"cancelledAt":null,"cancelReason":null,"promisedDeliveryDate":null,"customer":{"id":"~p1.BAOiAT0zo3i3DfZ-1SE8Cg.H8ItFqmoz4QFwRMKDtLaHPEAJmG1dCaO5amKhLDyp44oROMbDWqOzH_E2vPpkJ3I-_V9n_-95dRbuL3XejHtUQ~","name":"~p1.BAOiAT0zo3i3DfZ-1SE8Cg.kvcLtJ1c9kZ9bcc9OstUuMZT5FbuK4cl3grc3CVdoMicrxZK~","email":"~p1.BAOiAT0zo3i3DfZ-1SE8Cg.eYKDH36D9My2YCJ3UKAL_gCpTe2FoVlvpMFKU8Rm4eiZoG0klP47VMByG7W5eA5RRi7-8AHW~","phone":"~p1.BAOiAT0zo3i3DfZ-1SE8Cg.zdBEC8GjrkVwHgv8gx8d9kkk7G7ciI1HxWJBay4BRSZUsOTN9cHBV6c~","locale":"en-IN","timeZone":"Asia/Kolkata"},"shippingAddress":{"name":"~p1.BAOiAT0zo3i3DfZ-1SE8Cg.kvcLtJ1c9kZ9bcc9OstUuMZT5FbuK4cl3grc3CVdoMicrxZK~","line1":"~p1.BAOiAT0zo3i3DfZ-1SE8Cg.AY8xAWWuysitioM-xK7rBkQKc9EM49iy-q4lSO9ykcMFF2PYnfeBymdkXBlG~","line2":null,"city":"Bengaluru","region":null,"postalCode":"~p1.BAOiAT0zo3i3DfZ-1SE8Cg.SfrXaFAOKaOSnRF_HnV73XTaaAITVIkDEFJjtydswGsKbA~","country":"IN","latitude":null,"longitude":null},"shipFrom":null,"items":[{"sku":"LAMP-1","name":"Desk lamp","quantity":2,"unitPrice":{"amount":"600.00","currency":"INR"},"imageUrl":null}],"totals":{"items":{"amount":"1200.00","currency":"INR"},"shipping":{"amount":"99.00","currency":"INR"},"total":{"amount":"1299.00","currency":"INR"}},"payment":{"status":"authorized","method":"card","authorized":{"amount":"1299.00","currency":"INR"},"captured":{"amount":"0.00","currency":"INR"},"refunded":{"amount":"0.00","currency":"INR"},"payments":null},"payments":[{"id":"4ace4c6e-ee06-8153-a371-f012bf772005","method":"card","status":"authorized","amount":{"amount":"1299.00","currency":"INR"},"authorized":{"amount":"1299.00","currency":"INR"},"captured":{"amount":"0.00","currency":"INR"},"refunded":{"amount":"0.00","currency":"INR"},"installments":null}],"shipments":[{"id":"01a20304-368c-7709-a606-b620ee49cb4b","carrier":"delhivery","trackingNumber":"10286797240697","status":"delivered","leg":"forward","items":[{"sku":"LAMP-1","quantity":2}],"numbers":["10286797240697"]}],"feedback":{"score":4,"comment":"~p1.BAOiAT0zo3i3DfZ-1SE8Cg.WFKNnDbZxvHnv0L8SjOYOjmnQyCqhY_-KMBDdSW0FIKQnGTMFCFo~","occurredAt":"2026-11-22T11:28:59.5888668+00:00"},"trackingUrl":"http://127.0.0.1:33431/track/MoakibWdYLoJbihlkBL6eQJ0IpvPothJun1QMcQd7qAQdemo"}');
INSERT INTO orders.orders_view VALUES ('demo', 'cb0a5730-835c-8991-9db9-886feebcda3c', 'T27123-3', 'cancelled', 'a68fe7d046cb7f2a4f40ed3c85c2c894', 'd82309fdff915e0936b905521c7a5ebf', 'd41c15e2c4de97c57bd249e4aa0e14f7', '{}', '2026-11-22 11:28:59.692682+00', 7, 'http://127.0.0.1:33431/track/YMk4rNsfznwQ5V6nRtrefwywpXMINciZGduYhv7rzaPAdemo', 'd99fa60f-49f3-89d0-ac23-5532a839aaad', '{"id":"cb0a5730-835c-8991-9db9-886feebcda3c","orderNumber":"T27123-3","status":"cancelled","version":7,"placedAt":"2026-11-22T11:28:59.6926821+00:00","createdAt":"2026-11-22T11:28:59.6926821+00:00","confirmedAt":null,"packedAt":null,"cancelledAt":"2026-11-22T11:29:00.343615+00:00","cancelReason":"changed their mind","promisedDeliveryDate":null,"customer":{"id":"~p1.BAOiASw_K3uT6nKlja3LBA.bfxLAFAUXhCJk6EhKXamkLART1sdCqVX5GxUyLd1zCDTfeZFeRbMWYSkH3tr0MqQF_-OOZm8h0X10KoPbiGj7w~","name":"~p1.BAOiASw_K3uT6nKlja3LBA.UElKlBytUYTh-57ftOj_JDIHJX23_8_qDO1-1YdYL-4VpjKQ~","email":"~p1.BAOiASw_K3uT6nKlja3LBA.LVIl_uXjDWqze2GgaexlNS8sggwDAGR2VVaepAMpBBFPVt6T0aW15C4Iiq6IAiAVfX6nc7Qb~","phone":"~p1.BAOiASw_K3uT6nKlja3LBA.IECtyaNprgymOxkDJdewnjARM1sja7H2o5gFYM2b8zMQ5rbs-iyaBqg~","locale":"en-IN","timeZone":"Asia/Kolkata"},"shippingAddress":{"name":"~p1.BAOiASw_K3uT6nKlja3LBA.UElKlBytUYTh-57ftOj_JDIHJX23_8_qDO1-1YdYL-4VpjKQ~","line1":"~p1.BAOiASw_K3uT6nKlja3LBA.HSjR0HPMW4GCnWd_A8fiBbd5SK-UwwzRgu9--6-8Qd7_hXI3xR2HFLiOb1vW~","line2":null,"city":"Bengaluru","region":null,"postalCode":"~p1.BAOiASw_K3uT6nKlja3LBA.fH1pi1oUpZe_woIiGiMoQBYOqoxE6r_-6tpdE6ehCDZGjA~","country":"IN","latitude":null,"longitude":null},"shipFrom":null,"items":[{"sku":"LAMP-1","name":"Desk lamp","quantity":2,"unitPrice":{"amount":"600.00","currency":"INR"},"imageUrl":null}],"totals":{"items":{"amount":"1200.00","currency":"INR"},"shipping":{"amount":"99.00","currency":"INR"},"total":{"amount":"1299.00","currency":"INR"}},"payment":{"status":"voided","method":"card","authorized":{"amount":"1299.00","currency":"INR"},"captured":{"amount":"0.00","currency":"INR"},"refunded":{"amount":"0.00","currency":"INR"},"payments":null},"payments":[{"id":"04a1a846-7412-8807-8db6-b34d327b9729","method":"card","status":"voided","amount":{"amount":"1299.00","currency":"INR"},"authorized":{"amount":"1299.00","currency":"INR"},"captured":{"amount":"0.00","currency":"INR"},"refunded":{"amount":"0.00","currency":"INR"},"installments":null}],"shipments":[],"feedback":null,"trackingUrl":"http://127.0.0.1:33431/track/YMk4rNsfznwQ5V6nRtrefwywpXMINciZGduYhv7rzaPAdemo"}');
INSERT INTO orders.orders_view VALUES ('demo', 'c7f87c92-32b3-859c-bcfc-3184c995bf6f', 'T27123-2', 'confirmed', '829ab23c5348118ce4186bfe6f1711c4', 'd82309fdff915e0936b905521c7a5ebf', 'd41c15e2c4de97c57bd249e4aa0e14f7', '{}', '2026-11-22 11:28:59.61372+00', 4, 'http://127.0.0.1:33431/track/Fd2LzmCKlwxrue8ZIVEXIwx_h8kjKzhZy8_DGEyZW_bwdemo', 'a135d8f5-bf09-83ad-a143-b3f052654c4b', '{"id":"c7f87c92-32b3-859c-bcfc-3184c995bf6f","orderNumber":"T27123-2","status":"confirmed","version":4,"placedAt":"2026-11-22T11:28:59.6137208+00:00","createdAt":"2026-11-22T11:28:59.6137208+00:00","confirmedAt":"2026-11-22T11:28:59.6589722+00:00","packedAt":null,"cancelledAt":null,"cancelReason":null,"promisedDeliveryDate":null,"customer":{"id":"~p1.BAOiAd4-gHacD2IoS9Op2Q.my-nUBXAUcM7DhDbb6T7Nr2wMthCo9zx9X2uDQV4Rg1jsqcl2YJsDFtm6at2KA6JiTcKbIGbCXl3dTlUS6NKTA~","name":"~p1.BAOiAd4-gHacD2IoS9Op2Q.UgAUYiuOWcxSHmgiiz6CqPIZawUx2ND9XKn2fgQm3N7AOsrH~","email":"~p1.BAOiAd4-gHacD2IoS9Op2Q.KWBlsYoeScWohbrkyNWkqaNRc4827GYVYUuIt_wntA8fYiOeyAUm9wT1TOGVvL9HUTtqemSV~","phone":"~p1.BAOiAd4-gHacD2IoS9Op2Q.vRsrcuJCdPdeCq1n4auvm9NMIqPoiROjaGyvr52GBe1nMqA0Jjd3bCc~","locale":"en-IN","timeZone":"Asia/Kolkata"},"shippingAddress":{"name":"~p1.BAOiAd4-gHacD2IoS9Op2Q.UgAUYiuOWcxSHmgiiz6CqPIZawUx2ND9XKn2fgQm3N7AOsrH~","line1":"~p1.BAOiAd4-gHacD2IoS9Op2Q.6od1aJ78YQppLjFFVQF2E4RFIYH1uno0yU-HKJPgqV-7i8yVP3bESkeWmnqB~","line2":null,"city":"Bengaluru","region":null,"postalCode":"~p1.BAOiAd4-gHacD2IoS9Op2Q.WuwQ8Y_n9vuEMAnIdBYU_2Iu292bfwCyfPE_B-aFgF-RKw~","country":"IN","latitude":null,"longitude":null},"shipFrom":null,"items":[{"sku":"LAMP-1","name":"Desk lamp","quantity":2,"unitPrice":{"amount":"600.00","currency":"INR"},"imageUrl":null}],"totals":{"items":{"amount":"1200.00","currency":"INR"},"shipping":{"amount":"99.00","currency":"INR"},"total":{"amount":"1299.00","currency":"INR"}},"payment":{"status":"cod_pending","method":"cod","authorized":{"amount":"0.00","currency":"INR"},"captured":{"amount":"0.00","currency":"INR"},"refunded":{"amount":"0.00","currency":"INR"},"payments":null},"payments":[{"id":"a3948534-2d5a-8acc-8ac9-1497ec685042","method":"cod","status":"cod_pending","amount":{"amount":"1299.00","currency":"INR"},"authorized":{"amount":"0.00","currency":"INR"},"captured":{"amount":"0.00","currency":"INR"},"refunded":{"amount":"0.00","currency":"INR"},"installments":null}],"shipments":[],"feedback":null,"trackingUrl":"http://127.0.0.1:33431/track/Fd2LzmCKlwxrue8ZIVEXIwx_h8kjKzhZy8_DGEyZW_bwdemo"}');


--
-- Data for Name: reactor_holes; Type: TABLE DATA; Schema: orders; Owner: -
--



--
-- Data for Name: reactor_leases; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.reactor_leases VALUES ('erasures', '01a20303-fbc4-7ded-b5ce-6b249deef302', 1, '2026-11-22 11:29:08.819937+00', 28419, '2026-11-22 11:28:46.389065+00');
INSERT INTO orders.reactor_leases VALUES ('publisher', '01a20303-fbc5-7aba-9e67-9591c312429b', 1, '2026-11-22 11:29:08.917334+00', 28419, '2026-11-22 11:28:46.389065+00');
INSERT INTO orders.reactor_leases VALUES ('orders_view', '01a20303-fb5c-706e-8bc1-2bbe77ef8eb0', 1, '2026-11-22 11:29:11.396508+00', 28419, '2026-11-22 11:28:46.389065+00');


--
-- Data for Name: reactor_parked; Type: TABLE DATA; Schema: orders; Owner: -
--



--
-- Data for Name: stream_snapshots; Type: TABLE DATA; Schema: orders; Owner: -
--



--
-- Data for Name: view_rebuilds; Type: TABLE DATA; Schema: orders; Owner: -
--



--
-- Data for Name: work; Type: TABLE DATA; Schema: orders; Owner: -
--



--
-- Data for Name: idempotency_keys; Type: TABLE DATA; Schema: payments; Owner: -
--



--
-- Data for Name: known_orders; Type: TABLE DATA; Schema: payments; Owner: -
--

INSERT INTO payments.known_orders VALUES ('demo', '274229bc-fa2d-849b-a7d5-031c41deea01', '{4ace4c6e-ee06-8153-a371-f012bf772005}', NULL, NULL, NULL, 1299.00);
INSERT INTO payments.known_orders VALUES ('demo', 'c7f87c92-32b3-859c-bcfc-3184c995bf6f', '{a3948534-2d5a-8acc-8ac9-1497ec685042}', NULL, NULL, NULL, 1299.00);
INSERT INTO payments.known_orders VALUES ('demo', 'cb0a5730-835c-8991-9db9-886feebcda3c', '{04a1a846-7412-8807-8db6-b34d327b9729}', '01a20304-41b8-71de-bfde-71342e23c566', 'changed their mind', '2026-11-22 11:29:00.343615+00', 1299.00);


--
-- Data for Name: mt_event_progression; Type: TABLE DATA; Schema: payments; Owner: -
--

INSERT INTO payments.mt_event_progression VALUES ('providers', 10, '2026-11-22 11:29:01.324027+00');
INSERT INTO payments.mt_event_progression VALUES ('publisher', 10, '2026-11-22 11:29:01.326174+00');


--
-- Data for Name: mt_events; Type: TABLE DATA; Schema: payments; Owner: -
--

INSERT INTO payments.mt_events VALUES (1, '01a20304-377a-7d35-85b6-24fa0c42e7fa', 'payment-4ace4c6e-ee06-8153-a371-f012bf772005', 1, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "status": "pending", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 0, "currency": "INR"}}, "amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "account": "demo", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "provider": "simulated", "occurredAt": "2026-11-22T11:28:56.0384267+00:00"}', NULL, 'requested', '2026-11-22 11:28:57.7362+00', 'demo', 'Payments.PaymentEvent+Requested, Payments', 'b46072af99f3fc822dffa1f7033d017a', '01a20304-33d5-7a1f-bbf9-c026007252dd', '{"traceparent": "00-b46072af99f3fc822dffa1f7033d017a-e281b0402ca5e42b-01"}', false);
INSERT INTO payments.mt_events VALUES (2, '01a20304-3906-7f4b-9093-b9335da6ee2c', 'payment-4ace4c6e-ee06-8153-a371-f012bf772005', 2, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "status": "pending", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 0, "currency": "INR"}}, "account": "demo", "provider": "simulated", "reference": "sim_4ace4c6eee068153a371f012bf772005", "occurredAt": "2026-11-22T11:28:58.1080127+00:00"}', NULL, 'accepted', '2026-11-22 11:28:58.121657+00', 'demo', 'Payments.PaymentEvent+Accepted, Payments', 'b46072af99f3fc822dffa1f7033d017a', NULL, '{"traceparent": "00-b46072af99f3fc822dffa1f7033d017a-c185ef1dabb37798-01"}', false);
INSERT INTO payments.mt_events VALUES (3, '01a20304-3be4-7b61-881b-f72fe42c8a92', 'payment-4ace4c6e-ee06-8153-a371-f012bf772005', 3, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "status": "authorized", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 1299.00, "currency": "INR"}}, "amount": {"amount": 1299.00, "currency": "INR"}, "factId": "evt_4ace4c6eee068153a371f012bf772005", "occurredAt": "2026-11-22T11:28:58.0517551+00:00"}', NULL, 'authorized', '2026-11-22 11:28:58.852759+00', 'demo', 'Payments.PaymentEvent+Authorized, Payments', 'b46072af99f3fc822dffa1f7033d017a', 'simulated evt_4ace4c6eee068153a371f012bf772005', '{"traceparent": "00-b46072af99f3fc822dffa1f7033d017a-45067dbe0d3224ee-01"}', false);
INSERT INTO payments.mt_events VALUES (4, '01a20304-3f54-72a4-89f3-365d7d4e0b33', 'payment-a3948534-2d5a-8acc-8ac9-1497ec685042', 1, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "cod", "status": "cod_pending", "orderId": "c7f87c92-32b3-859c-bcfc-3184c995bf6f", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 0, "currency": "INR"}}, "amount": {"amount": 1299.00, "currency": "INR"}, "method": "cod", "orderId": "c7f87c92-32b3-859c-bcfc-3184c995bf6f", "provider": "cod", "reference": "a3948534-2d5a-8acc-8ac9-1497ec685042", "occurredAt": "2026-11-22T11:28:59.6137208+00:00"}', NULL, 'requested', '2026-11-22 11:28:59.73269+00', 'demo', 'Payments.PaymentEvent+Requested, Payments', '06eaa3e3f46159f2b87667db83c90223', '01a20304-3eef-7204-9383-fe38e025b8f7', '{"traceparent": "00-06eaa3e3f46159f2b87667db83c90223-5b1a378fc4c5589c-01"}', false);
INSERT INTO payments.mt_events VALUES (5, '01a20304-3f90-7ebf-a2e4-8cd094b195d3', 'payment-04a1a846-7412-8807-8db6-b34d327b9729', 1, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "status": "pending", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 0, "currency": "INR"}}, "amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "account": "demo", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "provider": "simulated", "occurredAt": "2026-11-22T11:28:59.6926821+00:00"}', NULL, 'requested', '2026-11-22 11:28:59.792882+00', 'demo', 'Payments.PaymentEvent+Requested, Payments', '5ad51dddfd151220b8e428c73f065567', '01a20304-3f4a-76fd-b55c-93dabd8f029e', '{"traceparent": "00-5ad51dddfd151220b8e428c73f065567-83ce4bdfa9d38146-01"}', false);
INSERT INTO payments.mt_events VALUES (6, '01a20304-3fe0-79d4-b0d5-e7ac39bb66c1', 'payment-04a1a846-7412-8807-8db6-b34d327b9729', 2, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "status": "pending", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 0, "currency": "INR"}}, "account": "demo", "provider": "simulated", "reference": "sim_04a1a846741288078db6b34d327b9729", "occurredAt": "2026-11-22T11:28:59.8723246+00:00"}', NULL, 'accepted', '2026-11-22 11:28:59.872994+00', 'demo', 'Payments.PaymentEvent+Accepted, Payments', '5ad51dddfd151220b8e428c73f065567', NULL, '{"traceparent": "00-5ad51dddfd151220b8e428c73f065567-ef22eff2a9e5cef0-01"}', false);
INSERT INTO payments.mt_events VALUES (7, '01a20304-408c-7f87-a48c-b974f002fa2a', 'payment-04a1a846-7412-8807-8db6-b34d327b9729', 3, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "status": "authorized", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 1299.00, "currency": "INR"}}, "amount": {"amount": 1299.00, "currency": "INR"}, "factId": "evt_04a1a846741288078db6b34d327b9729", "occurredAt": "2026-11-22T11:28:59.8690786+00:00"}', NULL, 'authorized', '2026-11-22 11:29:00.044861+00', 'demo', 'Payments.PaymentEvent+Authorized, Payments', '5ad51dddfd151220b8e428c73f065567', 'simulated evt_04a1a846741288078db6b34d327b9729', '{"traceparent": "00-5ad51dddfd151220b8e428c73f065567-78ec91854a38d519-01"}', false);
INSERT INTO payments.mt_events VALUES (8, '01a20304-4224-7f40-935d-d4a4b2353d25', 'payment-04a1a846-7412-8807-8db6-b34d327b9729', 4, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "status": "authorized", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 1299.00, "currency": "INR"}}, "reason": "changed their mind", "occurredAt": "2026-11-22T11:29:00.343615+00:00"}', NULL, 'order_cancelled', '2026-11-22 11:29:00.454451+00', 'demo', 'Payments.PaymentEvent+OrderCancelled, Payments', 'd12a9c84f42a7aa3c1f982f407cfd2bd', '01a20304-41b8-71de-bfde-71342e23c566', '{"traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-7d9c3868d3223c02-01"}', false);
INSERT INTO payments.mt_events VALUES (9, '01a20304-4224-75ec-883a-6150254deb97', 'payment-04a1a846-7412-8807-8db6-b34d327b9729', 5, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "status": "authorized", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 1299.00, "currency": "INR"}}, "reason": "changed their mind", "voidId": "1f75efa8-a456-0455-5f76-3ef1fda66f56", "occurredAt": "2026-11-22T11:29:00.343615+00:00"}', NULL, 'void_requested', '2026-11-22 11:29:00.454451+00', 'demo', 'Payments.PaymentEvent+VoidRequested, Payments', 'd12a9c84f42a7aa3c1f982f407cfd2bd', '01a20304-41b8-71de-bfde-71342e23c566', '{"traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-7d9c3868d3223c02-01"}', false);
INSERT INTO payments.mt_events VALUES (10, '01a20304-4585-7f34-9b47-d1368032693f', 'payment-04a1a846-7412-8807-8db6-b34d327b9729', 6, '{"after": {"amount": {"amount": 1299.00, "currency": "INR"}, "method": "card", "status": "voided", "orderId": "cb0a5730-835c-8991-9db9-886feebcda3c", "captured": {"amount": 0, "currency": "INR"}, "refunded": {"amount": 0, "currency": "INR"}, "authorized": {"amount": 1299.00, "currency": "INR"}}, "factId": "evt_1f75efa8a45604555f763ef1fda66f56", "occurredAt": "2026-11-22T11:29:00.4926528+00:00"}', NULL, 'voided', '2026-11-22 11:29:01.318081+00', 'demo', 'Payments.PaymentEvent+Voided, Payments', 'd12a9c84f42a7aa3c1f982f407cfd2bd', 'simulated evt_1f75efa8a45604555f763ef1fda66f56', '{"traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-195d4fea3ad17d04-01"}', false);


--
-- Data for Name: mt_streams; Type: TABLE DATA; Schema: payments; Owner: -
--

INSERT INTO payments.mt_streams VALUES ('demo', 'payment-4ace4c6e-ee06-8153-a371-f012bf772005', NULL, 3, '2026-11-22 11:28:58.852759+00', '2026-11-22 11:28:57.7362+00', false);
INSERT INTO payments.mt_streams VALUES ('demo', 'payment-a3948534-2d5a-8acc-8ac9-1497ec685042', NULL, 1, '2026-11-22 11:28:59.73269+00', '2026-11-22 11:28:59.73269+00', false);
INSERT INTO payments.mt_streams VALUES ('demo', 'payment-04a1a846-7412-8807-8db6-b34d327b9729', NULL, 6, '2026-11-22 11:29:01.318081+00', '2026-11-22 11:28:59.792882+00', false);


--
-- Data for Name: order_reductions; Type: TABLE DATA; Schema: payments; Owner: -
--



--
-- Data for Name: payment_accounts; Type: TABLE DATA; Schema: payments; Owner: -
--

INSERT INTO payments.payment_accounts VALUES ('simulated', 'demo', 'demo', '{"\\x05c6e957241e754dfdc05155875b94e8c80d5fe941dd709289b017aa1a086c8e38236003931cf8d78682c3dff880b72cf1c9f25db8f8a7ca8e"}', NULL, '{}', '2026-11-22 11:28:54.66407+00');


--
-- Data for Name: payment_references; Type: TABLE DATA; Schema: payments; Owner: -
--

INSERT INTO payments.payment_references VALUES ('demo', 'sim_4ace4c6eee068153a371f012bf772005', 'simulated', '4ace4c6e-ee06-8153-a371-f012bf772005');
INSERT INTO payments.payment_references VALUES ('demo', 'a3948534-2d5a-8acc-8ac9-1497ec685042', 'cod', 'a3948534-2d5a-8acc-8ac9-1497ec685042');
INSERT INTO payments.payment_references VALUES ('demo', 'sim_04a1a846741288078db6b34d327b9729', 'simulated', '04a1a846-7412-8807-8db6-b34d327b9729');


--
-- Data for Name: reactor_holes; Type: TABLE DATA; Schema: payments; Owner: -
--



--
-- Data for Name: reactor_leases; Type: TABLE DATA; Schema: payments; Owner: -
--

INSERT INTO payments.reactor_leases VALUES ('providers', '01a20303-fbe8-791f-b150-8d767dc45848', 1, '2026-11-22 11:29:10.470138+00', 28856, '2026-11-22 11:28:49.004278+00');
INSERT INTO payments.reactor_leases VALUES ('publisher', '01a20303-fc0c-755f-8a9c-2b219c0d2f1d', 1, '2026-11-22 11:29:10.470413+00', 28856, '2026-11-22 11:28:49.004278+00');


--
-- Data for Name: reactor_parked; Type: TABLE DATA; Schema: payments; Owner: -
--



--
-- Data for Name: stream_snapshots; Type: TABLE DATA; Schema: payments; Owner: -
--



--
-- Data for Name: view_rebuilds; Type: TABLE DATA; Schema: payments; Owner: -
--



--
-- Data for Name: webhook_inbox; Type: TABLE DATA; Schema: payments; Owner: -
--

INSERT INTO payments.webhook_inbox VALUES ('01a20304-3a3d-748c-a3c4-539b6c6de104', 'demo', 'simulated', 'demo', '2026-11-22 11:28:58.224915+00', '{"Host": "127.0.0.1:40021", "traceparent": "00-b46072af99f3fc822dffa1f7033d017a-d37bc9d7573cf004-01", "Content-Type": "application/json", "Content-Length": "288", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:33431", "X-Forwarded-Proto": "http", "Simulated-Signature": "t=1795346938,v1=f1ab015b4d85663823633725f63dd6cd9ccfe10a15ee3cf59b5b716fb7d42bcd"}', '\x7b226964223a226576745f3461636534633665656530363831353361333731663031326266373732303035222c2274797065223a227061796d656e742e617574686f72697a6564222c227265666572656e6365223a2273696d5f3461636534633665656530363831353361333731663031326266373732303035222c22616d6f756e74223a7b22616d6f756e74223a22313239392e3030222c2263757272656e6379223a22494e52227d2c226f636375727265644174223a22323032362d31312d32325431313a32383a35382e303531373535315c753030324230303a3030222c22726561736f6e223a6e756c6c2c2272657175657374223a2234616365346336652d656530362d383135332d613337312d663031326266373732303035227d', 'done', NULL, '{sim_4ace4c6eee068153a371f012bf772005}', 0, '2026-11-22 11:28:58.709385+00', '2026-11-22 11:28:58.719769+00', '00-b46072af99f3fc822dffa1f7033d017a-6e0acc4f6b233295-01', 'push', '{}', '{630b3c18-0f2e-43ad-950c-e401e250968b}', NULL);
INSERT INTO payments.webhook_inbox VALUES ('01a20304-4050-7c6c-b648-155c8770b54a', 'demo', 'simulated', 'demo', '2026-11-22 11:28:59.984568+00', '{"Host": "127.0.0.1:40021", "traceparent": "00-5ad51dddfd151220b8e428c73f065567-339441411a90cc43-01", "Content-Type": "application/json", "Content-Length": "288", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:33431", "X-Forwarded-Proto": "http", "Simulated-Signature": "t=1795346939,v1=36b88bee98acc2176b4207715d68214d57dd37674b2ef74193dc4260444f9234"}', '\x7b226964223a226576745f3034613161383436373431323838303738646236623334643332376239373239222c2274797065223a227061796d656e742e617574686f72697a6564222c227265666572656e6365223a2273696d5f3034613161383436373431323838303738646236623334643332376239373239222c22616d6f756e74223a7b22616d6f756e74223a22313239392e3030222c2263757272656e6379223a22494e52227d2c226f636375727265644174223a22323032362d31312d32325431313a32383a35392e383639303738365c753030324230303a3030222c22726561736f6e223a6e756c6c2c2272657175657374223a2230346131613834362d373431322d383830372d386462362d623334643332376239373239227d', 'done', NULL, '{sim_04a1a846741288078db6b34d327b9729}', 0, '2026-11-22 11:28:59.989918+00', '2026-11-22 11:29:00.036695+00', '00-5ad51dddfd151220b8e428c73f065567-9724a6afd8f8dff2-01', 'push', '{}', '{630b3c18-0f2e-43ad-950c-e401e250968b}', NULL);
INSERT INTO payments.webhook_inbox VALUES ('01a20304-4580-7998-b39e-c066b0bff20b', 'demo', 'simulated', 'demo', '2026-11-22 11:29:01.312212+00', '{"Host": "127.0.0.1:40021", "traceparent": "00-d12a9c84f42a7aa3c1f982f407cfd2bd-f8e1fa9954eda74e-01", "Content-Type": "application/json", "Content-Length": "284", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:33431", "X-Forwarded-Proto": "http", "Simulated-Signature": "t=1795346941,v1=b5d60fefa79d1fda14d680e1ad0d9f5849c79fecf289d3aa6a7e12a8c8bd616f"}', '\x7b226964223a226576745f3166373565666138613435363034353535663736336566316664613636663536222c2274797065223a227061796d656e742e766f69646564222c227265666572656e6365223a2273696d5f3034613161383436373431323838303738646236623334643332376239373239222c22616d6f756e74223a7b22616d6f756e74223a22313239392e3030222c2263757272656e6379223a22494e52227d2c226f636375727265644174223a22323032362d31312d32325431313a32393a30302e343932363532385c753030324230303a3030222c22726561736f6e223a6e756c6c2c2272657175657374223a2231663735656661382d613435362d303435352d356637362d336566316664613636663536227d', 'done', NULL, '{sim_04a1a846741288078db6b34d327b9729}', 0, '2026-11-22 11:29:01.312779+00', '2026-11-22 11:29:01.316235+00', '00-d12a9c84f42a7aa3c1f982f407cfd2bd-13f2d20ee767f445-01', 'push', '{}', '{630b3c18-0f2e-43ad-950c-e401e250968b}', NULL);


--
-- Data for Name: work; Type: TABLE DATA; Schema: payments; Owner: -
--



--
-- Data for Name: keys; Type: TABLE DATA; Schema: personal; Owner: -
--

INSERT INTO personal.keys VALUES ('01a20304-333d-78a3-b70d-f67ed5213c0a', '68c92238-10a5-8965-bfaa-4e56e9be632a', '\x1a2f581e0e25480a368323bf691c271dac51a09971331e6858ca2822e08611cca0a2d60f4f796559a3340f3d5a7fe6b7c8416125e4c963ff0379566f8b6e1fb000aeb8530c3aac6c', '2026-11-22 11:28:56.70316+00', NULL);
INSERT INTO personal.keys VALUES ('01a20304-3ede-7680-9c0f-62284bd3a9d9', 'a135d8f5-bf09-83ad-a143-b3f052654c4b', '\xf000bb64feeac4e094ed9f22d765bd57c74c2cdee2ff8a029f882c2c60589193705e082fbc30a1b5ba9659f2b9eb56be6f261f9fa3db2f1cee46a765b7a51a7b051ab6973f78bf3b', '2026-11-22 11:28:59.624195+00', NULL);
INSERT INTO personal.keys VALUES ('01a20304-3f2c-7b2b-93ea-72a58dadcb04', 'd99fa60f-49f3-89d0-ac23-5532a839aaad', '\xb297d49d3a19605d92491c26ce65aa5746606f0d5eb62c812bfa2740a4b93aabdcfee38da3821e01ff1abf1e35198fd593048368325a3d1d4f969279627aee38cf9646fdc45b66b0', '2026-11-22 11:28:59.693801+00', NULL);


--
-- Data for Name: asked; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Data for Name: cancelled_orders; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.cancelled_orders VALUES ('demo', 'cb0a5730-835c-8991-9db9-886feebcda3c', 'changed their mind', '2026-11-22 11:29:00.343615+00');


--
-- Data for Name: carrier_accounts; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.carrier_accounts VALUES ('delhivery', 'demo', 'demo', 'header', 'X-Api-Key', NULL, '{"\\x610f63ca57fbd1bbfb1669dbba62ef1cf6f7ac109eebfa95483844b66457ff3a434bb01555dc46f594bb14984943723619df5a0d08817a1835"}', NULL, '{}', '2026-11-22 11:28:54.315801+00', '\x8bc797243c92119a0282427cebd55d923ef1b229291bdff39c56e1f64d24');
INSERT INTO shipments.carrier_accounts VALUES ('shiprocket', 'demo', 'demo', 'header', 'x-api-key', NULL, '{"\\xd413184b71878a455002a77ca129f48f4b87d099995970aae9ebd722dd6dd1be7c32af426905fe2c73ab626057801e0bcda29964d9f02c7afd38"}', NULL, '{}', '2026-11-22 11:28:54.485689+00', '\xe3ac86be5635bfe43cdab6f20e4f3d701bf78611efb1ed426eb15a4498b3');
INSERT INTO shipments.carrier_accounts VALUES ('easypost', 'demo', 'demo', 'hmac', NULL, NULL, '{"\\xe11af50019e2ad3b9c3bc48e7e57b754fc32bb831a7250ff598185861dcdb2a360738a0500e431bb56a8cfe2a09c5dd18678ed3379509c2fa8"}', NULL, '{}', '2026-11-22 11:28:54.534712+00', '\xcd1b06b630707ce63fbc376e69c37a212eac61186d474599d422043541bf');


--
-- Data for Name: carrier_pulls; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Data for Name: carrier_tokens; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Data for Name: idempotency_keys; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Data for Name: mt_event_progression; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.mt_event_progression VALUES ('instructions', 7, '2026-11-22 11:28:59.317511+00');
INSERT INTO shipments.mt_event_progression VALUES ('watch', 7, '2026-11-22 11:28:59.31767+00');
INSERT INTO shipments.mt_event_progression VALUES ('remaps', 7, '2026-11-22 11:28:59.331924+00');
INSERT INTO shipments.mt_event_progression VALUES ('parcels', 7, '2026-11-22 11:28:59.338656+00');
INSERT INTO shipments.mt_event_progression VALUES ('publisher', 7, '2026-11-22 11:28:59.383442+00');


--
-- Data for Name: mt_events; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.mt_events VALUES (1, '01a20304-3761-7001-a606-e6fc91787648', 'shipment-01a20304-368c-7709-a606-b620ee49cb4b', 1, '{"items": [{"sku": "LAMP-1", "quantity": 2}], "carrier": "delhivery", "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "personId": "68c92238-10a5-8965-bfaa-4e56e9be632a", "carrierUrl": "https://www.delhivery.com/track-v2/package/10286797240697", "registeredAt": "2026-11-22T11:28:57.5750071+00:00", "trackingNumber": "10286797240697"}', NULL, 'registered', '2026-11-22 11:28:57.812896+00', 'demo', 'Shipments.ShipmentEvent+Registered, Shipments', '2f1488cdb34484103aa6a46c3b42234d', NULL, '{"traceparent": "00-2f1488cdb34484103aa6a46c3b42234d-6fd431e0d1d3e5a6-01"}', false);
INSERT INTO shipments.mt_events VALUES (2, '01a20304-3c36-7edc-afdd-36b71c2c93d5', 'shipment-01a20304-368c-7709-a606-b620ee49cb4b', 2, '{"scan": {"id": "38fd64f3536aabf2103481cbe1ec9ffe", "leg": "forward", "zone": "Asia/Kolkata", "source": "carrier", "status": "picked_up", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-20T15:58:57.964", "localTime": "2026-11-20T15:58:57.964", "occurredAt": "2026-11-20T15:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-PPOM", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.o56KyXfbefDA6Svz6JtsN7JAQKbB5ipqpqsbM15TwxUyiV5bqit0duAL4wfqng~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "standing": {"leg": "forward", "status": "picked_up", "attempts": 0, "lastScanAt": "2026-11-20T15:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}, "milestone": "shipped"}', NULL, 'scanned', '2026-11-22 11:28:58.938934+00', 'demo', 'Shipments.ShipmentEvent+Scanned, Shipments', 'fd1d50fb996ec8373f8555d2a8ee138a', NULL, '{"traceparent": "00-fd1d50fb996ec8373f8555d2a8ee138a-c5c0313790a7614a-01"}', false);
INSERT INTO shipments.mt_events VALUES (3, '01a20304-3c61-7ff3-a4a7-a8884d71f635', 'shipment-01a20304-368c-7709-a606-b620ee49cb4b', 3, '{"scan": {"id": "e0ce41afa249806c23498cbbc62c0075", "leg": "forward", "zone": "Asia/Kolkata", "source": "carrier", "status": "info_received", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-20T13:58:57.964", "localTime": "2026-11-20T13:58:57.964", "occurredAt": "2026-11-20T13:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-UCI", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.s_Ve4qAIsxrWSvxmU1nlmV3scgU6pgrzIR1wYVT3nfz4nPeF-bh68Eo0bD7h~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "standing": {"leg": "forward", "status": "picked_up", "attempts": 0, "lastScanAt": "2026-11-20T15:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}}', NULL, 'scanned', '2026-11-22 11:28:58.977914+00', 'demo', 'Shipments.ShipmentEvent+Scanned, Shipments', '8009a86db49a12b92816d8087f7aeb86', NULL, '{"traceparent": "00-8009a86db49a12b92816d8087f7aeb86-df062a763de27757-01"}', false);
INSERT INTO shipments.mt_events VALUES (4, '01a20304-3c8a-7a86-9641-f04818c3fafb', 'shipment-01a20304-368c-7709-a606-b620ee49cb4b', 4, '{"scan": {"id": "681370469c6c9023e9190df1964a0bef", "leg": "forward", "zone": "Asia/Kolkata", "source": "carrier", "status": "out_for_delivery", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-22T11:58:57.964", "localTime": "2026-11-22T11:58:57.964", "occurredAt": "2026-11-22T11:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-DDD3FD", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.kFIOSFW7u3xSALaoBV_JDzcpSeIDgJPOvqAXYjTfMl37pWHbHn7GWLm6dAk~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "standing": {"leg": "forward", "status": "out_for_delivery", "attempts": 0, "lastScanAt": "2026-11-22T11:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}, "milestone": "out_for_delivery"}', NULL, 'scanned', '2026-11-22 11:28:59.018663+00', 'demo', 'Shipments.ShipmentEvent+Scanned, Shipments', '83ae9dc4001b383627a514bc36d1988c', NULL, '{"traceparent": "00-83ae9dc4001b383627a514bc36d1988c-e09522d7d6585217-01"}', false);
INSERT INTO shipments.mt_events VALUES (5, '01a20304-3d75-7b54-b147-fb0f6269274c', 'shipment-01a20304-368c-7709-a606-b620ee49cb4b', 5, '{"scan": {"id": "dd050184c8a6ebdeca61200bbcb2b865", "leg": "forward", "zone": "Asia/Kolkata", "source": "carrier", "status": "in_transit", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-20T23:58:57.964", "localTime": "2026-11-20T23:58:57.964", "occurredAt": "2026-11-20T23:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-DLL2F", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.K5gRbZkLEUlUwywUoWelutrVT-VAXfAQ_P6FwwwKkpmGl1flhQNtKcr5EQMS~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "standing": {"leg": "forward", "status": "out_for_delivery", "attempts": 0, "lastScanAt": "2026-11-22T11:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}}', NULL, 'scanned', '2026-11-22 11:28:59.259401+00', 'demo', 'Shipments.ShipmentEvent+Scanned, Shipments', 'bba40ff9a35b89649026b8a61f56ab3d', NULL, '{"traceparent": "00-bba40ff9a35b89649026b8a61f56ab3d-23556442454d87d0-01"}', false);
INSERT INTO shipments.mt_events VALUES (6, '01a20304-3d85-7849-a3d1-a750853f72f4', 'shipment-01a20304-368c-7709-a606-b620ee49cb4b', 6, '{"scan": {"id": "555b78ce7d66172c02359d2eeacb2e85", "leg": "forward", "zone": "Asia/Kolkata", "detail": "delivered_to_consignee", "source": "carrier", "status": "delivered", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-22T15:58:57.964", "localTime": "2026-11-22T15:58:57.964", "occurredAt": "2026-11-22T15:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "EOD-38", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.Xj8kLKZGToHRuqy_SC5slxqB-PC2OPp16ahosf1MRK3DLBEFHZrgcjsRecRi-chXOXk~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "standing": {"leg": "forward", "detail": "delivered_to_consignee", "status": "delivered", "attempts": 0, "lastScanAt": "2026-11-22T15:58:57.964+05:30", "deliveredAt": "2026-11-22T15:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}, "milestone": "delivered"}', NULL, 'scanned', '2026-11-22 11:28:59.271852+00', 'demo', 'Shipments.ShipmentEvent+Scanned, Shipments', 'fefcb2e78c64eab7d9670447e47848a6', NULL, '{"traceparent": "00-fefcb2e78c64eab7d9670447e47848a6-04ea45378eb4cff4-01"}', false);
INSERT INTO shipments.mt_events VALUES (7, '01a20304-3d94-75de-820b-1e211996a7dd', 'shipment-01a20304-368c-7709-a606-b620ee49cb4b', 7, '{"scan": {"id": "8d17cfea22caa80cba6d65d16e15aacc", "leg": "forward", "zone": "Asia/Kolkata", "detail": "arrived_at_facility", "source": "carrier", "status": "in_transit", "carrier": "delhivery", "location": {"city": "Bengaluru", "text": "Bengaluru_Hub (Karnataka)", "region": "Karnataka", "country": "IN"}, "timeText": "2026-11-21T19:58:57.964", "localTime": "2026-11-21T19:58:57.964", "occurredAt": "2026-11-21T19:58:57.964+05:30", "zoneSource": "assumed", "carrierCode": "X-ILL2F", "carrierText": "~p1.BAOiAT0zo3i3DfZ-1SE8Cg.RJtefBRdMIE3WP8SlJknYh44BsjDIlKtKvrckF1UH5ZWjA0_N3do-Q~", "trackingNumber": "10286797240697"}, "orderId": "274229bc-fa2d-849b-a7d5-031c41deea01", "standing": {"leg": "forward", "detail": "delivered_to_consignee", "status": "delivered", "attempts": 0, "lastScanAt": "2026-11-22T15:58:57.964+05:30", "deliveredAt": "2026-11-22T15:58:57.964+05:30", "handedOverAt": "2026-11-20T15:58:57.964+05:30"}}', NULL, 'scanned', '2026-11-22 11:28:59.285055+00', 'demo', 'Shipments.ShipmentEvent+Scanned, Shipments', 'c969b22a1aee94ada455b045ad2bc554', NULL, '{"traceparent": "00-c969b22a1aee94ada455b045ad2bc554-fcb0728ca21e24fb-01"}', false);


--
-- Data for Name: mt_streams; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.mt_streams VALUES ('demo', 'shipment-01a20304-368c-7709-a606-b620ee49cb4b', NULL, 7, '2026-11-22 11:28:59.285055+00', '2026-11-22 11:28:57.812896+00', false);


--
-- Data for Name: numbers; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.numbers VALUES ('demo', 'delhivery', '10286797240697', '01a20304-368c-7709-a606-b620ee49cb4b', '2026-11-22 11:28:57.812896+00', NULL, NULL);


--
-- Data for Name: parcels; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.parcels VALUES ('01a20304-368c-7709-a606-b620ee49cb4b', 'demo', '274229bc-fa2d-849b-a7d5-031c41deea01', 'delhivery', '10286797240697', '[{"Sku": "LAMP-1", "Quantity": 2}]', '2026-11-22 11:28:57.812896+00', true, false, '2026-11-22 10:28:57.964+00');


--
-- Data for Name: reactor_holes; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Data for Name: reactor_leases; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.reactor_leases VALUES ('instructions', '01a20304-04e6-744d-871e-834e8cf8c4b1', 1, '2026-11-22 11:29:08.910901+00', 29004, '2026-11-22 11:28:51.703309+00');
INSERT INTO shipments.reactor_leases VALUES ('remaps', '01a20304-04e6-7d69-b09f-95b11000bb1e', 1, '2026-11-22 11:29:08.911249+00', 29004, '2026-11-22 11:28:51.703309+00');
INSERT INTO shipments.reactor_leases VALUES ('watch', '01a20304-04e6-7874-a76b-cd90a88ef5bc', 1, '2026-11-22 11:29:08.911549+00', 29004, '2026-11-22 11:28:51.703309+00');
INSERT INTO shipments.reactor_leases VALUES ('parcels', '01a20304-04e6-70ea-ad05-1f2d5d073d66', 1, '2026-11-22 11:29:08.93537+00', 29004, '2026-11-22 11:28:51.703309+00');
INSERT INTO shipments.reactor_leases VALUES ('publisher', '01a20304-04fe-7093-a16d-f87f4a893dbc', 1, '2026-11-22 11:29:09.257973+00', 29004, '2026-11-22 11:28:51.703309+00');


--
-- Data for Name: reactor_parked; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Data for Name: remaps; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Data for Name: stream_snapshots; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Data for Name: view_rebuilds; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Data for Name: watch; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.watch VALUES ('01a20304-368c-7709-a606-b620ee49cb4b', 'demo', '274229bc-fa2d-849b-a7d5-031c41deea01', 'delhivery', '10286797240697', 'delivered', 'forward', '2026-11-22 10:28:57.964+00', '2026-11-22 11:28:59.285055+00');


--
-- Data for Name: webhook_inbox; Type: TABLE DATA; Schema: shipments; Owner: -
--

INSERT INTO shipments.webhook_inbox VALUES ('01a20304-3aef-7f9b-a857-c9947b986773', 'demo', 'delhivery', 'demo', '2026-11-22 11:28:58.607962+00', '{"Host": "127.0.0.1:44553", "traceparent": "00-fd1d50fb996ec8373f8555d2a8ee138a-784edf3bf610a62e-01", "Content-Type": "application/json; charset=utf-8", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:33431", "Transfer-Encoding": "chunked", "X-Forwarded-Proto": "http"}', '\x7b22736869706d656e74223a7b22737461747573223a7b22737461747573223a22496e205472616e736974222c227374617475734461746554696d65223a22323032362d31312d32305431353a35383a35372e393634222c2273746174757354797065223a225544222c227374617475734c6f636174696f6e223a2242656e67616c7572755f48756220284b61726e6174616b6129222c22696e737472756374696f6e73223a22536869706d656e74207069636b6564207570227d2c227069636b557044617465223a22323032362d31312d32302030303a30303a3030222c226e736c436f6465223a22582d50504f4d222c22736f7274636f6465223a22424c522f4b4f52222c227265666572656e63654e6f223a2231303031222c22617762223a223130323836373937323430363937227d7d', 'done', NULL, '{delhivery:10286797240697}', 0, '2026-11-22 11:28:58.611154+00', '2026-11-22 11:28:58.624108+00', '00-fd1d50fb996ec8373f8555d2a8ee138a-31e70da108634eb1-01', 'push', '{}', '{bef9c039-2f30-4b26-a474-dfa7ff181eca}', NULL);
INSERT INTO shipments.webhook_inbox VALUES ('01a20304-38fa-7a73-abdf-545704297003', 'demo', 'delhivery', 'demo', '2026-11-22 11:28:58.106377+00', '{"Host": "127.0.0.1:44553", "traceparent": "00-8009a86db49a12b92816d8087f7aeb86-fc815b48b4e4f145-01", "Content-Type": "application/json; charset=utf-8", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:33431", "Transfer-Encoding": "chunked", "X-Forwarded-Proto": "http"}', '\x7b22736869706d656e74223a7b22737461747573223a7b22737461747573223a224d616e69666573746564222c227374617475734461746554696d65223a22323032362d31312d32305431333a35383a35372e393634222c2273746174757354797065223a225544222c227374617475734c6f636174696f6e223a2242656e67616c7572755f48756220284b61726e6174616b6129222c22696e737472756374696f6e73223a224d616e69666573742075706c6f61646564227d2c227069636b557044617465223a22323032362d31312d32302030303a30303a3030222c226e736c436f6465223a22582d554349222c22736f7274636f6465223a22424c522f4b4f52222c227265666572656e63654e6f223a2231303031222c22617762223a223130323836373937323430363937227d7d', 'done', NULL, '{delhivery:10286797240697}', 0, '2026-11-22 11:28:58.472182+00', '2026-11-22 11:28:58.594271+00', '00-8009a86db49a12b92816d8087f7aeb86-1e71137ac0525095-01', 'push', '{}', '{bef9c039-2f30-4b26-a474-dfa7ff181eca}', NULL);
INSERT INTO shipments.webhook_inbox VALUES ('01a20304-3b08-7cb2-9719-77ed70733228', 'demo', 'delhivery', 'demo', '2026-11-22 11:28:58.632258+00', '{"Host": "127.0.0.1:44553", "traceparent": "00-bba40ff9a35b89649026b8a61f56ab3d-f1dd18c53d4ac7cf-01", "Content-Type": "application/json; charset=utf-8", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:33431", "Transfer-Encoding": "chunked", "X-Forwarded-Proto": "http"}', '\x7b22736869706d656e74223a7b22737461747573223a7b22737461747573223a22496e205472616e736974222c227374617475734461746554696d65223a22323032362d31312d32305432333a35383a35372e393634222c2273746174757354797065223a225544222c227374617475734c6f636174696f6e223a2242656e67616c7572755f48756220284b61726e6174616b6129222c22696e737472756374696f6e73223a2242616720416464656420546f2054726970227d2c227069636b557044617465223a22323032362d31312d32302030303a30303a3030222c226e736c436f6465223a22582d444c4c3246222c22736f7274636f6465223a22424c522f4b4f52222c227265666572656e63654e6f223a2231303031222c22617762223a223130323836373937323430363937227d7d', 'done', NULL, '{delhivery:10286797240697}', 0, '2026-11-22 11:28:58.63568+00', '2026-11-22 11:28:58.992743+00', '00-bba40ff9a35b89649026b8a61f56ab3d-dea0d11b326e8391-01', 'push', '{}', '{bef9c039-2f30-4b26-a474-dfa7ff181eca}', NULL);
INSERT INTO shipments.webhook_inbox VALUES ('01a20304-3b70-7aea-9caf-04ff273ffa3a', 'demo', 'delhivery', 'demo', '2026-11-22 11:28:58.736009+00', '{"Host": "127.0.0.1:44553", "traceparent": "00-c969b22a1aee94ada455b045ad2bc554-db74c967ca819829-01", "Content-Type": "application/json; charset=utf-8", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:33431", "Transfer-Encoding": "chunked", "X-Forwarded-Proto": "http"}', '\x7b22736869706d656e74223a7b22737461747573223a7b22737461747573223a22496e205472616e736974222c227374617475734461746554696d65223a22323032362d31312d32315431393a35383a35372e393634222c2273746174757354797065223a225544222c227374617475734c6f636174696f6e223a2242656e67616c7572755f48756220284b61726e6174616b6129222c22696e737472756374696f6e73223a22547269702041727269766564227d2c227069636b557044617465223a22323032362d31312d32312030303a30303a3030222c226e736c436f6465223a22582d494c4c3246222c22736f7274636f6465223a22424c522f4b4f52222c227265666572656e63654e6f223a2231303031222c22617762223a223130323836373937323430363937227d7d', 'done', NULL, '{delhivery:10286797240697}', 0, '2026-11-22 11:28:58.738411+00', '2026-11-22 11:28:58.992743+00', '00-c969b22a1aee94ada455b045ad2bc554-7acc4c63c00a4df5-01', 'push', '{}', '{bef9c039-2f30-4b26-a474-dfa7ff181eca}', NULL);
INSERT INTO shipments.webhook_inbox VALUES ('01a20304-3b7b-7d9c-8d32-f6fd6c4d98cb', 'demo', 'delhivery', 'demo', '2026-11-22 11:28:58.74722+00', '{"Host": "127.0.0.1:44553", "traceparent": "00-83ae9dc4001b383627a514bc36d1988c-f236e25b5d24ce1d-01", "Content-Type": "application/json; charset=utf-8", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:33431", "Transfer-Encoding": "chunked", "X-Forwarded-Proto": "http"}', '\x7b22736869706d656e74223a7b22737461747573223a7b22737461747573223a2244697370617463686564222c227374617475734461746554696d65223a22323032362d31312d32325431313a35383a35372e393634222c2273746174757354797065223a225544222c227374617475734c6f636174696f6e223a2242656e67616c7572755f48756220284b61726e6174616b6129222c22696e737472756374696f6e73223a224f757420666f722064656c6976657279227d2c227069636b557044617465223a22323032362d31312d32322030303a30303a3030222c226e736c436f6465223a22582d444444334644222c22736f7274636f6465223a22424c522f4b4f52222c227265666572656e63654e6f223a2231303031222c22617762223a223130323836373937323430363937227d7d', 'done', NULL, '{delhivery:10286797240697}', 0, '2026-11-22 11:28:58.747901+00', '2026-11-22 11:28:58.992743+00', '00-83ae9dc4001b383627a514bc36d1988c-30a1a486e2bb5dbc-01', 'push', '{}', '{bef9c039-2f30-4b26-a474-dfa7ff181eca}', NULL);
INSERT INTO shipments.webhook_inbox VALUES ('01a20304-3b7f-7d03-85c5-9162593d05b6', 'demo', 'delhivery', 'demo', '2026-11-22 11:28:58.751995+00', '{"Host": "127.0.0.1:44553", "traceparent": "00-fefcb2e78c64eab7d9670447e47848a6-bfda0961196d5147-01", "Content-Type": "application/json; charset=utf-8", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:33431", "Transfer-Encoding": "chunked", "X-Forwarded-Proto": "http"}', '\x7b22736869706d656e74223a7b22737461747573223a7b22737461747573223a2244656c697665726564222c227374617475734461746554696d65223a22323032362d31312d32325431353a35383a35372e393634222c2273746174757354797065223a22444c222c227374617475734c6f636174696f6e223a2242656e67616c7572755f48756220284b61726e6174616b6129222c22696e737472756374696f6e73223a2244656c69766572656420746f20636f6e7369676e6565227d2c227069636b557044617465223a22323032362d31312d32322030303a30303a3030222c226e736c436f6465223a22454f442d3338222c22736f7274636f6465223a22424c522f4b4f52222c227265666572656e63654e6f223a2231303031222c22617762223a223130323836373937323430363937227d7d', 'done', NULL, '{delhivery:10286797240697}', 0, '2026-11-22 11:28:58.752512+00', '2026-11-22 11:28:58.992743+00', '00-fefcb2e78c64eab7d9670447e47848a6-ef0d177963c5ebee-01', 'push', '{}', '{bef9c039-2f30-4b26-a474-dfa7ff181eca}', NULL);


--
-- Data for Name: work; Type: TABLE DATA; Schema: shipments; Owner: -
--



--
-- Name: mt_events_sequence; Type: SEQUENCE SET; Schema: gateway; Owner: -
--

SELECT pg_catalog.setval('gateway.mt_events_sequence', 1, false);


--
-- Name: mt_events_sequence; Type: SEQUENCE SET; Schema: notifications; Owner: -
--

SELECT pg_catalog.setval('notifications.mt_events_sequence', 15, true);


--
-- Name: work_place_seq; Type: SEQUENCE SET; Schema: notifications; Owner: -
--

SELECT pg_catalog.setval('notifications.work_place_seq', 6, true);


--
-- Name: mt_events_sequence; Type: SEQUENCE SET; Schema: orders; Owner: -
--

SELECT pg_catalog.setval('orders.mt_events_sequence', 27, true);


--
-- Name: work_place_seq; Type: SEQUENCE SET; Schema: orders; Owner: -
--

SELECT pg_catalog.setval('orders.work_place_seq', 1, false);


--
-- Name: mt_events_sequence; Type: SEQUENCE SET; Schema: payments; Owner: -
--

SELECT pg_catalog.setval('payments.mt_events_sequence', 10, true);


--
-- Name: work_place_seq; Type: SEQUENCE SET; Schema: payments; Owner: -
--

SELECT pg_catalog.setval('payments.work_place_seq', 6, true);


--
-- Name: mt_events_sequence; Type: SEQUENCE SET; Schema: shipments; Owner: -
--

SELECT pg_catalog.setval('shipments.mt_events_sequence', 7, true);


--
-- Name: work_place_seq; Type: SEQUENCE SET; Schema: shipments; Owner: -
--

SELECT pg_catalog.setval('shipments.work_place_seq', 1, false);


--
-- Name: api_keys api_keys_hash_key; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.api_keys
    ADD CONSTRAINT api_keys_hash_key UNIQUE (hash);


--
-- Name: api_keys api_keys_pkey; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);


--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (merchant_id, key);


--
-- Name: merchants merchants_pkey; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.merchants
    ADD CONSTRAINT merchants_pkey PRIMARY KEY (id);


--
-- Name: mt_event_progression pk_mt_event_progression; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.mt_event_progression
    ADD CONSTRAINT pk_mt_event_progression PRIMARY KEY (name);


--
-- Name: mt_events pkey_mt_events_seq_id; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.mt_events
    ADD CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id);


--
-- Name: mt_streams pkey_mt_streams_tenant_id_id; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.mt_streams
    ADD CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id);


--
-- Name: reactor_holes reactor_holes_pkey; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.reactor_holes
    ADD CONSTRAINT reactor_holes_pkey PRIMARY KEY (name, "position");


--
-- Name: reactor_leases reactor_leases_pkey; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.reactor_leases
    ADD CONSTRAINT reactor_leases_pkey PRIMARY KEY (name);


--
-- Name: reactor_parked reactor_parked_pkey; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.reactor_parked
    ADD CONSTRAINT reactor_parked_pkey PRIMARY KEY (name, tenant_id, stream_id);


--
-- Name: stream_snapshots stream_snapshots_pkey; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.stream_snapshots
    ADD CONSTRAINT stream_snapshots_pkey PRIMARY KEY (tenant_id, stream_id);


--
-- Name: view_rebuilds view_rebuilds_pkey; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.view_rebuilds
    ADD CONSTRAINT view_rebuilds_pkey PRIMARY KEY (name);


--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (merchant_id, key);


--
-- Name: merchant_settings merchant_settings_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.merchant_settings
    ADD CONSTRAINT merchant_settings_pkey PRIMARY KEY (merchant_id);


--
-- Name: mt_event_progression pk_mt_event_progression; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.mt_event_progression
    ADD CONSTRAINT pk_mt_event_progression PRIMARY KEY (name);


--
-- Name: mt_events pkey_mt_events_seq_id; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.mt_events
    ADD CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id);


--
-- Name: mt_streams pkey_mt_streams_tenant_id_id; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.mt_streams
    ADD CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id);


--
-- Name: reactor_holes reactor_holes_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.reactor_holes
    ADD CONSTRAINT reactor_holes_pkey PRIMARY KEY (name, "position");


--
-- Name: reactor_leases reactor_leases_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.reactor_leases
    ADD CONSTRAINT reactor_leases_pkey PRIMARY KEY (name);


--
-- Name: reactor_parked reactor_parked_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.reactor_parked
    ADD CONSTRAINT reactor_parked_pkey PRIMARY KEY (name, tenant_id, stream_id);


--
-- Name: stream_snapshots stream_snapshots_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.stream_snapshots
    ADD CONSTRAINT stream_snapshots_pkey PRIMARY KEY (tenant_id, stream_id);


--
-- Name: view_rebuilds view_rebuilds_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.view_rebuilds
    ADD CONSTRAINT view_rebuilds_pkey PRIMARY KEY (name);


--
-- Name: work work_pkey; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.work
    ADD CONSTRAINT work_pkey PRIMARY KEY (place);


--
-- Name: work work_queue_id_key; Type: CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.work
    ADD CONSTRAINT work_queue_id_key UNIQUE (queue, id);


--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (merchant_id, key);


--
-- Name: merchant_settings merchant_settings_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.merchant_settings
    ADD CONSTRAINT merchant_settings_pkey PRIMARY KEY (merchant_id);


--
-- Name: orders_view orders_view_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.orders_view
    ADD CONSTRAINT orders_view_pkey PRIMARY KEY (merchant_id, order_id);


--
-- Name: mt_event_progression pk_mt_event_progression; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.mt_event_progression
    ADD CONSTRAINT pk_mt_event_progression PRIMARY KEY (name);


--
-- Name: mt_events pkey_mt_events_seq_id; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.mt_events
    ADD CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id);


--
-- Name: mt_streams pkey_mt_streams_tenant_id_id; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.mt_streams
    ADD CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id);


--
-- Name: reactor_holes reactor_holes_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.reactor_holes
    ADD CONSTRAINT reactor_holes_pkey PRIMARY KEY (name, "position");


--
-- Name: reactor_leases reactor_leases_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.reactor_leases
    ADD CONSTRAINT reactor_leases_pkey PRIMARY KEY (name);


--
-- Name: reactor_parked reactor_parked_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.reactor_parked
    ADD CONSTRAINT reactor_parked_pkey PRIMARY KEY (name, tenant_id, stream_id);


--
-- Name: stream_snapshots stream_snapshots_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.stream_snapshots
    ADD CONSTRAINT stream_snapshots_pkey PRIMARY KEY (tenant_id, stream_id);


--
-- Name: view_rebuilds view_rebuilds_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.view_rebuilds
    ADD CONSTRAINT view_rebuilds_pkey PRIMARY KEY (name);


--
-- Name: work work_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.work
    ADD CONSTRAINT work_pkey PRIMARY KEY (place);


--
-- Name: work work_queue_id_key; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.work
    ADD CONSTRAINT work_queue_id_key UNIQUE (queue, id);


--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (merchant_id, key);


--
-- Name: known_orders known_orders_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.known_orders
    ADD CONSTRAINT known_orders_pkey PRIMARY KEY (merchant_id, order_id);


--
-- Name: order_reductions order_reductions_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.order_reductions
    ADD CONSTRAINT order_reductions_pkey PRIMARY KEY (merchant_id, order_id, reduction_id);


--
-- Name: payment_accounts payment_accounts_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.payment_accounts
    ADD CONSTRAINT payment_accounts_pkey PRIMARY KEY (provider, account);


--
-- Name: payment_references payment_references_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.payment_references
    ADD CONSTRAINT payment_references_pkey PRIMARY KEY (merchant_id, reference, provider);


--
-- Name: mt_event_progression pk_mt_event_progression; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.mt_event_progression
    ADD CONSTRAINT pk_mt_event_progression PRIMARY KEY (name);


--
-- Name: mt_events pkey_mt_events_seq_id; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.mt_events
    ADD CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id);


--
-- Name: mt_streams pkey_mt_streams_tenant_id_id; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.mt_streams
    ADD CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id);


--
-- Name: reactor_holes reactor_holes_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.reactor_holes
    ADD CONSTRAINT reactor_holes_pkey PRIMARY KEY (name, "position");


--
-- Name: reactor_leases reactor_leases_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.reactor_leases
    ADD CONSTRAINT reactor_leases_pkey PRIMARY KEY (name);


--
-- Name: reactor_parked reactor_parked_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.reactor_parked
    ADD CONSTRAINT reactor_parked_pkey PRIMARY KEY (name, tenant_id, stream_id);


--
-- Name: stream_snapshots stream_snapshots_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.stream_snapshots
    ADD CONSTRAINT stream_snapshots_pkey PRIMARY KEY (tenant_id, stream_id);


--
-- Name: view_rebuilds view_rebuilds_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.view_rebuilds
    ADD CONSTRAINT view_rebuilds_pkey PRIMARY KEY (name);


--
-- Name: webhook_inbox webhook_inbox_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.webhook_inbox
    ADD CONSTRAINT webhook_inbox_pkey PRIMARY KEY (id);


--
-- Name: work work_pkey; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.work
    ADD CONSTRAINT work_pkey PRIMARY KEY (place);


--
-- Name: work work_queue_id_key; Type: CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.work
    ADD CONSTRAINT work_queue_id_key UNIQUE (queue, id);


--
-- Name: keys keys_pkey; Type: CONSTRAINT; Schema: personal; Owner: -
--

ALTER TABLE ONLY personal.keys
    ADD CONSTRAINT keys_pkey PRIMARY KEY (id);


--
-- Name: asked asked_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.asked
    ADD CONSTRAINT asked_pkey PRIMARY KEY (merchant_id, carrier, number);


--
-- Name: cancelled_orders cancelled_orders_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.cancelled_orders
    ADD CONSTRAINT cancelled_orders_pkey PRIMARY KEY (merchant_id, order_id);


--
-- Name: carrier_accounts carrier_accounts_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.carrier_accounts
    ADD CONSTRAINT carrier_accounts_pkey PRIMARY KEY (carrier, account);


--
-- Name: carrier_pulls carrier_pulls_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.carrier_pulls
    ADD CONSTRAINT carrier_pulls_pkey PRIMARY KEY (carrier, account);


--
-- Name: carrier_tokens carrier_tokens_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.carrier_tokens
    ADD CONSTRAINT carrier_tokens_pkey PRIMARY KEY (merchant_id, carrier);


--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (merchant_id, key);


--
-- Name: numbers numbers_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.numbers
    ADD CONSTRAINT numbers_pkey PRIMARY KEY (merchant_id, carrier, number, shipment_id);


--
-- Name: parcels parcels_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.parcels
    ADD CONSTRAINT parcels_pkey PRIMARY KEY (shipment_id);


--
-- Name: mt_event_progression pk_mt_event_progression; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.mt_event_progression
    ADD CONSTRAINT pk_mt_event_progression PRIMARY KEY (name);


--
-- Name: mt_events pkey_mt_events_seq_id; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.mt_events
    ADD CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id);


--
-- Name: mt_streams pkey_mt_streams_tenant_id_id; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.mt_streams
    ADD CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id);


--
-- Name: reactor_holes reactor_holes_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.reactor_holes
    ADD CONSTRAINT reactor_holes_pkey PRIMARY KEY (name, "position");


--
-- Name: reactor_leases reactor_leases_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.reactor_leases
    ADD CONSTRAINT reactor_leases_pkey PRIMARY KEY (name);


--
-- Name: reactor_parked reactor_parked_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.reactor_parked
    ADD CONSTRAINT reactor_parked_pkey PRIMARY KEY (name, tenant_id, stream_id);


--
-- Name: remaps remaps_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.remaps
    ADD CONSTRAINT remaps_pkey PRIMARY KEY (id);


--
-- Name: stream_snapshots stream_snapshots_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.stream_snapshots
    ADD CONSTRAINT stream_snapshots_pkey PRIMARY KEY (tenant_id, stream_id);


--
-- Name: view_rebuilds view_rebuilds_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.view_rebuilds
    ADD CONSTRAINT view_rebuilds_pkey PRIMARY KEY (name);


--
-- Name: watch watch_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.watch
    ADD CONSTRAINT watch_pkey PRIMARY KEY (shipment_id);


--
-- Name: webhook_inbox webhook_inbox_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.webhook_inbox
    ADD CONSTRAINT webhook_inbox_pkey PRIMARY KEY (id);


--
-- Name: work work_pkey; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.work
    ADD CONSTRAINT work_pkey PRIMARY KEY (place);


--
-- Name: work work_queue_id_key; Type: CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.work
    ADD CONSTRAINT work_queue_id_key UNIQUE (queue, id);


--
-- Name: api_keys_merchant; Type: INDEX; Schema: gateway; Owner: -
--

CREATE INDEX api_keys_merchant ON gateway.api_keys USING btree (merchant_id, id DESC);


--
-- Name: pk_mt_events_stream_and_version; Type: INDEX; Schema: gateway; Owner: -
--

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON gateway.mt_events USING btree (tenant_id, stream_id, version);


--
-- Name: pk_mt_events_stream_and_version; Type: INDEX; Schema: notifications; Owner: -
--

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON notifications.mt_events USING btree (tenant_id, stream_id, version);


--
-- Name: work_by_key; Type: INDEX; Schema: notifications; Owner: -
--

CREATE INDEX work_by_key ON notifications.work USING btree (queue, key, place);


--
-- Name: work_due; Type: INDEX; Schema: notifications; Owner: -
--

CREATE INDEX work_due ON notifications.work USING btree (queue, due_at);


--
-- Name: orders_view_email; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX orders_view_email ON orders.orders_view USING btree (merchant_id, email, placed_at, order_id);


--
-- Name: orders_view_number; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX orders_view_number ON orders.orders_view USING btree (order_number);


--
-- Name: orders_view_person; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX orders_view_person ON orders.orders_view USING btree (merchant_id, person_id);


--
-- Name: orders_view_placed; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX orders_view_placed ON orders.orders_view USING btree (merchant_id, placed_at, order_id);


--
-- Name: orders_view_status; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX orders_view_status ON orders.orders_view USING btree (merchant_id, status, placed_at, order_id);


--
-- Name: orders_view_tracking; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX orders_view_tracking ON orders.orders_view USING gin (tracking_numbers);


--
-- Name: pk_mt_events_stream_and_version; Type: INDEX; Schema: orders; Owner: -
--

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON orders.mt_events USING btree (tenant_id, stream_id, version);


--
-- Name: work_by_key; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX work_by_key ON orders.work USING btree (queue, key, place);


--
-- Name: work_due; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX work_due ON orders.work USING btree (queue, due_at);


--
-- Name: payment_accounts_by_merchant; Type: INDEX; Schema: payments; Owner: -
--

CREATE INDEX payment_accounts_by_merchant ON payments.payment_accounts USING btree (merchant_id, created_at);


--
-- Name: pk_mt_events_stream_and_version; Type: INDEX; Schema: payments; Owner: -
--

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON payments.mt_events USING btree (tenant_id, stream_id, version);


--
-- Name: webhook_inbox_by_age; Type: INDEX; Schema: payments; Owner: -
--

CREATE INDEX webhook_inbox_by_age ON payments.webhook_inbox USING btree (merchant_id, id);


--
-- Name: webhook_inbox_by_state; Type: INDEX; Schema: payments; Owner: -
--

CREATE INDEX webhook_inbox_by_state ON payments.webhook_inbox USING btree (merchant_id, state, id);


--
-- Name: webhook_inbox_of_key; Type: INDEX; Schema: payments; Owner: -
--

CREATE INDEX webhook_inbox_of_key ON payments.webhook_inbox USING gin (keys) WITH (fastupdate=off) WHERE (keys <> ARRAY[]::text[]);


--
-- Name: webhook_inbox_unread; Type: INDEX; Schema: payments; Owner: -
--

CREATE INDEX webhook_inbox_unread ON payments.webhook_inbox USING btree (id) WHERE (state = ANY (ARRAY['unparseable'::text, 'unmapped'::text]));


--
-- Name: webhook_inbox_waiting; Type: INDEX; Schema: payments; Owner: -
--

CREATE INDEX webhook_inbox_waiting ON payments.webhook_inbox USING btree (next_attempt_at) WHERE (state = 'received'::text);


--
-- Name: webhook_inbox_waiting_for; Type: INDEX; Schema: payments; Owner: -
--

CREATE INDEX webhook_inbox_waiting_for ON payments.webhook_inbox USING gin (waits_for) WITH (fastupdate=off) WHERE (state = 'unmatched'::text);


--
-- Name: work_by_key; Type: INDEX; Schema: payments; Owner: -
--

CREATE INDEX work_by_key ON payments.work USING btree (queue, key, place);


--
-- Name: work_due; Type: INDEX; Schema: payments; Owner: -
--

CREATE INDEX work_due ON payments.work USING btree (queue, due_at);


--
-- Name: keys_of_person; Type: INDEX; Schema: personal; Owner: -
--

CREATE INDEX keys_of_person ON personal.keys USING btree (person);


--
-- Name: keys_person; Type: INDEX; Schema: personal; Owner: -
--

CREATE UNIQUE INDEX keys_person ON personal.keys USING btree (person) WHERE (secret IS NOT NULL);


--
-- Name: carrier_accounts_by_merchant; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX carrier_accounts_by_merchant ON shipments.carrier_accounts USING btree (merchant_id);


--
-- Name: carrier_pulls_due; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX carrier_pulls_due ON shipments.carrier_pulls USING btree (due_at);


--
-- Name: numbers_by_shipment; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX numbers_by_shipment ON shipments.numbers USING btree (shipment_id);


--
-- Name: parcels_by_number; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX parcels_by_number ON shipments.parcels USING btree (merchant_id, carrier, number);


--
-- Name: parcels_by_order; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX parcels_by_order ON shipments.parcels USING btree (merchant_id, order_id);


--
-- Name: pk_mt_events_stream_and_version; Type: INDEX; Schema: shipments; Owner: -
--

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON shipments.mt_events USING btree (tenant_id, stream_id, version);


--
-- Name: remaps_by_merchant; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX remaps_by_merchant ON shipments.remaps USING btree (merchant_id, id);


--
-- Name: watch_heard; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX watch_heard ON shipments.watch USING btree (heard_at) WHERE (status <> ALL (ARRAY['delivered'::text, 'returned'::text, 'cancelled'::text, 'expired'::text]));


--
-- Name: watch_silent; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX watch_silent ON shipments.watch USING btree (merchant_id, shipment_id) WHERE (status <> ALL (ARRAY['delivered'::text, 'returned'::text, 'cancelled'::text, 'expired'::text]));


--
-- Name: webhook_inbox_by_age; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX webhook_inbox_by_age ON shipments.webhook_inbox USING btree (merchant_id, id);


--
-- Name: webhook_inbox_by_state; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX webhook_inbox_by_state ON shipments.webhook_inbox USING btree (merchant_id, state, id);


--
-- Name: webhook_inbox_of_key; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX webhook_inbox_of_key ON shipments.webhook_inbox USING gin (keys) WITH (fastupdate=off) WHERE (keys <> ARRAY[]::text[]);


--
-- Name: webhook_inbox_unread; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX webhook_inbox_unread ON shipments.webhook_inbox USING btree (id) WHERE (state = ANY (ARRAY['unparseable'::text, 'unmapped'::text]));


--
-- Name: webhook_inbox_waiting; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX webhook_inbox_waiting ON shipments.webhook_inbox USING btree (next_attempt_at) WHERE (state = 'received'::text);


--
-- Name: webhook_inbox_waiting_for; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX webhook_inbox_waiting_for ON shipments.webhook_inbox USING gin (waits_for) WITH (fastupdate=off) WHERE (state = 'unmatched'::text);


--
-- Name: work_by_key; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX work_by_key ON shipments.work USING btree (queue, key, place);


--
-- Name: work_due; Type: INDEX; Schema: shipments; Owner: -
--

CREATE INDEX work_due ON shipments.work USING btree (queue, due_at);


--
-- Name: carrier_accounts shipments_carrier_accounts_changed; Type: TRIGGER; Schema: shipments; Owner: -
--

CREATE TRIGGER shipments_carrier_accounts_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON shipments.carrier_accounts FOR EACH STATEMENT EXECUTE FUNCTION shipments.carrier_accounts_changed();


--
-- Name: api_keys api_keys_merchant_id_fkey; Type: FK CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.api_keys
    ADD CONSTRAINT api_keys_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES gateway.merchants(id);


--
-- Name: mt_events fkey_mt_events_stream_id_tenant_id; Type: FK CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.mt_events
    ADD CONSTRAINT fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES gateway.mt_streams(tenant_id, id);


--
-- Name: mt_events fkey_mt_events_stream_id_tenant_id; Type: FK CONSTRAINT; Schema: notifications; Owner: -
--

ALTER TABLE ONLY notifications.mt_events
    ADD CONSTRAINT fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES notifications.mt_streams(tenant_id, id);


--
-- Name: mt_events fkey_mt_events_stream_id_tenant_id; Type: FK CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.mt_events
    ADD CONSTRAINT fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES orders.mt_streams(tenant_id, id);


--
-- Name: mt_events fkey_mt_events_stream_id_tenant_id; Type: FK CONSTRAINT; Schema: payments; Owner: -
--

ALTER TABLE ONLY payments.mt_events
    ADD CONSTRAINT fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES payments.mt_streams(tenant_id, id);


--
-- Name: carrier_pulls carrier_pulls_carrier_account_fkey; Type: FK CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.carrier_pulls
    ADD CONSTRAINT carrier_pulls_carrier_account_fkey FOREIGN KEY (carrier, account) REFERENCES shipments.carrier_accounts(carrier, account);


--
-- Name: mt_events fkey_mt_events_stream_id_tenant_id; Type: FK CONSTRAINT; Schema: shipments; Owner: -
--

ALTER TABLE ONLY shipments.mt_events
    ADD CONSTRAINT fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES shipments.mt_streams(tenant_id, id);


--
-- PostgreSQL database dump complete
--

\unrestrict Jm3tzla3qXwKZ9cM0jeV0BX3LFdN0ls6s41Kskt1TK6hLrtoULPmQH08ox5aJbu

