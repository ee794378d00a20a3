-- The rules by which this mirror maps names.
INSERT INTO naming (event_time, digest, place, position, rules) VALUES (%s, %s, %s, %s, %s::json)
ON CONFLICT (single) DO UPDATE SET
    event_time = excluded.event_time, digest = excluded.digest, place = excluded.place, position = excluded.position,
    rules = excluded.rules
