"""Ids of datasets as people write them: one text for each (namespace, name), and back."""

import hashlib
import uuid

__all__ = ["audit_id", "dataset_id", "parse_dataset_id", "provenance_id"]


def dataset_id(namespace: str, name: str, *, local: str) -> str:
    """`name` for a dataset of the local namespace, `namespace#name` for any other.

    In the namespace `%` and `#` stand as `%25` and `%23`, so that the first `#` parts the two. A local name with
    a `#` in it is written in the long form.
    """
    if namespace == local and "#" not in name:
        return name
    return f"{namespace.replace('%', '%25').replace('#', '%23')}#{name}"


def parse_dataset_id(text: str, *, local: str) -> tuple[str, str]:
    """The (namespace, name) that an id stands for."""
    namespace, mark, name = text.partition("#")
    if not mark:
        return local, text
    return namespace.replace("%23", "#").replace("%25", "%"), name


def _uuid(digest: bytes) -> uuid.UUID:
    # version 8 of RFC 9562: bits of one's own making
    number = int.from_bytes(digest[:16], "big")
    number = number & ~(0xF << 76) | 8 << 76
    return uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62)


def provenance_id(dataset: bytes) -> uuid.UUID:
    """The record's id, derived from the dataset's key."""
    return _uuid(hashlib.sha256(b"provenance\0" + dataset).digest())


def audit_id(position: int, dataset: bytes) -> uuid.UUID:
    """A trail entry's id, derived from where the log told of the change."""
    return _uuid(hashlib.sha256(b"audit\0" + position.to_bytes(8, "big") + dataset).digest())
