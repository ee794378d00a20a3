-- Other names of datasets.
INSERT INTO alias SELECT * FROM staged_alias ORDER BY alias_key, dataset_key, kind ON CONFLICT DO NOTHING
