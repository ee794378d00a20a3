-- A stretch of the log with payloads, ended after `limit` entries or `bytes` bytes; an erased payload is null.
SELECT position, envelope, payload
FROM (
    SELECT log.position, log.envelope, entry.payload,
           sum(octet_length(entry.payload)) OVER (ORDER BY log.position) - octet_length(entry.payload) AS before
    FROM lineproof.log
    LEFT JOIN lineproof.entry USING (received_at, entry_id)
    WHERE log.position >= %(position)s AND log.position < %(position)s + %(limit)s
) AS stretch
WHERE coalesce(before, 0) < %(bytes)s
ORDER BY position
