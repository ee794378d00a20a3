-- Of the facets that a dataset's record is made of, the last word of each authority by what was valid and known then.
WITH wanted AS (
    SELECT * FROM facet WHERE entity_key = %(dataset)s AND slot = 'dataset' AND name = ANY(%(names)s)
    UNION ALL
    SELECT * FROM facet WHERE entity_key = %(dataset)s AND slot = 'stage'
    UNION ALL
    SELECT * FROM facet WHERE facet_key = ANY(%(facets)s)
), stretch AS (
    SELECT facet_key, authority, slot, entity_key, via_key, name, since_time AS first_time, since_digest AS first_digest,
           since_place AS first_place, since_position AS first_position, event_time AS last_time, digest AS last_digest,
           place AS last_place, position AS last_position, value_digest, deleted, value
    FROM wanted
    UNION ALL
    SELECT facet_key, authority, slot, entity_key, via_key, name, past.event_time, past.digest, past.place, past.position,
           past.last_time, past.last_digest, past.last_place, past.last_position, past.value_digest, past.deleted, past.value
    FROM wanted JOIN facet_history AS past USING (facet_key, authority)
), asked AS (
    SELECT *, last_time <= %(at)s AND last_position < %(before)s AS whole
    FROM stretch WHERE first_time <= %(at)s AND first_position < %(before)s
)
SELECT DISTINCT ON (facet_key, authority)
       facet_key, authority::text, slot, entity_key, via_key, name,
       CASE WHEN whole THEN last_time ELSE first_time END AS event_time,
       CASE WHEN whole THEN last_digest ELSE first_digest END AS digest,
       CASE WHEN whole THEN last_place ELSE first_place END AS place,
       CASE WHEN whole THEN last_position ELSE first_position END AS position,
       first_time, first_digest, first_place, first_position, value_digest, deleted, value::text
FROM asked
ORDER BY facet_key, authority, asked.first_time DESC, asked.first_digest DESC, asked.first_place DESC
