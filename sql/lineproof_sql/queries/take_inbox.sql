-- Takes the oldest entries out of the inbox, with what their envelopes will say.
WITH taken AS (
    DELETE FROM lineproof.inbox
    WHERE entry_id <= (SELECT max(entry_id)
                       FROM (SELECT entry_id FROM lineproof.inbox ORDER BY entry_id LIMIT %(limit)s) AS oldest)
    RETURNING *
)
SELECT entry_id, received_at, event_time, kind::text, marks, authority::text, principal FROM taken ORDER BY entry_id
