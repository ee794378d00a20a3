-- The ledger: identities, entries, the inbox of what is not yet numbered, the numbered log, readers' cursors.
BEGIN;
SELECT set_config('role', lineproof.role_name('owner'), true);

CREATE TYPE lineproof.entry_kind AS ENUM ('event', 'erasure');

CREATE TABLE lineproof.identity (
    event_time timestamptz NOT NULL,
    digest     bytea NOT NULL CHECK (octet_length(digest) = 32),
    authority  lineproof.authority NOT NULL DEFAULT lineproof.session_authority(),
    entry_id   bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (event_time, digest, authority)
);
COMMENT ON TABLE lineproof.identity IS
    'What has been said: event time, SHA-256 of the received bytes, authority. Kept for ever; makes appends idempotent.';

CREATE TABLE lineproof.entry (
    received_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    entry_id    bigint NOT NULL,
    salt        bytea NOT NULL CHECK (octet_length(salt) = 32),
    payload     bytea NOT NULL,
    PRIMARY KEY (received_at, entry_id)
) PARTITION BY RANGE (received_at);
COMMENT ON TABLE lineproof.entry IS
    'The received bytes, by time of receipt, and the salt of the commitment to them.';

DO $$
BEGIN
    ALTER TABLE lineproof.entry ALTER COLUMN payload SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;  -- a server built without lz4 keeps its default
END
$$;

CREATE TABLE lineproof.entry_unplanned PARTITION OF lineproof.entry DEFAULT;
COMMENT ON TABLE lineproof.entry_unplanned IS
    'Catches what no partition was made for. A row here means that partitions were not made ahead of time.';

-- Monthly partitions, in UTC, from the month of `since` to `months` months later. Safe to call at any time, by several.
CREATE FUNCTION lineproof.make_partitions(months integer, since timestamptz DEFAULT now()) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first_month timestamp := date_trunc('month', since AT TIME ZONE 'UTC');
    lower_bound timestamp;
    partition   text;
    made        integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('lineproof.make_partitions', 0));
    FOR month IN 0..least(months, 120) LOOP
        lower_bound := first_month + make_interval(months => month);
        partition := format('entry_%s', to_char(lower_bound, 'YYYY_MM'));
        CONTINUE WHEN to_regclass(format('lineproof.%I', partition)) IS NOT NULL;
        EXECUTE format('CREATE TABLE lineproof.%I PARTITION OF lineproof.entry FOR VALUES FROM (%L) TO (%L)',
            partition, lower_bound AT TIME ZONE 'UTC', (lower_bound + interval '1 month') AT TIME ZONE 'UTC');
        PERFORM lineproof.guard(format('lineproof.%I', partition)::regclass);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
REVOKE ALL ON FUNCTION lineproof.make_partitions(integer, timestamptz) FROM public;
SELECT lineproof.make_partitions(12);

CREATE TABLE lineproof.inbox (
    entry_id    bigint PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    event_time  timestamptz NOT NULL,
    kind        lineproof.entry_kind NOT NULL DEFAULT 'event',
    marks       smallint NOT NULL DEFAULT 0,
    authority   lineproof.authority NOT NULL DEFAULT lineproof.session_authority(),
    principal   text NOT NULL DEFAULT session_user CHECK (octet_length(principal) BETWEEN 1 AND 255)
);
COMMENT ON TABLE lineproof.inbox IS
    'Committed, not yet numbered: what the envelope will say. Numbering empties it.';

CREATE TABLE lineproof.log (
    position    bigint PRIMARY KEY CHECK (position >= 0),
    entry_id    bigint NOT NULL UNIQUE,
    received_at timestamptz NOT NULL,
    envelope    bytea NOT NULL,
    leaf_hash   bytea NOT NULL CHECK (octet_length(leaf_hash) = 32)
);
COMMENT ON TABLE lineproof.log IS
    'The numbered log: positions 0, 1, 2, … without a gap; envelope bytes; RFC 9162 leaf hash over them.';

