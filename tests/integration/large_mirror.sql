-- Many rows in each table that grows, as who may pass over triggers makes them: what a planner has to see.
SET session_replication_role = replica;
SET search_path = lineproof_mirror;
CREATE FUNCTION key(kind text, number bigint) RETURNS bytea LANGUAGE sql IMMUTABLE
    RETURN sha256(convert_to(kind || number, 'utf8'));
INSERT INTO job SELECT key('job', n), 'jobs', 'job ' || n, now(), now() FROM generate_series(1, 20000) AS n;
INSERT INTO run SELECT key('run', n), key('job', n % 500), 'run ' || n, 'COMPLETE', now(), key('event', n), now(), now(),
    now(), now(), false, CASE WHEN n % 10 = 0 THEN key('run', n / 10) END, '', '' FROM generate_series(1, 20000) AS n;
INSERT INTO dataset SELECT key('dataset', n), CASE WHEN n > 19000 THEN 'past' ELSE 'space ' || n % 200 END, 'name ' || n,
    now(), now(), NULL, now(), ''
    FROM generate_series(1, 20000) AS n;
INSERT INTO alias SELECT key('alias', n), key('dataset', n), CASE WHEN n % 2 = 0 THEN 'symlink' ELSE 'partition' END, 'a',
    'b' FROM generate_series(1, 20000) AS n;
INSERT INTO read SELECT key('run', n), key('dataset', n), now() FROM generate_series(1, 20000) AS n;
INSERT INTO write SELECT key('run', n), key('dataset', n / 2 + 1), key('job', n % 500), now(), now() - n * interval '1s',
    false, 'unknown', false, n % 7 = 0, NULL, NULL, NULL, decode(repeat('00', 16), 'hex')
    FROM generate_series(1, 20000) AS n;
INSERT INTO stage SELECT DISTINCT ON (1, 2) dataset_key, job_key, via_key, written_at, via_key, since FROM write;
INSERT INTO edge SELECT DISTINCT key('dataset', n / 2 + 1), key('dataset', n), key('job', n % 500), 1
    FROM generate_series(1, 20000) AS n;
INSERT INTO facet SELECT key('facet', n), 'producer', 'dataset', key('dataset', n / 3), NULL,
    (ARRAY['lineproof_license', 'schema', 'columnLineage'])[n % 3 + 1], now(), key('event', n), 1, n, now(),
    key('event', n), 1, n, key('value', n), false, '{}' FROM generate_series(1, 20000) AS n;
INSERT INTO facet_history SELECT key('facet', n), 'producer', now(), key('event', n), 1, n, now(), key('event', n), 1, n,
    key('value', n), false, '{}' FROM generate_series(1, 20000) AS n;
-- every 400th is of a kind, as are the oldest 1,000; laid down in no order, as records come to lie that are written anew
INSERT INTO dataset_provenance SELECT gen_random_uuid(), key('dataset', n), 'id ' || n,
    CASE WHEN n > 19000 THEN 'past ' ELSE 'name ' END || n,
    jsonb_build_object('source_id', 's' || n, 'source_type', CASE WHEN n > 19000 THEN 'internal' ELSE 'journal' END),
    jsonb_build_object('license_type',
        CASE WHEN n % 400 = 0 THEN 'cc_by' WHEN n > 19000 THEN 'custom' ELSE 'unclear' END), now(), NULL, NULL, NULL,
    NULL, now() - n * interval '1s', now() - n * interval '1s', '{}', '{}', '{}',
    jsonb_build_object('quality_tier',
        CASE WHEN n % 400 = 0 THEN 'priority' WHEN n > 19000 THEN 'reddit' ELSE 'archive' END),
    jsonb_build_object('notes', (SELECT string_agg(md5((n * 100 + part)::text), '') FROM generate_series(1, 40) AS part)),
    dataset.namespace
    FROM generate_series(1, 20000) AS n JOIN dataset ON dataset.dataset_key = key('dataset', n) ORDER BY md5(n::text);
INSERT INTO provenance_audit_log SELECT gen_random_uuid(), provenance_id, dataset_id, 'created', 'x', now(), NULL, '{}', '',
    row_number() OVER (), 'x', 'producer', 'p' FROM dataset_provenance;
INSERT INTO lineproof.log SELECT n, n, now(), '', key('leaf', n) FROM generate_series(0, 20000) AS n;
INSERT INTO lineproof.inbox SELECT n, now(), now(), 'event', 0, 'producer', 'x' FROM generate_series(1, 20000) AS n;
INSERT INTO lineproof.entry SELECT now(), n, key('salt', n), 'payload' FROM generate_series(0, 20000) AS n;
ANALYZE;
