"""OpenLineage events and ledger entries as values: no I/O."""
