-- Refused events: kept with place and reason, within a quota a principal; replayed with the authority they came with.
BEGIN;
SELECT set_config('role', lineproof.role_name('owner'), true);

CREATE TABLE lineproof.rejected_event (
    rejected_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    digest      bytea NOT NULL CHECK (octet_length(digest) = 32),
    authority   lineproof.authority NOT NULL,
    principal   text NOT NULL CHECK (octet_length(principal) BETWEEN 1 AND 255),
    source      text NOT NULL,
    pointer     text NOT NULL,
    reason      text NOT NULL,
    size        bigint NOT NULL,
    payload     bytea NOT NULL CHECK (octet_length(payload) <= 67108864),
    replayed_at timestamptz,
    UNIQUE (digest, authority, principal)
);
COMMENT ON TABLE lineproof.rejected_event IS
    'What was refused, with a JSON pointer and the reason. `size` and `digest` are of what was sent; the payload may be cut to its beginning.';
CREATE INDEX rejected_event_waiting ON lineproof.rejected_event (principal) WHERE replayed_at IS NULL;

CREATE FUNCTION lineproof.reject_as(
    digests bytea[], sources text[], pointers text[], reasons text[], sizes bigint[], payloads bytea[], quota bigint,
    authority lineproof.authority, principal text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    room bigint := least(quota, (SELECT rejected_quota FROM lineproof.installation))
        - (SELECT count(*) FROM lineproof.rejected_event AS r
           WHERE r.principal = reject_as.principal AND r.replayed_at IS NULL);
    kept bigint;
BEGIN
    INSERT INTO lineproof.rejected_event (digest, authority, principal, source, pointer, reason, size, payload)
    SELECT u.digest, reject_as.authority, reject_as.principal, u.source, u.pointer, u.reason, u.size, u.payload
    FROM (SELECT DISTINCT ON (v.digest) v.*
          FROM unnest(digests, sources, pointers, reasons, sizes, payloads)
              AS v (digest, source, pointer, reason, size, payload)
          WHERE NOT EXISTS (SELECT FROM lineproof.rejected_event AS r
                            WHERE r.digest = v.digest AND r.authority = reject_as.authority
                              AND r.principal = reject_as.principal)
          ORDER BY v.digest
          LIMIT greatest(room, 0)) AS u
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS kept = ROW_COUNT;
    RETURN kept;
END
$$;
COMMENT ON FUNCTION lineproof.reject_as IS 'Keeps refused events in the name of another; for the gateway.';

CREATE FUNCTION lineproof.reject(
    digests bytea[], sources text[], pointers text[], reasons text[], sizes bigint[], payloads bytea[], quota bigint
) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT lineproof.reject_as(digests, sources, pointers, reasons, sizes, payloads, quota,
        lineproof.session_authority(), session_user::text)
$$;
COMMENT ON FUNCTION lineproof.reject IS 'Keeps refused events, as many as the quota has room for; tells how many are new.';

-- One's own, and, for a login that is trusted with a steward's word, those of all others.
CREATE FUNCTION lineproof.may_replay(authority lineproof.authority, principal text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT authority = lineproof.session_authority()
       AND (principal = session_user OR pg_has_role(session_user, lineproof.role_name('steward'), 'MEMBER'))
$$;

CREATE FUNCTION lineproof.waiting_rejected() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT rejected_id FROM lineproof.rejected_event
    WHERE replayed_at IS NULL AND lineproof.may_replay(authority, principal) ORDER BY rejected_id
$$;
COMMENT ON FUNCTION lineproof.waiting_rejected IS 'Refused events that wait and that one may replay, with the authority they came with.';

CREATE FUNCTION lineproof.take_rejected(wanted bigint, OUT payload bytea, OUT whole boolean) RETURNS SETOF record
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE lineproof.rejected_event SET replayed_at = transaction_timestamp()
    WHERE rejected_id = wanted AND replayed_at IS NULL AND lineproof.may_replay(authority, principal)
    RETURNING payload, octet_length(payload) = size
$$;
COMMENT ON FUNCTION lineproof.take_rejected IS
    'Takes one refused event that one may replay; rolled back, it waits again.';

REVOKE ALL ON FUNCTION lineproof.reject_as, lineproof.reject, lineproof.may_replay, lineproof.waiting_rejected, lineproof.take_rejected
    FROM public;
SELECT lineproof.allow('EXECUTE',
    'FUNCTION lineproof.reject, lineproof.waiting_rejected, lineproof.take_rejected', 'producer', 'steward', 'auditor');
SELECT lineproof.allow('EXECUTE', 'FUNCTION lineproof.reject_as', 'gateway');
SELECT lineproof.allow('SELECT', 'lineproof.rejected_event', 'auditor', 'gateway', 'reader');

INSERT INTO lineproof.migration (version, name, sha256)
VALUES (4, '0004_rejected', nullif(current_setting('lineproof.migration_sha256', true), ''));

COMMIT;
