-- The newest position and its envelope.
SELECT position, envelope FROM lineproof.log ORDER BY position DESC LIMIT 1
