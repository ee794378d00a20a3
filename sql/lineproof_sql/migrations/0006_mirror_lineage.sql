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
CREATE INDEX edge_upstream ON edge (upstream_key, dataset_key, job_key);

CREATE FUNCTION edges_at(at timestamptz) RETURNS TABLE (dataset_key bytea, upstream_key bytea, job_key bytea)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT edge.dataset_key, edge.upstream_key, edge.job_key
    FROM edge
    LEFT JOIN LATERAL (
        SELECT written_at, via_key, job_key, said_upstreams, more_upstreams FROM write
        WHERE write.replaces AND write.dataset_key = edge.dataset_key AND write.written_at <= at
        ORDER BY write.written_at DESC LIMIT 1
    ) AS newest ON true
    WHERE (newest.via_key IS NULL AND at = 'infinity')
       -- mostly it is the newest replacing write itself that comes of the upstream; what a run read is asked for in
       -- a way that can only be answered by one probe of the key, however many runs read the upstream
       OR (newest.job_key = edge.job_key AND CASE WHEN newest.said_upstreams IS NULL
           THEN edge.upstream_key = ANY (newest.more_upstreams) OR (
               SELECT true FROM read WHERE read.via_key = newest.via_key AND read.dataset_key = edge.upstream_key)
           ELSE edge.upstream_key = ANY (newest.said_upstreams) END)
       OR EXISTS (
           SELECT FROM write
           WHERE write.dataset_key = edge.dataset_key AND write.job_key = edge.job_key
             AND write.written_at >= coalesce(newest.written_at, '-infinity') AND write.since <= at
             AND write.via_key IS DISTINCT FROM newest.via_key
             AND CASE WHEN write.said_upstreams IS NULL
                 THEN edge.upstream_key = ANY (write.more_upstreams) OR (
                     SELECT true FROM read WHERE read.via_key = write.via_key AND read.dataset_key = edge.upstream_key)
                 ELSE edge.upstream_key = ANY (write.said_upstreams) END);
END;
COMMENT ON FUNCTION edges_at(timestamptz) IS
    'The edges of the content that datasets had at a time (infinity: have now): of the newest replacing write up to then, and of those that are not older. Made so that a caller''s conditions reach the indexes.';

CREATE VIEW same_as AS
SELECT dataset_key, alias_key AS other_key FROM alias
WHERE kind = 'symlink' AND EXISTS (SELECT FROM dataset WHERE dataset.dataset_key = alias.alias_key)
UNION ALL
SELECT alias_key, dataset_key FROM alias WHERE kind = 'symlink';
COMMENT ON VIEW same_as IS 'Datasets that symlinks say are the same, either way round.';

DO $$
DECLARE
    mirror text := quote_ident(current_schema());
    tables text := format('%1$s.read, %1$s.write, %1$s.stage, %1$s.edge', mirror);
BEGIN
    PERFORM lineproof.allow('SELECT', format('%s, %s.same_as', tables, mirror),
        'steward', 'auditor', 'gateway', 'sequencer', 'reader');
    PERFORM lineproof.allow('INSERT, UPDATE, DELETE', tables, 'sequencer');
END
$$;

INSERT INTO lineproof.migration (version, name, sha256)
VALUES (6, '0006_mirror_lineage', nullif(current_setting('lineproof.migration_sha256', true), ''))
ON CONFLICT DO NOTHING;

COMMIT;
