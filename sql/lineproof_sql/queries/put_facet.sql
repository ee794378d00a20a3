-- Facets whose value is new.
INSERT INTO facet SELECT * FROM staged_facet ORDER BY facet_key, authority
ON CONFLICT (facet_key, authority) DO UPDATE SET
    event_time = excluded.event_time, digest = excluded.digest, place = excluded.place, position = excluded.position,
    since_time = excluded.since_time, since_digest = excluded.since_digest, since_place = excluded.since_place,
    since_position = excluded.since_position,
    value_digest = excluded.value_digest, deleted = excluded.deleted, value = excluded.value
