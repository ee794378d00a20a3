-- Datasets that symlinks say are the same as these.
SELECT alias.dataset_key, alias.alias_key
FROM alias
WHERE kind = 'symlink' AND dataset_key = ANY(%(datasets)b::bytea[])
  AND EXISTS (SELECT FROM dataset WHERE dataset.dataset_key = alias.alias_key)
UNION ALL
SELECT alias.alias_key, alias.dataset_key FROM alias WHERE kind = 'symlink' AND alias_key = ANY(%(datasets)b::bytea[])
