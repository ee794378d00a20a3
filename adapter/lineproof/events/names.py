"""Keys of things that have names: SHA-256 over length-prefixed parts, so that no separator can be forged.

Names run to thousands of characters, more than a database index holds, and may hold any character. Where a run id is a
UUID, the keys of the run and of what belongs to it begin with its first 8 bytes: producers draw ids that rise with
time (version 7), and what happens together then lies together in an index, however long the log is.
"""

import hashlib
import re
from functools import lru_cache
from typing import Final

__all__ = ["dataset_key", "event_key", "facet_key", "job_key", "run_key"]

_WIDTH: Final = 8
_PREFIX: Final = 8
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_OF_RUNS: Final = frozenset(("run", "input", "output"))


def _key(kind: bytes, *parts: bytes) -> bytes:
    sized = [len(part).to_bytes(_WIDTH, "big") + part for part in parts]
    return hashlib.sha256(kind + b"".join(sized)).digest()


def dataset_key(namespace: str, name: str) -> bytes:
    """32 bytes that stand for one dataset."""
    return _key(b"dataset\0", namespace.encode(), name.encode())


def job_key(namespace: str, name: str) -> bytes:
    """32 bytes that stand for one job."""
    return _key(b"job\0", namespace.encode(), name.encode())


def run_key(job: bytes, run_id: str) -> bytes:
    """32 bytes that stand for one run of one job: producers reuse run ids across jobs."""
    key = _key(b"run\0", job, run_id.encode())
    if _UUID.fullmatch(run_id) is None:
        return key
    return bytes.fromhex(run_id[:18].replace("-", "")) + key[_PREFIX:]


def event_key(digest: bytes, authority: str) -> bytes:
    """32 bytes that stand for one event, as what wrote a dataset."""
    return _key(b"event\0", digest, authority.encode())


@lru_cache(maxsize=50_000)
def facet_key(slot: str, entity: bytes, via: bytes, name: str) -> bytes:
    """32 bytes that stand for one facet of one entity.

    `via` is the run of an input or output facet, the job of a stage, else empty.
    """
    # entities and vias are keys of 32 bytes, so that nothing else has to tell where the parts end
    parts = slot.encode(), entity, bytes([len(via)]), via, name.encode()
    key = hashlib.sha256(b"facet\0%b\0%b%b%b%b" % parts).digest()
    return (via or entity)[:_PREFIX] + key[_PREFIX:] if slot in _OF_RUNS else key
