"""What is known of the demo's raw datasets: where they come from, and under which licences. All of it is made up."""

from typing import Final

from openlineage.client.facet_v2 import DatasetFacet, documentation_dataset

from lineproof_facets import (
    AcquisitionMethod,
    Evidence,
    LicenseAssertion,
    LicenseType,
    LineproofLicenseDatasetFacet,
    LineproofSourceDatasetFacet,
    QualityTier,
    SourceType,
    VerificationStatus,
)

__all__ = ["TIERS", "describe_source"]

TIERS: Final = {
    "raw/journals": QualityTier.PRIORITY,
    "raw/dialogues": QualityTier.PROFESSIONAL,
    "raw/forum": QualityTier.REDDIT,
    "raw/handouts": QualityTier.ARCHIVE,
}
"""Tier of each raw dataset."""

_SOURCES: Final = {
    "raw/journals": LineproofSourceDatasetFacet(
        sourceId="journal-of-restful-nights",
        sourceName="Journal of Restful Nights",
        sourceType=SourceType.JOURNAL,
        sourceUrl="https://journal.example.org",
        doi="10.5555/lineproof.demo",
        publicationDate="2024-11-02",
        authors=["A. Author", "B. Author"],
        publisher="Example Society",
        acquisitionMethod=AcquisitionMethod.API,
        acquisitionDate="2025-03-14",
    ),
    "raw/dialogues": LineproofSourceDatasetFacet(
        sourceId="example-counselling",
        sourceName="Example Counselling Ltd",
        sourceType=SourceType.INTERNAL,
        acquisitionMethod=AcquisitionMethod.CONTRACTED,
        acquisitionDate="2025-02-01",
    ),
    "raw/forum": LineproofSourceDatasetFacet(
        sourceId="night-owls",
        sourceName="Night Owls forum",
        sourceType=SourceType.SOCIAL_MEDIA,
        sourceUrl="https://forum.example.com",
        acquisitionMethod=AcquisitionMethod.API,
        acquisitionDate="2025-04-20",
    ),
    "raw/handouts": LineproofSourceDatasetFacet(
        sourceId="clinic-handouts",
        sourceName="Handouts found on the web",
        sourceType=SourceType.TRAINING_MATERIAL,
        acquisitionMethod=AcquisitionMethod.WEB_SCRAPING,
        acquisitionDate="2025-04-22",
    ),
}

_LICENSES: Final = {
    "raw/journals": LicenseAssertion(
        "CC-BY-4.0",
        url="https://creativecommons.org/licenses/by/4.0/",
        licensor="Example Society",
        attributionText="Journal of Restful Nights, Example Society, CC BY 4.0",
        attributionRequired=True,
        commercialUseAllowed=True,
        modificationsAllowed=True,
        evidence=[Evidence(type="web_page", url="https://journal.example.org/license")],
    ),
    "raw/dialogues": LicenseAssertion(
        "LicenseRef-Example-Counselling",
        licenseType=LicenseType.CONTRACTED,
        name="Example Counselling data licence",
        licensor="Example Counselling Ltd",
        contractReference="EC-2025-017",
        validFrom="2025-02-01",
        validUntil="2028-01-31",
        commercialUseAllowed=True,
        modificationsAllowed=True,
        restrictions=["no redistribution of single dialogues"],
        verificationStatus=VerificationStatus.PENDING,
        evidence=[Evidence(type="contract", note="EC-2025-017, signed 2025-01-28")],
    ),
    "raw/forum": LicenseAssertion(
        "CC-BY-NC-4.0",
        url="https://creativecommons.org/licenses/by-nc/4.0/",
        attributionText="Members of the Night Owls forum, CC BY-NC 4.0",
        attributionRequired=True,
        commercialUseAllowed=False,
        modificationsAllowed=True,
    ),
}

_WORDS: Final = {
    "raw/journals": "Sentences from articles on sleep.",
    "raw/dialogues": "What counsellors answered, bought under a contract.",
    "raw/forum": "Posts of a forum.",
    "raw/handouts": "Advice from leaflets on the web; nobody noted under which licence.",
}


def describe_source(name: str) -> dict[str, DatasetFacet]:
    """Facets of a raw dataset: its source, a word about it and, where somebody stated one, its licence."""
    facets: dict[str, DatasetFacet] = {
        "lineproof_source": _SOURCES[name],
        "documentation": documentation_dataset.DocumentationDatasetFacet(_WORDS[name]),
    }
    if name in _LICENSES:
        facets["lineproof_license"] = LineproofLicenseDatasetFacet([_LICENSES[name]])
    return facets
