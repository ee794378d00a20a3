"""Leaves of the ledger's Merkle tree (RFC 9162, section 2.1.1)."""

import hashlib

__all__ = ["leaf_hash"]


def leaf_hash(envelope: bytes) -> bytes:
    """SHA-256 of 0x00 and the envelope's bytes."""
    return hashlib.sha256(b"\0" + envelope).digest()