CREATE TABLE lineproof.cursor (
    reader   text PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0 CHECK (position >= 0)
);
COMMENT ON TABLE lineproof.cursor IS 'How far each reader of the log has come: the position it reads next.';

CREATE TABLE lineproof.rejected_event (
    rejected_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    digest      bytea NOT NULL CHECK (octet_length(digest) = 32),
    authority   lineproof.authority NOT NULL DEFAULT lineproof.session_authority(),
    principal   text NOT NULL DEFAULT session_user CHECK (octet_length(principal) BETWEEN 1 AND 255),
    source      text NOT NULL,
    pointer     text NOT NULL,
    reason      text NOT NULL,
    size        bigint NOT NULL,
    payload     bytea NOT NULL,
    replayed_at timestamptz,
    UNIQUE (digest, authority)
);
COMMENT ON TABLE lineproof.rejected_event IS
    'What was refused, with a JSON pointer and the reason. `size` is what was sent; the payload may be cut to its beginning.';

SELECT lineproof.guard('lineproof.identity');
SELECT lineproof.guard('lineproof.entry');
SELECT lineproof.guard('lineproof.entry_unplanned');
SELECT lineproof.guard('lineproof.log');

-- Authority and principal are the database's to fill in: only the gateway speaks for others.
SELECT lineproof.allow('SELECT, INSERT (event_time, digest)', 'lineproof.identity', 'producer', 'steward', 'auditor');
SELECT lineproof.allow('INSERT (entry_id, salt, payload)', 'lineproof.entry', 'producer', 'steward', 'auditor', 'gateway');
SELECT lineproof.allow('INSERT (entry_id, event_time, kind, marks)', 'lineproof.inbox', 'producer', 'steward', 'auditor');
SELECT lineproof.allow('INSERT (digest, source, pointer, reason, size, payload), SELECT, UPDATE (replayed_at)',
    'lineproof.rejected_event', 'producer', 'steward', 'auditor');
SELECT lineproof.allow('SELECT, INSERT (event_time, digest, authority)', 'lineproof.identity', 'gateway');
SELECT lineproof.allow('INSERT (entry_id, event_time, kind, marks, authority, principal)', 'lineproof.inbox', 'gateway');
SELECT lineproof.allow('INSERT (digest, source, pointer, reason, size, payload, authority, principal), SELECT, UPDATE (replayed_at)',
    'lineproof.rejected_event', 'gateway');
SELECT lineproof.allow('SELECT (entry_id)', 'lineproof.inbox', 'producer', 'steward', 'auditor', 'gateway', 'reader');
SELECT lineproof.allow('SELECT', 'lineproof.log, lineproof.cursor', 'producer', 'steward', 'auditor', 'gateway', 'reader');
SELECT lineproof.allow('SELECT', 'lineproof.entry, lineproof.entry_unplanned, lineproof.identity, lineproof.rejected_event',
    'auditor', 'reader');

SELECT lineproof.allow('SELECT, DELETE', 'lineproof.inbox', 'sequencer');
SELECT lineproof.allow('SELECT', 'lineproof.entry, lineproof.identity', 'sequencer');
SELECT lineproof.allow('SELECT, INSERT', 'lineproof.log', 'sequencer');
SELECT lineproof.allow('SELECT, INSERT, UPDATE', 'lineproof.cursor', 'sequencer');
SELECT lineproof.allow('SELECT, INSERT', 'lineproof.rejected_event', 'sequencer');
SELECT lineproof.allow('EXECUTE', 'FUNCTION lineproof.make_partitions(integer, timestamptz)', 'sequencer');

INSERT INTO lineproof.migration (version, name, sha256)
VALUES (2, '0002_ledger', nullif(current_setting('lineproof.migration_sha256', true), ''));

COMMIT;
