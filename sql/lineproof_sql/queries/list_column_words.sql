-- What each authority says last of a dataset's columns.
SELECT name, authority::text, deleted, value::text
FROM facet
WHERE entity_key = %s AND slot = 'dataset' AND name IN ('columnLineage', 'lineage')
