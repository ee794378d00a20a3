SELECT dataset_key, namespace, name, first_seen, last_seen, dropped_at, alive_at, told
FROM dataset WHERE dataset_key = ANY(%b::bytea[])
