-- What stood before; a stretch without a value has the value that still stands in `facet`.
INSERT INTO facet_history
SELECT said.facet_key, said.authority, said.event_time, said.digest, said.place, said.position, said.last_time,
       said.last_digest, said.last_place, said.last_position, said.value_digest, said.deleted,
       coalesce(said.value, facet.value)
FROM staged_history AS said
LEFT JOIN facet ON said.value IS NULL AND facet.facet_key = said.facet_key AND facet.authority = said.authority
ORDER BY said.facet_key, said.authority, said.event_time
ON CONFLICT (facet_key, authority, event_time, digest, place) DO UPDATE SET
    last_time = excluded.last_time, last_digest = excluded.last_digest, last_place = excluded.last_place,
    last_position = excluded.last_position
