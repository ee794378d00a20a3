-- A stretch of the log, and where its entries lie.
SELECT position, envelope, received_at, entry_id
FROM lineproof.log
WHERE position >= %(position)s::bigint AND position < %(position)s::bigint + %(limit)s
ORDER BY position
