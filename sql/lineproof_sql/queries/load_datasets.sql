SELECT dataset_key, namespace, name, first_seen, last_seen FROM dataset WHERE dataset_key = ANY(%s)
