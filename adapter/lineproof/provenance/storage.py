"""The section `storage_info`: where the bytes of a dataset lie."""

from typing import Any

from pydantic import model_validator

from lineproof.provenance.section import Count, Instant, Name, Section, Text
from lineproof_facets.vocabulary import Compression, FileFormat, StorageType


class Checksum(Section):
    """Checksum over the stored bytes."""

    algorithm: Name
    """Algorithm, such as sha256."""

    value: Name
    """The checksum itself."""


class Backup(Section):
    """A further copy. Text alone is read as its location."""

    location: Name
    """Where the copy lies."""

    storage_type: StorageType | None = None
    """Kind of store that holds the copy."""

    created_at: Instant | None = None
    """When the copy was made."""

    checksum: Checksum | None = None
    """Checksum of the copy."""

    @model_validator(mode="before")
    @classmethod
    def _text_is_a_location(cls, value: Any) -> Any:
        return {"location": value} if isinstance(value, str) else value


class StorageInfo(Section):
    """Location, format, size, checksum and copies of a dataset."""

    storage_type: StorageType | None = None
    """Kind of store."""

    location: Text | None = None
    """Where the dataset lies: a URI or a path."""

    file_format: FileFormat | None = None
    """Format of the stored data."""

    compression: Compression | None = None
    """Compression of the stored data."""

    size: Count | None = None
    """Size of the stored data in bytes."""

    checksum: Checksum | None = None
    """Checksum over the stored bytes."""

    backups: tuple[Backup, ...] = ()
    """Further copies."""
