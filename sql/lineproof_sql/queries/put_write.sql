-- What runs, jobs and events wrote.
INSERT INTO write SELECT * FROM staged_write ORDER BY via_key, dataset_key
ON CONFLICT (via_key, dataset_key) DO UPDATE SET
    since = excluded.since, written_at = excluded.written_at, said_overwrite = excluded.said_overwrite,
    mode = excluded.mode, partial = excluded.partial, replaces = excluded.replaces,
    said_upstreams = excluded.said_upstreams, more_upstreams = excluded.more_upstreams,
    versions = excluded.versions, told = excluded.told
