-- Removes the mirror, of which the log has all, and forgets that it was made.
-- in the order in which a projector locks
SELECT FROM lineproof.cursor WHERE reader = 'mirror' FOR UPDATE;
DROP SCHEMA IF EXISTS lineproof_mirror CASCADE;
DELETE FROM lineproof.migration WHERE substr(name, 6) LIKE 'mirror%';
UPDATE lineproof.cursor SET position = 0 WHERE reader = 'mirror'
