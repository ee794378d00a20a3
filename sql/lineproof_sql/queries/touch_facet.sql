-- Facets said again with the value they had: the time advances, the value stays untouched.
UPDATE facet SET event_time = said.event_time, digest = said.digest, place = said.place, position = said.position
FROM staged_facet AS said
WHERE facet.facet_key = said.facet_key AND facet.authority = said.authority
