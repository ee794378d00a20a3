SELECT facet_key, authority::text, event_time, digest, place, position, last_time, last_digest, last_place, last_position,
       value_digest, deleted, value::text
FROM facet_history WHERE facet_key = ANY(%b::bytea[])
