"""What each stage of the demo does with records."""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from lineproof.pipeline.demo.corpus import SOURCES
from lineproof.pipeline.demo.scoring import SCORES, score_text
from lineproof_facets import LicenseEffect, TransformationType

__all__ = ["STAGES", "Result", "Stage"]

Inputs = Mapping[str, list[str]]
"""Lines of the datasets that a stage reads, by their names."""

_ENOUGH: Final = 0.5


@dataclass
class Result:
    """The records that a stage makes, and what it can tell of them."""

    records: list[dict[str, Any]]
    parameters: dict[str, Any] = field(default_factory=dict)
    deduplication: dict[str, Any] | None = None
    scores: dict[str, float] | None = None
    shares: dict[str, float] | None = None


class Stage(NamedTuple):
    """One stage: which datasets it reads, which one it writes, and how."""

    name: str
    description: str
    reads: tuple[str, ...]
    writes: str
    fields: dict[str, str]
    transformation: TransformationType
    effect: LicenseEffect
    work: Callable[[Inputs], Result]


def _read(inputs: Inputs) -> Result:
    return Result(
        [
            {"source": name, "line": number, "raw": line}
            for name, lines in inputs.items()
            for number, line in enumerate(lines, start=1)
        ]
    )


def _normalise(inputs: Inputs) -> Result:
    kept = []
    dropped = Counter(unparsable=0, empty=0)
    for record in _records(inputs):
        try:
            read = json.loads(record["raw"])
        except ValueError:
            dropped["unparsable"] += 1
            continue
        text = " ".join(unicodedata.normalize("NFKC", read["text"]).split())
        if text:
            kept.append({"id": read["id"], "source": record["source"], "text": _as_sentence(text)})
        else:
            dropped["empty"] += 1
    return Result(kept, {"unicode_form": "NFKC", "white_space": "collapsed", "dropped": dict(dropped)})


def _as_sentence(text: str) -> str:
    return text.capitalize() if text.isupper() else text[0].upper() + text[1:]


def _deduplicate(inputs: Inputs) -> Result:
    first: dict[str, dict[str, Any]] = {}
    records = _records(inputs)
    removed: Counter[str] = Counter()
    for record in records:
        digest = hashlib.sha256(record["text"].casefold().encode()).hexdigest()
        if digest in first:
            removed[record["source"]] += 1
        else:
            first[digest] = {**record, "sha256": digest}
    return Result(
        list(first.values()),
        deduplication={
            "method": "SHA-256 of the text, case folded; the first one stays",
            "removed": len(records) - len(first),
            "removed_by_source": dict(sorted(removed.items())),
        },
    )


def _score(inputs: Inputs) -> Result:
    records = [{**record, "scores": score_text(record["text"])} for record in _records(inputs)]
    return Result(records, {"scores": list(SCORES)}, scores=_means(records))


def _compile(inputs: Inputs) -> Result:
    records = [record for record in _records(inputs) if record["scores"]["overall"] >= _ENOUGH]
    by_source = Counter(record["source"] for record in records)
    shares = {name: round(by_source[name] / len(records), 6) for name in SOURCES}
    return Result(records, {"minimum_overall": _ENOUGH}, scores=_means(records), shares=shares)


def _records(inputs: Inputs) -> list[dict[str, Any]]:
    return [json.loads(line) for lines in inputs.values() for line in lines]


def _means(records: list[dict[str, Any]]) -> dict[str, float]:
    return {name: round(sum(record["scores"][name] for record in records) / len(records), 4) for name in SCORES}


_TEXT: Final = {"id": "string", "source": "string", "text": "string"}
_DISTINCT: Final = {**_TEXT, "sha256": "string"}
_SCORED: Final = {**_DISTINCT, "scores": "object"}

STAGES: Final = (
    Stage(
        "read",
        "Gathers the lines of all sources, as they are.",
        tuple(SOURCES),
        "collected",
        {"source": "string", "line": "integer", "raw": "string"},
        TransformationType.INGESTION,
        LicenseEffect.MERGE,
        _read,
    ),
    Stage(
        "normalise",
        "Parses each line; one form of Unicode, white space and case. What does not parse is dropped.",
        ("collected",),
        "normalised",
        _TEXT,
        TransformationType.NORMALIZATION,
        LicenseEffect.DERIVATIVE,
        _normalise,
    ),
    Stage(
        "deduplicate",
        "Keeps the first of all records with the same text.",
        ("normalised",),
        "deduplicated",
        _DISTINCT,
        TransformationType.DEDUPLICATION,
        LicenseEffect.SUBSET,
        _deduplicate,
    ),
    Stage(
        "score",
        "Gives each record scores from 0 to 1.",
        ("deduplicated",),
        "scored",
        _SCORED,
        TransformationType.QUALITY_SCORING,
        LicenseEffect.DERIVATIVE,
        _score,
    ),
    Stage(
        "compile",
        "Takes the records that are good enough.",
        ("scored",),
        "compiled/v1",
        _SCORED,
        TransformationType.COMPILATION,
        LicenseEffect.SUBSET,
        _compile,
    ),
)
"""The stages in their order."""
