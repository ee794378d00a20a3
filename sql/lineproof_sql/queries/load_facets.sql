-- The facets that a batch speaks of, without their values but for those that something is made of.
SELECT facet_key, authority::text, slot, entity_key, via_key, name, event_time, digest, place, position, since_time,
       since_digest, since_place, since_position, value_digest, deleted,
       CASE WHEN name = ANY(%(names)s) THEN value::text END
FROM facet
WHERE facet_key = ANY(%(facets)b::bytea[])
UNION ALL
SELECT facet_key, authority::text, slot, entity_key, via_key, name, event_time, digest, place, position, since_time,
       since_digest, since_place, since_position, value_digest, deleted, value::text
FROM facet
WHERE entity_key = ANY(%(datasets)b::bytea[]) AND slot = 'dataset' AND name = ANY(%(record_names)s)
