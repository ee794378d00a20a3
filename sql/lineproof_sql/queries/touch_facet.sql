-- Facets said again with the value they had: the times advance, the value stays untouched.
UPDATE facet SET
    event_time = said.event_time, digest = said.digest, place = said.place, position = said.position,
    since_time = said.since_time, since_digest = said.since_digest, since_place = said.since_place,
    since_position = said.since_position
FROM staged_facet AS said
WHERE facet.facet_key = said.facet_key AND facet.authority = said.authority
