-- Identities of one batch, on their way in.
CREATE TEMPORARY TABLE IF NOT EXISTS staged_identity (
    event_time timestamptz NOT NULL,
    digest     bytea NOT NULL
) ON COMMIT DELETE ROWS
