"""Provenance records, made from what stands about a dataset and from the runs that wrote it."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from lineproof.events.authority import may_claim
from lineproof.events.instant import parse_instant
from lineproof.events.shield import shield, unshield
from lineproof.mirror.content import TRANSFORMATION
from lineproof.mirror.fold import OUTPUT_STATISTICS
from lineproof.mirror.identifier import dataset_id, provenance_id
from lineproof.mirror.rows import FacetRow, RunRow, StageRow
from lineproof.mirror.state import State
from lineproof.provenance.reading import StageFacts
from lineproof.provenance.sections import sections

__all__ = ["RECORD_FACETS", "RecordMaker", "RecordRow"]

RECORD_FACETS: Final = frozenset(
    (
        "lineproof_license", "lineproof_source", "lineproof_composition", "lineproof_quality", "lineproof_storage",
        "lineproof_document", "lineproof_conclusion", "storage", "dataSource", "datasource", "documentation", "tags",
    )
)  # fmt: skip
"""Dataset facets that a record is made of."""

_JSONB: Final = b"\x01"
_FACET_BYTES: Final = 256 * 1024


@dataclass(slots=True)
class RecordRow:
    """A row of `dataset_provenance`; JSON as the binary form of `jsonb`."""

    provenance_id: uuid.UUID
    dataset_key: bytes
    dataset_id: str
    dataset_name: str
    source_info: bytes
    license_info: bytes
    created_at: datetime
    acquired_at: datetime | None
    processed_at: datetime | None
    validated_at: datetime | None
    published_at: datetime | None
    asserted_at: datetime
    processing_lineage: bytes
    storage_info: bytes
    audit_info: bytes
    metadata: bytes
    provenance_document: bytes
    namespace: str


class RecordMaker:
    """Makes records of datasets from a state."""

    def __init__(self, state: State, local_namespace: str) -> None:
        self._state = state
        self._local = local_namespace

    def dataset_id(self, dataset: bytes) -> str:
        """The id that people know the dataset by."""
        row = self._state.datasets[dataset]
        return dataset_id(row.namespace, row.name, local=self._local)

    def document(self, dataset: bytes) -> dict[str, Any]:
        """The provenance document of a dataset, as a JSON object without nulls."""
        row = self._state.datasets[dataset]
        facets = {
            held.name: may_claim(held.authority, held.name, _decoded(held.value))
            for held in self._state.deciding(dataset)
            if not held.deleted
        }
        document, _ = sections(
            self.dataset_id(dataset),
            row.name,
            facets,
            [self._facts(stage) for stage in self._state.stages_of(dataset)],
            namespace=row.namespace,
            identify=lambda namespace, name: dataset_id(namespace, name, local=self._local),
        )
        document["provenance_id"] = str(provenance_id(dataset))
        return document

    def row(self, dataset: bytes) -> RecordRow:
        """The record of a dataset as it is now."""
        document = self.document(dataset)
        encoded = {name: _json(part) for name, part in document.items()}
        seen = self._state.datasets[dataset]
        ended = [run.ended_at for run in self._runs(dataset) if run.state == "COMPLETE" and run.ended_at is not None]
        created_at = _instant(document, "created_at") or seen.first_seen
        return RecordRow(
            provenance_id=provenance_id(dataset),
            dataset_key=dataset,
            dataset_id=document["dataset_id"],
            dataset_name=document["dataset_name"],
            source_info=_JSONB + encoded["source_info"],
            license_info=_JSONB + encoded["license_info"],
            created_at=created_at,
            acquired_at=_instant(document, "acquired_at") or _instant(document["source_info"], "acquisition_date"),
            processed_at=_instant(document, "processed_at") or max(ended, default=None),
            validated_at=_instant(document, "validated_at"),
            published_at=_instant(document, "published_at"),
            asserted_at=self._asserted_at(dataset),
            processing_lineage=_JSONB + encoded["processing_lineage"],
            storage_info=_JSONB + encoded["storage_info"],
            audit_info=_JSONB + encoded["audit_info"],
            metadata=_JSONB + encoded["metadata"],
            provenance_document=_JSONB
            + b"{%b}" % b",".join(b'"%b":%b' % (name.encode(), part) for name, part in encoded.items()),
            namespace=seen.namespace,
        )

    def _asserted_at(self, dataset: bytes) -> datetime:
        times = [row.order[0] for row in self._state.deciding(dataset)]
        for stage in self._state.stages_of(dataset):
            times.append(stage.since)
            times += [row.order[0] for row in self._definitions(stage)]
        return max(times, default=self._state.datasets[dataset].first_seen)

    def _runs(self, dataset: bytes) -> list[RunRow]:
        return [self._state.runs[stage.run_key] for stage in self._state.stages_of(dataset)]

    def _definitions(self, stage: StageRow) -> list[FacetRow]:
        return self._state.said("stage", stage.dataset_key, stage.job_key, TRANSFORMATION)

    def _facts(self, stage: StageRow) -> StageFacts:
        run = self._state.runs[stage.run_key]
        definition = self._state.standing("stage", stage.dataset_key, stage.job_key, TRANSFORMATION)
        return StageFacts(
            facet=None if definition is None else _decoded(definition.value),
            job_name=self._state.jobs[stage.job_key].name,
            started_at=run.started_at,
            completed_at=run.ended_at if run.state == "COMPLETE" else None,
            output_count=self._output_count(stage),
        )

    def _output_count(self, stage: StageRow) -> int | None:
        held = self._state.standing("output", stage.dataset_key, stage.run_key, OUTPUT_STATISTICS)
        statistics = None if held is None else _decoded(held.value)
        rows = statistics.get("rowCount") if isinstance(statistics, Mapping) else None
        if isinstance(rows, int) and not isinstance(rows, bool) and 0 <= rows < 1 << 63:
            return rows
        return None


def _decoded(value: bytes | None) -> Any:
    # What is too large, or what no number of Python can hold, is as good as no object: the record leaves it out.
    if value is None:
        return None
    if len(value) > _FACET_BYTES:
        return False
    try:
        return _shielded_inside(msgspec.json.decode(value))
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return False


def _shielded_inside(facet: Any) -> Any:
    # `verbatim` holds JSON text inside JSON text, which the shield over the whole payload does not reach.
    verbatim = facet.get("verbatim") if isinstance(facet, Mapping) else None
    if not isinstance(verbatim, Mapping):
        return facet
    texts = {
        name: shield(unshield(text).encode(errors="replace")).decode() if isinstance(text, str) else text
        for name, text in verbatim.items()
    }
    return {**facet, "verbatim": texts}


def _instant(section: Mapping[str, Any], name: str) -> datetime | None:
    text = section.get(name)
    if not isinstance(text, str):
        return None
    try:
        return parse_instant(text if "T" in text else f"{text}T00:00:00Z").at
    except ValueError:
        return None


def _object(members: Mapping[str, bytes]) -> bytes:
    return b"{%b}" % b",".join(b'"%b":%b' % (name.encode(), member) for name, member in members.items())


def _json(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except OverflowError:  # what somebody said in free form may hold whole numbers of any size
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
