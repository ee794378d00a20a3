SELECT run_key, dataset_key, direction, last_seen FROM run_io WHERE run_key = ANY(%s)
