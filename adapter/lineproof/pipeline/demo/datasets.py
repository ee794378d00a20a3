"""The demo's datasets as OpenLineage describes them."""

from datetime import UTC, datetime
from typing import Final

from openlineage.client.event_v2 import InputDataset, OutputDataset
from openlineage.client.facet_v2 import (
    DatasetFacet,
    dataset_version_dataset,
    documentation_dataset,
    input_statistics_input_dataset,
    output_statistics_output_dataset,
    schema_dataset,
)

from lineproof.pipeline.demo.corpus import SOURCES
from lineproof.pipeline.demo.files import JsonLines
from lineproof.pipeline.demo.scoring import tier_of
from lineproof.pipeline.demo.sources import TIERS, describe_source
from lineproof.pipeline.demo.stages import Result, Stage
from lineproof_facets import (
    Checksum,
    Compression,
    FileFormat,
    LineproofCompositionDatasetFacet,
    LineproofQualityDatasetFacet,
    LineproofStorageDatasetFacet,
    ParentDataset,
    StorageType,
)

__all__ = ["NAMESPACE", "input_dataset", "output_dataset"]

NAMESPACE: Final = "lineproof-demo"
"""Namespace of the demo's jobs and datasets."""


def input_dataset(name: str, file: JsonLines) -> InputDataset:
    """A dataset that a stage reads; a raw one is described here, for no job of ours wrote it."""
    facets: dict[str, DatasetFacet] = {}
    if name in SOURCES:
        facets = {
            **describe_source(name),
            "lineproof_quality": LineproofQualityDatasetFacet(TIERS[name], recordCount=file.records),
            **_stored(file),
        }
    statistics = input_statistics_input_dataset.InputStatisticsInputDatasetFacet(
        rowCount=file.records, size=file.size, fileCount=1
    )
    return InputDataset(NAMESPACE, name, facets=facets, inputFacets={"inputStatistics": statistics})


def output_dataset(stage: Stage, result: Result, file: JsonLines) -> OutputDataset:
    """The dataset that a stage has written."""
    facets: dict[str, DatasetFacet] = {
        "schema": schema_dataset.SchemaDatasetFacet(
            [schema_dataset.SchemaDatasetFacetFields(name, type_) for name, type_ in stage.fields.items()]
        ),
        "lineproof_quality": _quality(result, file),
        **_stored(file),
    }
    if result.shares is not None:
        facets["lineproof_composition"] = LineproofCompositionDatasetFacet(
            [
                ParentDataset(namespace=NAMESPACE, name=name, contributionRatio=share)
                for name, share in result.shares.items()
            ]
        )
        facets["documentation"] = documentation_dataset.DocumentationDatasetFacet(
            "Distinct texts of all sources that score well enough."
        )
    statistics = output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(
        rowCount=file.records, size=file.size, fileCount=1
    )
    return OutputDataset(NAMESPACE, stage.writes, facets=facets, outputFacets={"outputStatistics": statistics})


def _quality(result: Result, file: JsonLines) -> LineproofQualityDatasetFacet:
    if result.scores is None:
        return LineproofQualityDatasetFacet(recordCount=file.records)
    return LineproofQualityDatasetFacet(
        tier_of(result.scores["overall"]),
        scores=result.scores,
        recordCount=file.records,
        method="means of scores by the words of each record",
        assessedAt=datetime.now(UTC).isoformat(),
    )


def _stored(file: JsonLines) -> dict[str, DatasetFacet]:
    return {
        "lineproof_storage": LineproofStorageDatasetFacet(
            StorageType.LOCAL,
            location=str(file.path),
            fileFormat=FileFormat.JSONL,
            compression=Compression.NONE,
            size=file.size,
            checksum=Checksum("sha256", file.sha256),
        ),
        "version": dataset_version_dataset.DatasetVersionDatasetFacet(file.sha256[:12]),
    }
