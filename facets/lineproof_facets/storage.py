# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_storage`: where the bytes of a dataset lie."""

from typing import ClassVar

import attr
from openlineage.client.generated.base import DatasetFacet
from openlineage.client.utils import RedactMixin

from lineproof_facets.vocabulary import Compression, FileFormat, StorageType


@attr.define
class Checksum(RedactMixin):
    """Checksum over the stored bytes."""

    algorithm: str
    """Algorithm of the checksum, such as sha256."""

    value: str
    """The checksum itself, in the algorithm's usual notation."""


@attr.define
class Backup(RedactMixin):
    """One further copy of the dataset."""

    location: str
    """Where the copy lies: a URI or a path."""

    storageType: StorageType | None = attr.field(
        default=None, converter=attr.converters.optional(StorageType), kw_only=True
    )
    """Kind of store that holds the copy."""

    createdAt: str | None = attr.field(default=None, kw_only=True)
    """When the copy was made, ISO 8601."""

    checksum: Checksum | None = attr.field(default=None, kw_only=True)
    """Checksum of the copy."""


@attr.define
class LineproofStorageDatasetFacet(DatasetFacet):
    """Location, size, checksum and copies of a dataset's bytes."""

    storageType: StorageType | None = attr.field(default=None, converter=attr.converters.optional(StorageType))
    """Kind of store that holds the dataset."""

    location: str | None = attr.field(default=None, kw_only=True)
    """Where the dataset lies: a URI or a path."""

    fileFormat: FileFormat | None = attr.field(
        default=None, converter=attr.converters.optional(FileFormat), kw_only=True
    )
    """Format of the stored data."""

    compression: Compression | None = attr.field(
        default=None, converter=attr.converters.optional(Compression), kw_only=True
    )
    """Compression of the stored data."""

    size: int | None = attr.field(default=None, kw_only=True)
    """Size of the stored data in bytes."""

    checksum: Checksum | None = attr.field(default=None, kw_only=True)
    """Checksum over the stored bytes."""

    backups: list[Backup] | None = attr.field(default=None, kw_only=True)
    """Further copies of the dataset."""

    _additional_skip_redact: ClassVar[list[str]] = ["checksum"]

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofStorageDatasetFacet.json#/$defs/LineproofStorageDatasetFacet"
        )
