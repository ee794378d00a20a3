"""From facets to the section `storage_info`."""

from typing import Any

from lineproof.provenance import plain
from lineproof.provenance.reader import Field, Reader
from lineproof_facets.vocabulary import Compression, FileFormat, StorageType

_STORAGE: tuple[Field, ...] = (
    ("storage_type", "storageType", plain.member(StorageType)),
    ("location", "location", plain.text),
    ("file_format", "fileFormat", plain.member(FileFormat)),
    ("compression", "compression", plain.member(Compression)),
    ("size", "size", plain.count),
)
_STANDARD = (
    ("storage_type", "storageLayer", {m.value for m in StorageType}),
    ("file_format", "fileFormat", {m.value for m in FileFormat}),
)
_BACKUP: tuple[Field, ...] = (
    ("location", "location", plain.name),
    ("storage_type", "storageType", plain.member(StorageType)),
    ("created_at", "createdAt", plain.instant_text),
)
_CHECKSUM: tuple[Field, ...] = (("algorithm", "algorithm", plain.name), ("value", "value", plain.name))


def storage_section(own: Reader | None, standard: Reader | None) -> dict[str, Any]:
    """The section `storage_info` of the facets `lineproof_storage` and, where it is silent, `storage`."""
    section: dict[str, Any] = {}
    if standard is not None:
        section.update(_standard(standard))
    if own is None:
        return section
    section.update(own.fields(_STORAGE))
    if checksum := _checksum(own):
        section["checksum"] = checksum
    backups = []
    for entry in own.objects("backups"):
        if entry is None:
            continue
        backup = entry.fields(_BACKUP)
        if checksum := _checksum(entry):
            backup["checksum"] = checksum
        if "location" in backup:
            backups.append(backup)
        elif "location" not in entry.value:
            entry.note("location", "expected a location")
    if backups:
        section["backups"] = backups
    return section


def _standard(facet: Reader) -> dict[str, Any]:
    """What the standard's facet says in values that a document has; its others say nothing here."""
    found = {}
    for name, key, values in _STANDARD:
        value = facet.field(key, plain.text)
        if value is not None and value.casefold() in values:
            found[name] = value.casefold()
    return found


def _checksum(parent: Reader) -> dict[str, Any] | None:
    reader = parent.object("checksum")
    if reader is None:
        return None
    found = reader.fields(_CHECKSUM)
    if len(found) == len(_CHECKSUM):
        return found
    reader.note("", "expected an algorithm and a value")
    return None
