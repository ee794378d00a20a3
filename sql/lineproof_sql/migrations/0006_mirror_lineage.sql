-- What runs and jobs read and wrote, and which datasets come of which.
BEGIN;
SELECT set_config('role', lineproof.role_name('owner'), true),
       set_config('search_path', quote_ident(coalesce(
           nullif(current_setting('lineproof.mirror_schema', true), ''), 'lineproof_mirror')), true);

CREATE TABLE read (
    via_key     bytea NOT NULL,
    dataset_key bytea NOT NULL,
    last_seen   timestamptz NOT NULL,
    PRIMARY KEY (via_key, dataset_key)
);
COMMENT ON TABLE read IS 'What a run (via_key; of a JobEvent, the job) read: the union over its events.';
CREATE INDEX read_dataset ON read (dataset_key, via_key);

CREATE TABLE write (
    via_key        bytea NOT NULL,
    dataset_key    bytea NOT NULL,
    job_key        bytea NOT NULL,
    since          timestamptz NOT NULL,
    written_at     timestamptz NOT NULL,
    said_overwrite boolean NOT NULL,
    mode           text NOT NULL CHECK (mode IN ('unknown', 'append', 'overwrite')),
    partial        boolean NOT NULL,
    replaces       boolean NOT NULL,
    said_upstreams bytea[],
    more_upstreams bytea[],
    versions       text[],
    told           bytea NOT NULL,
    PRIMARY KEY (via_key, dataset_key)
);
COMMENT ON TABLE write IS
    'What a run (of a JobEvent, the job; of a DatasetEvent, the event) wrote: first and newest event time, how, and from what; job_key: empty where no job did. said_overwrite: `lifecycleStateChange` said so, whatever lineproof_transformation says. said_upstreams: what the facet `lineage` lists, instead of all that was read; more_upstreams: what `columnLineage` and a RENAME add. versions: what the facet `version` says. told: which first mention became known at which position.';
CREATE INDEX write_dataset ON write (dataset_key, job_key, written_at);
CREATE INDEX write_replaces ON write (dataset_key, written_at) WHERE replaces;

CREATE TABLE stage (
    dataset_key bytea NOT NULL,
    job_key     bytea NOT NULL,
    run_key     bytea NOT NULL,
    run_time    timestamptz NOT NULL,
    run_digest  bytea NOT NULL,
    since       timestamptz NOT NULL,
    PRIMARY KEY (dataset_key, job_key)
);
COMMENT ON TABLE stage IS
    'One stage a job whose runs wrote a dataset: its newest run there, and the event time of its first writing.';

CREATE TABLE edge (
    dataset_key  bytea NOT NULL,
    upstream_key bytea NOT NULL,
    job_key      bytea NOT NULL,
    writes       bigint NOT NULL,
    PRIMARY KEY (dataset_key, upstream_key, job_key)
);
COMMENT ON TABLE edge IS
    'Which dataset comes of which by which job (empty: by no job, as a DatasetEvent says), and by how many of its writes. Which of them count is seen in `write`.';
CREATE INDEX edge_upstream ON edge (upstream_key, dataset_key);

CREATE FUNCTION edges_at(at timestamptz) RETURNS TABLE (dataset_key bytea, upstream_key bytea, job_key bytea)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT edge.dataset_key, edge.upstream_key, edge.job_key
    FROM edge
    LEFT JOIN LATERAL (
        SELECT written_at FROM write AS newest
        WHERE newest.replaces AND newest.dataset_key = edge.dataset_key AND newest.written_at <= at
        ORDER BY newest.written_at DESC LIMIT 1
    ) AS replaced ON true
    WHERE (replaced.written_at IS NULL AND at = 'infinity')
       OR EXISTS (
           SELECT FROM write
           WHERE write.dataset_key = edge.dataset_key AND write.job_key = edge.job_key
             AND write.written_at >= coalesce(replaced.written_at, '-infinity') AND write.since <= at
             AND CASE WHEN write.said_upstreams IS NULL
                 THEN edge.upstream_key = ANY (write.more_upstreams) OR EXISTS (
                     SELECT FROM read WHERE read.via_key = write.via_key AND read.dataset_key = edge.upstream_key)
                 ELSE edge.upstream_key = ANY (write.said_upstreams) END);
END;
COMMENT ON FUNCTION edges_at(timestamptz) IS
    'The edges of the content that datasets had at a time (infinity: have now): of the newest replacing write up to then, and of those that are not older. Made so that a caller''s conditions reach the indexes.';

DO $$
DECLARE
    mirror text := quote_ident(current_schema());
    tables text := format('%1$s.read, %1$s.write, %1$s.stage, %1$s.edge', mirror);
BEGIN
    PERFORM lineproof.allow('SELECT', tables, 'steward', 'auditor', 'gateway', 'sequencer', 'reader');
    PERFORM lineproof.allow('INSERT, UPDATE, DELETE', tables, 'sequencer');
END
$$;

INSERT INTO lineproof.migration (version, name, sha256)
VALUES (6, '0006_mirror_lineage', nullif(current_setting('lineproof.migration_sha256', true), ''))
ON CONFLICT DO NOTHING;

COMMIT;
