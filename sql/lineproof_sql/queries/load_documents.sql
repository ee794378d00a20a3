SELECT dataset_key, provenance_document::text FROM dataset_provenance WHERE dataset_key = ANY(%s)
