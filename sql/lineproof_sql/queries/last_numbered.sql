-- The clock, and the envelope of the newest position.
SELECT clock_timestamp(), (SELECT envelope FROM lineproof.log ORDER BY position DESC LIMIT 1)
