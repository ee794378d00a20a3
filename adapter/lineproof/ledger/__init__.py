"""The append-only ledger in PostgreSQL: connecting, migrating, appending, numbering, reading."""
