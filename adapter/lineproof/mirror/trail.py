"""The trail: which changes of a record are material, and what is written about one."""

import json
import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from lineproof.mirror.identifier import audit_id, provenance_id
from lineproof.mirror.statement import Statement
from lineproof.provenance.assertions import UNDESCRIBED
from lineproof.provenance.audit_section import UNAUDITED

__all__ = ["Change", "Material", "change", "material"]

Material = dict[str, Any]
"""What of a record is a matter of record: source, license, quality, storage, stages, parents, audit."""

_HEARTBEAT: Final = ("started_at", "completed_at", "input_count", "output_count")


def material(document: Mapping[str, Any]) -> Material:
    """The material part of a provenance document: no times of runs, no counts, no words, nothing that nobody said."""
    lineage = document.get("processing_lineage", {})
    metadata = document.get("metadata", {})
    license_info, audit_info = document.get("license_info"), document.get("audit_info")
    parts = {
        "source": document.get("source_info"),
        "license": None if license_info == UNDESCRIBED else license_info,
        "quality": {k: metadata[k] for k in ("quality_tier", "quality_scores") if k in metadata},
        "storage": document.get("storage_info"),
        "stages": [{k: v for k, v in s.items() if k not in _HEARTBEAT} for s in lineage.get("stages", ())],
        "parents": lineage.get("parent_datasets"),
        "audit": None if audit_info == UNAUDITED else audit_info,
    }
    return {name: part for name, part in parts.items() if part}


class Change(NamedTuple):
    """One entry of the trail; `old` and `new` hold the parts that differ, None where there was or is no record."""

    audit_id: uuid.UUID
    provenance_id: uuid.UUID
    dataset_id: str
    action: str
    changed_by: str
    changed_at: datetime
    old: Material | None
    new: Material | None
    reason: str
    position: int
    principal: str
    authority: str
    producer: str

    def parameters(self) -> dict[str, Any]:
        """Parameters of the query that writes it."""
        values = self._asdict()
        for side in ("old", "new"):
            value = values.pop(side)
            values[f"{side}_value"] = None if value is None else json.dumps(value, ensure_ascii=False)
        values["change_reason"] = values.pop("reason")
        return values


def change(
    statement: Statement, dataset: bytes, dataset_id: str, old: Material | None, new: Material | None
) -> Change | None:
    """What `statement` changed of one record, where None stands for none; None if nothing material."""
    before: Material | None
    after: Material | None
    if old == new:
        return None
    if old is None:
        action, before, after = "created", None, new
    elif new is None:
        action, before, after = "deleted", old, None
    else:
        differing = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
        action = "audited" if differing == ["audit"] else "updated"
        before, after = {name: old.get(name) for name in differing}, {name: new.get(name) for name in differing}
        if "stages" in differing:
            before["stages"], after["stages"] = _differing(before["stages"] or [], after["stages"] or [])
    return Change(
        audit_id(statement.position, dataset),
        provenance_id(dataset),
        dataset_id,
        action,
        statement.envelope.principal,
        statement.envelope.numbered_at,
        before,
        after,
        _reason(statement),
        statement.position,
        statement.envelope.principal,
        statement.envelope.authority,
        statement.event.producer,
    )


def _differing(before: list[Any], after: list[Any]) -> tuple[list[Any], list[Any]]:
    # a dataset that many jobs write must not tell of all of them each time
    gone, new = Counter(map(_text, before)), Counter(map(_text, after))
    return _among(before, gone - new), _among(after, new - gone)


def _among(stages: list[Any], texts: Counter[str]) -> list[Any]:
    found = []
    for stage in stages:
        text = _text(stage)
        if texts[text] > 0:
            texts[text] -= 1
            found.append(stage)
    return found


def _text(stage: Any) -> str:
    return json.dumps(stage, sort_keys=True)


def _reason(statement: Statement) -> str:
    event = statement.event
    if event.job is None:
        return "a DatasetEvent"
    job = f"job {event.job.namespace}/{event.job.name}"
    if event.run is None:
        return f"a JobEvent of {job}"
    return f"{event.event_type or 'an event'} of run {event.run.run_id} of {job}"
