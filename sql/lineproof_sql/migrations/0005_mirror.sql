-- The mirror: tables made from the log. Its one writer is the projector; docs/mirror.md holds its rules.
--
-- Names of the mirror's own are written without a schema, so that the same files build the shadow into which
-- `db rebuild` projects: the session setting lineproof.mirror_schema names it (lineproof_mirror). The files whose names
-- begin with `mirror` are laid down together: where one of them is new, all are, and the log is projected anew.
BEGIN;

-- by the login: the owner may have no right to make schemas
DO $$
DECLARE
    mirror text := coalesce(nullif(current_setting('lineproof.mirror_schema', true), ''), 'lineproof_mirror');
BEGIN
    EXECUTE format('CREATE SCHEMA %I AUTHORIZATION %I', mirror, lineproof.role_name('owner'));
    PERFORM set_config('search_path', quote_ident(mirror), true);
END
$$;
SELECT set_config('role', lineproof.role_name('owner'), true);

-- Raised with each change of the mirror's files, so that an older program knows a newer mirror and leaves it alone.
CREATE FUNCTION layout() RETURNS integer LANGUAGE sql IMMUTABLE RETURN 3;

CREATE TABLE naming (
    single     boolean PRIMARY KEY DEFAULT true CHECK (single),
    event_time timestamptz NOT NULL,
    digest     bytea NOT NULL,
    place      integer NOT NULL,
    position   bigint NOT NULL,
    rules      json NOT NULL
);
COMMENT ON TABLE naming IS
    'The rules by which names are mapped in this mirror: the stewards'' newest lineproof_naming. No row, or one that takes rules back: the built-in ones alone.';

CREATE TABLE job (
    job_key    bytea PRIMARY KEY,
    namespace  text NOT NULL,
    name       text NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen  timestamptz NOT NULL
);
COMMENT ON TABLE job IS 'Jobs; first and last event time that mentions one.';

CREATE TABLE run (
    run_key      bytea PRIMARY KEY,
    job_key      bytea NOT NULL,
    run_id       text NOT NULL,
    state        text NOT NULL,
    state_time   timestamptz NOT NULL,
    state_digest bytea NOT NULL,
    started_at   timestamptz,
    ended_at     timestamptz,
    first_seen   timestamptz NOT NULL,
    last_seen    timestamptz NOT NULL,
    zoneless     boolean NOT NULL,
    parent_key   bytea,
    starts_told  bytea NOT NULL,
    ends_told    bytea NOT NULL
);
COMMENT ON TABLE run IS
    'Runs, one a job and run id. State: the newest COMPLETE, FAIL or ABORT, else the newest of the others. zoneless: some event time had no zone. parent_key: the run that the facet `parent` names. starts_told, ends_told: which starts and ends became known at which position.';
CREATE INDEX run_job ON run (job_key, run_key);
CREATE INDEX run_parent ON run (parent_key) WHERE parent_key IS NOT NULL;

CREATE TABLE dataset (
    dataset_key bytea PRIMARY KEY,
    namespace   text NOT NULL,
    name        text NOT NULL,
    first_seen  timestamptz NOT NULL,
    last_seen   timestamptz NOT NULL,
    dropped_at  timestamptz,
    alive_at    timestamptz,
    told        bytea NOT NULL
);
COMMENT ON TABLE dataset IS
    'Datasets under their mapped names; first and last event time that mentions one; newest DROP and newest other mention. told: which first mention became known at which position.';

CREATE TABLE alias (
    alias_key   bytea NOT NULL,
    dataset_key bytea NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('spelling', 'partition', 'symlink')),
    namespace   text NOT NULL,
    name        text NOT NULL,
    PRIMARY KEY (alias_key, dataset_key, kind)
);
COMMENT ON TABLE alias IS
    'Other names of datasets: spellings and partitions that rules map to it, identifiers in its facet `symlinks`.';
CREATE INDEX alias_dataset ON alias (dataset_key);

CREATE TABLE facet (
    facet_key      bytea NOT NULL,
    authority      lineproof.authority NOT NULL,
    slot           text NOT NULL CHECK (slot IN ('job', 'run', 'dataset', 'input', 'output', 'stage')),
    entity_key     bytea NOT NULL,
    via_key        bytea,
    name           text NOT NULL,
    event_time     timestamptz NOT NULL,
    digest         bytea NOT NULL,
    place          integer NOT NULL,
    position       bigint NOT NULL,
    since_time     timestamptz NOT NULL,
    since_digest   bytea NOT NULL,
    since_place    integer NOT NULL,
    since_position bigint NOT NULL,
    value_digest   bytea NOT NULL,
    deleted        boolean NOT NULL,
    value          json NOT NULL,
    PRIMARY KEY (facet_key, authority)
);
COMMENT ON TABLE facet IS
    'Current facets, one a name and authority: the greatest (event time, digest of the event, place in it); since_*: the first statement of its stretch of equal ones. via_key: the run (of a JobEvent, the job) of an input or output facet, the job of a stage. U+0000, U+001A and lone surrogates stand as U+001A and a code.';
CREATE INDEX facet_entity ON facet (entity_key, slot);

CREATE TABLE facet_history (
    facet_key     bytea NOT NULL,
    authority     lineproof.authority NOT NULL,
    event_time    timestamptz NOT NULL,
    digest        bytea NOT NULL,
    place         integer NOT NULL,
    position      bigint NOT NULL,
    last_time     timestamptz NOT NULL,
    last_digest   bytea NOT NULL,
    last_place    integer NOT NULL,
    last_position bigint NOT NULL,
    value_digest  bytea NOT NULL,
    deleted       boolean NOT NULL,
    value         json NOT NULL,
    PRIMARY KEY (facet_key, authority, event_time, digest, place)
);
COMMENT ON TABLE facet_history IS
    'What stood before what stands: each stretch of equal statements by its first and its last.';

CREATE TABLE unprojected (
    position bigint PRIMARY KEY,
    reason   text NOT NULL
);
COMMENT ON TABLE unprojected IS 'Log entries that the mirror leaves out, and why.';

DO $$
DECLARE
    mirror text := quote_ident(current_schema());
BEGIN
    PERFORM lineproof.allow('USAGE', 'SCHEMA ' || mirror,
        'producer', 'steward', 'auditor', 'gateway', 'sequencer', 'eraser', 'reader');
    PERFORM lineproof.allow('SELECT', 'ALL TABLES IN SCHEMA ' || mirror,
        'steward', 'auditor', 'gateway', 'sequencer', 'reader');
    PERFORM lineproof.allow('INSERT, UPDATE, DELETE', 'ALL TABLES IN SCHEMA ' || mirror, 'sequencer');
END
$$;

INSERT INTO lineproof.cursor (reader, position) VALUES ('mirror', 0) ON CONFLICT DO NOTHING;

INSERT INTO lineproof.migration (version, name, sha256)
VALUES (5, '0005_mirror', nullif(current_setting('lineproof.migration_sha256', true), ''))
ON CONFLICT DO NOTHING;

COMMIT;
