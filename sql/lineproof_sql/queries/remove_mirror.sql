-- Removes the mirror, of which the log has all, and forgets that it was made.
DROP SCHEMA IF EXISTS lineproof_mirror CASCADE;
DELETE FROM lineproof.migration WHERE substr(name, 6) LIKE 'mirror%';
UPDATE lineproof.cursor SET position = 0 WHERE reader = 'mirror'
