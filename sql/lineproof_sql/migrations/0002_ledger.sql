-- The ledger: identities, entries, the inbox of what is not yet numbered, the numbered log, readers' cursors. Nobody
-- inserts into the first three but the function `append`, which decides digest, salt, entry id, authority, principal and time of receipt.
BEGIN;
SELECT set_config('role', lineproof.role_name('owner'), true);

CREATE TYPE lineproof.entry_kind AS ENUM ('event', 'erasure');

CREATE TABLE lineproof.identity (
    -- what the program can hold
    event_time timestamptz NOT NULL CHECK (event_time >= '0001-01-01Z' AND event_time < '10000-01-01Z'),
    digest     bytea NOT NULL CHECK (octet_length(digest) = 32),
    authority  lineproof.authority NOT NULL,
    entry_id   bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (event_time, digest, authority)
);
COMMENT ON TABLE lineproof.identity IS
    'What has been said: event time, SHA-256 of the received bytes, authority. Kept for ever; makes appends idempotent.';

CREATE TABLE lineproof.entry (
    received_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    entry_id    bigint NOT NULL,
    salt        bytea NOT NULL CHECK (octet_length(salt) = 32),
    payload     bytea NOT NULL CHECK (octet_length(payload) <= 536870912),
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

CREATE TABLE lineproof.inbox (
    entry_id    bigint PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    event_time  timestamptz NOT NULL,
    kind        lineproof.entry_kind NOT NULL DEFAULT 'event',
    marks       smallint NOT NULL CHECK (marks >= 0),
    authority   lineproof.authority NOT NULL,
    principal   text NOT NULL CHECK (octet_length(principal) BETWEEN 1 AND 255)
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
COMMENT ON TABLE lineproof.cursor IS
    'How far each reader of the log has come: the position it reads next; of `number`, the position it gives next. Who works locks the row.';
INSERT INTO lineproof.cursor (reader) VALUES ('number');

SELECT lineproof.guard('lineproof.identity');
SELECT lineproof.guard('lineproof.entry');
SELECT lineproof.guard('lineproof.log');

-- Appends what is new of a batch and tells how much that was. In order, so that writers of the same events wait for one
-- another instead of deadlocking.
CREATE FUNCTION lineproof.append_as(
    event_times timestamptz[], payloads bytea[], marks smallint[],
    authorities lineproof.authority[], principals text[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    accepted bigint;
BEGIN
    WITH said AS MATERIALIZED (
        SELECT u.event_time, sha256(u.payload) AS digest, u.authority, u.payload, u.mark, u.principal
        FROM unnest(event_times, payloads, marks, authorities, principals)
            AS u (event_time, payload, mark, authority, principal)
    ), distinctly AS (
        SELECT DISTINCT ON (event_time, digest, authority) * FROM said ORDER BY event_time, digest, authority
    ), fresh AS (
        INSERT INTO lineproof.identity (event_time, digest, authority)
        SELECT event_time, digest, authority FROM distinctly ORDER BY event_time, digest, authority
        ON CONFLICT DO NOTHING
        RETURNING event_time, digest, authority, entry_id
    ), kept AS (
        SELECT fresh.entry_id, d.* FROM fresh JOIN distinctly AS d USING (event_time, digest, authority)
    ), entries AS (
        INSERT INTO lineproof.entry (entry_id, salt, payload)
        SELECT entry_id, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), payload FROM kept
    ), waiting AS (
        INSERT INTO lineproof.inbox (entry_id, event_time, marks, authority, principal)
        SELECT entry_id, event_time, mark, authority, principal FROM kept
    )
    SELECT count(*) INTO accepted FROM fresh;
    RETURN accepted;
END
$$;
COMMENT ON FUNCTION lineproof.append_as IS 'Appends in the name of others; for the gateway, which knows whose key it was.';

CREATE FUNCTION lineproof.append(event_times timestamptz[], payloads bytea[], marks smallint[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT lineproof.append_as(event_times, payloads, marks,
        array_fill(lineproof.session_authority(), ARRAY[cardinality(payloads)]),
        array_fill(session_user::text, ARRAY[cardinality(payloads)]))
$$;
COMMENT ON FUNCTION lineproof.append IS 'Appends in one''s own name and with the authority of the role one acts as.';

REVOKE ALL ON FUNCTION lineproof.append_as, lineproof.append FROM public;
SELECT lineproof.allow('EXECUTE', 'FUNCTION lineproof.append', 'producer', 'steward', 'auditor');
SELECT lineproof.allow('EXECUTE', 'FUNCTION lineproof.append_as', 'gateway');

SELECT lineproof.allow('SELECT', 'lineproof.entry, lineproof.identity', 'auditor', 'reader', 'sequencer');
SELECT lineproof.allow('SELECT', 'lineproof.inbox, lineproof.log, lineproof.cursor',
    'steward', 'auditor', 'gateway', 'reader', 'sequencer');
SELECT lineproof.allow('DELETE', 'lineproof.inbox', 'sequencer');
SELECT lineproof.allow('INSERT', 'lineproof.log', 'sequencer');
SELECT lineproof.allow('INSERT, UPDATE', 'lineproof.cursor', 'sequencer');

INSERT INTO lineproof.migration (version, name, sha256)
VALUES (2, '0002_ledger', nullif(current_setting('lineproof.migration_sha256', true), ''));

COMMIT;
