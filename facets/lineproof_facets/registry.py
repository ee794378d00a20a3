"""Which class stands behind a facet key on a dataset, a run or a job."""

from typing import Literal

from openlineage.client.generated.base import BaseFacet

from lineproof_facets.composition import LineproofCompositionDatasetFacet
from lineproof_facets.conclusion import LineproofConclusionDatasetFacet
from lineproof_facets.delivery import (
    LineproofDeliveryDatasetFacet,
    LineproofDeliveryJobFacet,
    LineproofDeliveryRunFacet,
)
from lineproof_facets.document import LineproofDocumentDatasetFacet
from lineproof_facets.license import LineproofLicenseDatasetFacet
from lineproof_facets.naming import LineproofNamingJobFacet
from lineproof_facets.purpose import LineproofPurposeJobFacet
from lineproof_facets.quality import LineproofQualityDatasetFacet
from lineproof_facets.record import LineproofRecordDatasetFacet
from lineproof_facets.source import LineproofSourceDatasetFacet
from lineproof_facets.storage import LineproofStorageDatasetFacet
from lineproof_facets.transformation import LineproofTransformationRunFacet

Entity = Literal["dataset", "run", "job"]

FACETS: dict[tuple[str, Entity], type[BaseFacet]] = {
    ("lineproof_license", "dataset"): LineproofLicenseDatasetFacet,
    ("lineproof_source", "dataset"): LineproofSourceDatasetFacet,
    ("lineproof_composition", "dataset"): LineproofCompositionDatasetFacet,
    ("lineproof_quality", "dataset"): LineproofQualityDatasetFacet,
    ("lineproof_storage", "dataset"): LineproofStorageDatasetFacet,
    ("lineproof_document", "dataset"): LineproofDocumentDatasetFacet,
    ("lineproof_transformation", "run"): LineproofTransformationRunFacet,
    ("lineproof_naming", "job"): LineproofNamingJobFacet,
    ("lineproof_purpose", "job"): LineproofPurposeJobFacet,
    ("lineproof_conclusion", "dataset"): LineproofConclusionDatasetFacet,
    ("lineproof_record", "dataset"): LineproofRecordDatasetFacet,
    ("lineproof_delivery", "run"): LineproofDeliveryRunFacet,
    ("lineproof_delivery", "job"): LineproofDeliveryJobFacet,
    ("lineproof_delivery", "dataset"): LineproofDeliveryDatasetFacet,
}
"""The class behind each facet key and entity."""
