"""From facets as they are stored to a provenance document."""

from collections.abc import Mapping, Sequence
from typing import Any

from lineproof.provenance.documents import ProvenanceDocument
from lineproof.provenance.lineage_section import Identify
from lineproof.provenance.reading import Reading, StageFacts
from lineproof.provenance.sections import sections


def from_facets(
    dataset_id: str,
    dataset_name: str,
    facets: Mapping[str, Any],
    stages: Sequence[StageFacts] = (),
    *,
    namespace: str,
    claims: bool = False,
    identify: Identify | None = None,
) -> Reading:
    """Read a dataset's facets as its provenance document.

    Facets may come from anyone: what is malformed is left out and noted, never raised. Without a licence
    facet the licence is `unclear` and `unverified`; without a source facet the source is the namespace. Where
    Lineproof's facets are silent, the standard's `storage`, `dataSource`, `documentation` and `tags` speak.

    Args:
        dataset_id: identifier of the dataset, not empty.
        dataset_name: name of the dataset, unless the facet `lineproof_document` gives one.
        facets: facets by key, each a JSON object; null and `_deleted` count as absent.
        stages: the stages that made the dataset, in any order; those of equal order stay as given.
        namespace: namespace of the dataset.
        claims: take `audit_info` from what the document claims instead of from what an audit concluded; for
            giving a document back, never for a record.
        identify: dataset_id of a parent that is named by namespace and name; by default both joined by "/".
    """
    plain_document, problems = sections(
        dataset_id, dataset_name, facets, stages, namespace=namespace, claims=claims, identify=identify
    )
    return Reading(ProvenanceDocument.model_validate(plain_document), problems)
