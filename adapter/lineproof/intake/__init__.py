"""Accepting events: from files, and into the ledger batch by batch."""
