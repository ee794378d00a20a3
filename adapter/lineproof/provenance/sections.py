"""From facets to the document in its plain form, field by field, without ever failing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lineproof.provenance import plain
from lineproof.provenance.assertions import UNDESCRIBED, license_section
from lineproof.provenance.audit_section import claims_section, conclusion_section
from lineproof.provenance.lineage_section import Identify, lineage_section
from lineproof.provenance.reader import Field, Reader
from lineproof.provenance.reading import Problem, StageFacts
from lineproof.provenance.storage_section import storage_section
from lineproof_facets.vocabulary import AcquisitionMethod, QualityTier, SourceType

_SOURCE: tuple[Field, ...] = (
    ("source_id", "sourceId", plain.name),
    ("source_name", "sourceName", plain.text),
    ("source_type", "sourceType", plain.member(SourceType)),
    ("source_url", "sourceUrl", plain.text),
    ("doi", "doi", plain.text),
    ("publication_date", "publicationDate", plain.day_or_instant_text),
    ("publisher", "publisher", plain.text),
    ("acquisition_method", "acquisitionMethod", plain.member(AcquisitionMethod)),
    ("acquisition_date", "acquisitionDate", plain.day_or_instant_text),
)
_DATA_SOURCE: tuple[Field, ...] = (("source_name", "name", plain.text), ("source_url", "uri", plain.text))
_TIMES: tuple[Field, ...] = (
    ("dataset_name", "datasetName", plain.name),
    ("created_at", "createdAt", plain.instant_text),
    ("acquired_at", "acquiredAt", plain.instant_text),
    ("processed_at", "processedAt", plain.instant_text),
    ("validated_at", "validatedAt", plain.instant_text),
    ("published_at", "publishedAt", plain.instant_text),
    ("updated_at", "updatedAt", plain.instant_text),
)
_WORDS: tuple[Field, ...] = (("language", "language", plain.text), ("notes", "notes", plain.text))
_QUALITY: tuple[Field, ...] = (
    ("quality_tier", "tier", plain.member(QualityTier)),
    ("record_count", "recordCount", plain.count),
)
_SCORES: tuple[Field, ...] = tuple(
    (score, score, plain.ratio) for score in ("empathy", "fidelity", "harmfulness", "domain_relevance", "overall")
)
_RECORD: tuple[Field, ...] = (("provenance_id", "provenanceId", plain.name),)


def sections(
    dataset_id: str,
    dataset_name: str,
    facets: Mapping[str, Any],
    stages: Sequence[StageFacts] = (),
    *,
    namespace: str,
    claims: bool = False,
    identify: Identify | None = None,
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Read a dataset's facets as the JSON object of its provenance document.

    The object is what `ProvenanceDocument.as_json` gives for the same document: identifiers, timestamps and
    all six sections, each without nulls. Arguments are those of `from_facets`.

    Returns:
        The object, and a problem for each part of a facet that was left out.
    """
    problems: list[Problem] = []
    reader = _opener(facets, problems)
    document = reader("lineproof_document")
    plain_document: dict[str, Any] = {"dataset_id": dataset_id, "dataset_name": dataset_name or dataset_id}
    if (record := reader("lineproof_record")) is not None:
        plain_document.update(record.fields(_RECORD))
    if document is not None:
        plain_document.update(document.fields(_TIMES))
    license_ = reader("lineproof_license")
    audit = claims_section(document) if claims else conclusion_section(reader("lineproof_conclusion"))
    plain_document |= {
        "source_info": _source(reader, namespace or dataset_id),
        "license_info": dict(UNDESCRIBED) if license_ is None else license_section(license_),
        "processing_lineage": lineage_section(stages, reader("lineproof_composition"), document, problems, identify),
        "storage_info": storage_section(reader("lineproof_storage"), reader("storage")),
        "audit_info": audit,
        "metadata": _metadata(reader, document),
    }
    return plain_document, tuple(problems)


def _opener(facets: Mapping[str, Any], problems: list[Problem]) -> Callable[[str], Reader | None]:
    """A function from a facet's key to its reader; None where the facet is absent or was deleted."""

    def reader(key: str) -> Reader | None:
        value = facets.get(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            problems.append(Problem(key, "", "expected an object"))
            return None
        return None if value.get("_deleted") is True else Reader(key, value, problems)

    return reader


def _source(reader: Callable[[str], Reader | None], namespace: str) -> dict[str, Any]:
    section: dict[str, Any] = {"source_id": namespace}
    for key in ("datasource", "dataSource"):
        if (standard := reader(key)) is not None:
            section.update(standard.fields(_DATA_SOURCE))
    if (own := reader("lineproof_source")) is not None:
        section.update(own.fields(_SOURCE))
        if authors := own.items("authors", plain.text):
            section["authors"] = authors
    return section


def _metadata(reader: Callable[[str], Reader | None], document: Reader | None) -> dict[str, Any]:
    section: dict[str, Any] = {}
    if (quality := reader("lineproof_quality")) is not None:
        section.update(quality.fields(_QUALITY))
        scores = quality.object("scores")
        if scores is not None and (read := scores.fields(_SCORES)):
            section["quality_scores"] = read
    if document is not None:
        section.update(document.fields(_WORDS))
        if tags := document.items("tags", plain.name):
            section["tags"] = tags
    if "notes" not in section and (words := reader("documentation")) is not None:
        section.update(words.fields((("notes", "description", plain.text),)))
    if "tags" not in section and (standard := reader("tags")) is not None:
        tags = [tag for entry in standard.objects("tags") if entry is not None and (tag := _tag(entry))]
        if tags:
            section["tags"] = tags
    return section


def _tag(entry: Reader) -> str | None:
    """A standard tag as text: its key, and its value where that says more; None for a tag of a field."""
    if entry.value.get("field"):
        return None
    key = entry.field("key", plain.name)
    value = entry.value.get("value")
    if key is None or value is None or value in {key, "true", ""}:
        return None if key is None else str(key)
    text = entry.field("value", plain.text)
    return str(key) if text is None else f"{key}:{text}"
