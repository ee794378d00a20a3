SELECT via_key, dataset_key, last_seen FROM read WHERE via_key = ANY(%b::bytea[])
