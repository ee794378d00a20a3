-- Datasets as they are now.
INSERT INTO dataset SELECT * FROM staged_dataset ORDER BY dataset_key
ON CONFLICT (dataset_key) DO UPDATE SET
    first_seen = excluded.first_seen, last_seen = excluded.last_seen, dropped_at = excluded.dropped_at,
    alive_at = excluded.alive_at, told = excluded.told
