"""The demo pipeline: a run of its own, and one for each stage below it."""

import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from openlineage.client.event_v2 import OutputDataset
from openlineage.client.facet_v2 import JobFacet, documentation_job, job_type_job, processing_engine_run

from lineproof import __version__
from lineproof.pipeline.demo.corpus import make_corpus
from lineproof.pipeline.demo.datasets import NAMESPACE, input_dataset, output_dataset
from lineproof.pipeline.demo.emitting import ActiveRun, Emitter
from lineproof.pipeline.demo.files import JsonLines, read_lines, write_lines
from lineproof.pipeline.demo.stages import STAGES, Result, Stage
from lineproof_facets import LineproofPurposeJobFacet, LineproofTransformationRunFacet, UseContext

__all__ = ["PIPELINE", "Done", "run_pipeline"]

PIPELINE: Final = "demo"
"""Name of the pipeline's job; a stage's is below it."""


class Done(NamedTuple):
    """A stage that has ended: how many records went in, what came out."""

    stage: Stage
    records_in: int
    file: JsonLines
    result: Result


def run_pipeline(folder: Path, emitter: Emitter, on_done: Callable[[Done], None], *, seed: int = 1) -> None:
    """Makes the raw files in `folder`, works them stage by stage, and emits an event at each start and end.

    Args:
        folder: where the files go; made if it is not there.
        emitter: takes the events.
        on_done: told of each stage at its end.
        seed: the same seed, the same files.

    Raises:
        ConfigurationError: the folder or the events' file cannot be written.
    """
    files = {name: write_lines(_path(folder, name), lines) for name, lines in make_corpus(seed).items()}
    pipeline = ActiveRun(
        NAMESPACE,
        PIPELINE,
        job_facets=_job_facets("Texts about sleep from four sources, made into one dataset.", "PIPELINE"),
        facets={
            "processing_engine": processing_engine_run.ProcessingEngineRunFacet(
                platform.python_version(), "Python", __version__
            )
        },
    )
    with emitter.running(pipeline):
        for order, stage in enumerate(STAGES):
            run = ActiveRun(
                NAMESPACE,
                f"{PIPELINE}.{stage.name}",
                parent=pipeline,
                job_facets=_job_facets(stage.description, "STAGE"),
                inputs=[input_dataset(name, files[name]) for name in stage.reads],
                outputs=[OutputDataset(NAMESPACE, stage.writes)],
            )
            if stage is STAGES[-1]:
                run.job_facets["lineproof_purpose"] = LineproofPurposeJobFacet(
                    UseContext.COMMERCIAL, intendedUse="training a model that is sold"
                )
            with emitter.running(run):
                result = stage.work({name: read_lines(files[name].path) for name in stage.reads})
                lines = (json.dumps(record, ensure_ascii=False) for record in result.records)
                file = files[stage.writes] = write_lines(_path(folder, stage.writes), lines)
                done = Done(stage, sum(files[name].records for name in stage.reads), file, result)
                run.outputs = [output_dataset(stage, result, file)]
                run.facets["lineproof_transformation"] = _transformation(order, done)
            on_done(done)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.jsonl"


def _job_facets(description: str, job_type: str) -> dict[str, JobFacet]:
    return {
        "documentation": documentation_job.DocumentationJobFacet(description),
        "jobType": job_type_job.JobTypeJobFacet("BATCH", "LINEPROOF", job_type),
    }


def _transformation(order: int, done: Done) -> LineproofTransformationRunFacet:
    return LineproofTransformationRunFacet(
        done.stage.name,
        stageOrder=order,
        transformationType=done.stage.transformation,
        licenseEffect=done.stage.effect,
        inputCount=done.records_in,
        outputCount=done.file.records,
        parameters=done.result.parameters or None,
        deduplicationInfo=done.result.deduplication,
        tool="lineproof demo",
        toolVersion=__version__,
    )
