"""Proofs about the ledger as values: no I/O."""
