-- The provenance tables that people ask: records, the trail, the reporting view.
BEGIN;
SELECT set_config('role', lineproof.role_name('owner'), true),
       set_config('search_path', quote_ident(coalesce(
           nullif(current_setting('lineproof.mirror_schema', true), ''), 'lineproof_mirror')), true);

-- Only ASCII punctuation parts words, so that names in any script are found whatever the server's locale.
CREATE FUNCTION words_of(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(left(name, 10000), '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', ' ', 'g');

CREATE FUNCTION search_words(name text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.simple', words_of(name));
COMMENT ON FUNCTION search_words(text) IS 'The words of a name: punctuation parts them.';

CREATE FUNCTION search_query(asked text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsquery('pg_catalog.simple',
    (SELECT string_agg(quote_literal(word) || ':*', ' & ')
     FROM regexp_split_to_table(words_of(asked), ' +') AS word WHERE word <> ''));
COMMENT ON FUNCTION search_query(text) IS 'Names that have words beginning with each of the words asked for.';

CREATE TABLE dataset_provenance (
    provenance_id       uuid PRIMARY KEY,
    dataset_key         bytea NOT NULL UNIQUE,
    dataset_id          text NOT NULL,
    dataset_name        text NOT NULL,
    source_info         jsonb NOT NULL CHECK (source_info ? 'source_id'),
    license_info        jsonb NOT NULL CHECK (license_info ? 'license_type'),
    created_at          timestamptz NOT NULL,
    acquired_at         timestamptz,
    processed_at        timestamptz,
    validated_at        timestamptz,
    published_at        timestamptz,
    asserted_at         timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    processing_lineage  jsonb NOT NULL DEFAULT '{}',
    storage_info        jsonb NOT NULL DEFAULT '{}',
    audit_info          jsonb NOT NULL DEFAULT '{}',
    metadata            jsonb NOT NULL DEFAULT '{}',
    provenance_document jsonb NOT NULL,
    namespace           text NOT NULL,
    name_words          tsvector NOT NULL GENERATED ALWAYS AS (search_words(dataset_name)) STORED,
    -- a hash takes ids of any length, where a btree entry ends at 2,704 bytes
    EXCLUDE USING hash (dataset_id WITH =)
);
COMMENT ON TABLE dataset_provenance IS 'One record a dataset, made from the winning facets and the runs that wrote it.';
COMMENT ON COLUMN dataset_provenance.asserted_at IS 'Event time of the newest statement that stands.';
COMMENT ON COLUMN dataset_provenance.namespace IS 'The dataset''s, as `dataset` has it: for lists of one namespace.';
CREATE INDEX dataset_provenance_source_id ON dataset_provenance USING hash ((source_info ->> 'source_id'));
-- each in the order of a list, so that a page reads no more than it shows
CREATE INDEX dataset_provenance_source_type
    ON dataset_provenance ((source_info ->> 'source_type'), updated_at, provenance_id);
CREATE INDEX dataset_provenance_license_type
    ON dataset_provenance ((license_info ->> 'license_type'), updated_at, provenance_id);
CREATE INDEX dataset_provenance_quality_tier
    ON dataset_provenance ((metadata ->> 'quality_tier'), updated_at, provenance_id);
CREATE INDEX dataset_provenance_namespace
    ON dataset_provenance (hashtextextended(namespace, 0), updated_at, provenance_id);
-- that a namespace and its hash go together: else a planner takes those that have both for few, and sorts them all
CREATE STATISTICS dataset_provenance_namespaces (dependencies)
    ON namespace, (hashtextextended(namespace, 0)) FROM dataset_provenance;
CREATE INDEX dataset_provenance_updated_at ON dataset_provenance (updated_at, provenance_id);
CREATE INDEX dataset_provenance_created_at ON dataset_provenance (created_at);
CREATE INDEX dataset_provenance_name_words ON dataset_provenance USING gin (name_words);
CREATE INDEX dataset_provenance_document ON dataset_provenance USING gin (provenance_document jsonb_path_ops);

CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- the statements' own time, never the clock's: a rebuilt mirror is row for row the same
    NEW.updated_at := NEW.asserted_at;
    RETURN NEW;
END
$$;
CREATE TRIGGER set_updated_at BEFORE INSERT OR UPDATE ON dataset_provenance
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE provenance_audit_log (
    audit_id      uuid PRIMARY KEY,
    provenance_id uuid NOT NULL,
    dataset_id    text NOT NULL,
    action        text NOT NULL CHECK (action IN ('created', 'updated', 'deleted', 'audited')),
    changed_by    text NOT NULL,
    changed_at    timestamptz NOT NULL,
    old_value     jsonb,
    new_value     jsonb,
    change_reason text,
    position      bigint NOT NULL,
    principal     text NOT NULL,
    authority     lineproof.authority NOT NULL,
    producer      text NOT NULL
);
COMMENT ON TABLE provenance_audit_log IS
    'The trail: one entry a material change, in the order of the log. No foreign key: it outlives what it tells of.';
CREATE INDEX provenance_audit_log_provenance ON provenance_audit_log (provenance_id, position, audit_id);
CREATE INDEX provenance_audit_log_position ON provenance_audit_log (position, audit_id);
SELECT lineproof.guard('provenance_audit_log');

CREATE FUNCTION log_provenance_change(
    audit_id uuid, provenance_id uuid, dataset_id text, action text, changed_by text, changed_at timestamptz,
    old_value jsonb, new_value jsonb, change_reason text,
    log_position bigint, principal text, authority lineproof.authority, producer text
) RETURNS void LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO provenance_audit_log
    VALUES (audit_id, provenance_id, dataset_id, action, changed_by, changed_at, old_value, new_value, change_reason,
            log_position, principal, authority, producer);
END;
COMMENT ON FUNCTION log_provenance_change IS 'Writes one entry of the trail; for the projector alone.';

CREATE VIEW provenance_summary AS
SELECT provenance_id,
       dataset_id,
       dataset_name,
       source_info ->> 'source_name'                          AS source_name,
       source_info ->> 'source_type'                          AS source_type,
       license_info ->> 'license_type'                        AS license_type,
       license_info ->> 'verification_status'                 AS license_status,
       metadata ->> 'quality_tier'                            AS quality_tier,
       (metadata ->> 'record_count')::numeric                 AS record_count,
       created_at,
       updated_at,
       coalesce(audit_info ->> 'compliance_status', 'unknown') AS compliance_status
FROM dataset_provenance;
COMMENT ON VIEW provenance_summary IS 'The reporting view: one line a dataset.';

DO $$
DECLARE
    mirror text := quote_ident(current_schema());
BEGIN
    PERFORM lineproof.allow('SELECT', format('%1$s.dataset_provenance, %1$s.provenance_audit_log, %1$s.provenance_summary',
        mirror), 'steward', 'auditor', 'gateway', 'sequencer', 'reader');
    PERFORM lineproof.allow('INSERT, UPDATE, DELETE', mirror || '.dataset_provenance', 'sequencer');
    PERFORM lineproof.allow('INSERT', mirror || '.provenance_audit_log', 'sequencer');
    PERFORM lineproof.allow('EXECUTE', format('FUNCTION %s.log_provenance_change', mirror), 'sequencer');
END
$$;
REVOKE ALL ON FUNCTION log_provenance_change FROM public;

INSERT INTO lineproof.migration (version, name, sha256)
VALUES (7, '0007_mirror_records', nullif(current_setting('lineproof.migration_sha256', true), ''))
ON CONFLICT DO NOTHING;

COMMIT;
