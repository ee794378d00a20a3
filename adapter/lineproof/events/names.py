"""Keys of things that have names: SHA-256 over length-prefixed parts, so that no separator can be forged.

Names run to thousands of characters, more than a database index holds, and may hold any character.
"""

import hashlib
from typing import Final

__all__ = ["dataset_key", "facet_key", "job_key", "run_key"]

_WIDTH: Final = 8


def _key(kind: bytes, *parts: bytes) -> bytes:
    hashed = hashlib.sha256(kind)
    for part in parts:
        hashed.update(len(part).to_bytes(_WIDTH, "big"))
        hashed.update(part)
    return hashed.digest()


def dataset_key(namespace: str, name: str) -> bytes:
    """32 bytes that stand for one dataset."""
    return _key(b"dataset\0", namespace.encode(), name.encode())


def job_key(namespace: str, name: str) -> bytes:
    """32 bytes that stand for one job."""
    return _key(b"job\0", namespace.encode(), name.encode())


def run_key(job: bytes, run_id: str) -> bytes:
    """32 bytes that stand for one run of one job: producers reuse run ids across jobs."""
    return _key(b"run\0", job, run_id.encode())


def facet_key(slot: str, entity: bytes, via: bytes, name: str) -> bytes:
    """32 bytes that stand for one facet of one entity; `via` is the run of an input or output facet, else empty."""
    return _key(b"facet\0", slot.encode(), entity, via, name.encode())
