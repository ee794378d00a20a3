"""Runs that tell of themselves: OpenLineage events through the standard's own client, into a file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

import attr
from openlineage.client import OpenLineageClient
from openlineage.client.client import OpenLineageConfig
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import BaseFacet, JobFacet, RunFacet, error_message_run, parent_run
from openlineage.client.transport.file import FileConfig, FileTransport
from openlineage.client.uuid import generate_new_uuid

from lineproof import __version__
from lineproof.errors import ConfigurationError

__all__ = ["PRODUCER", "ActiveRun", "Emitter"]

F = TypeVar("F", bound=BaseFacet)

PRODUCER: Final = f"https://w3id.org/lineproof/demo/{__version__}"
"""What the events name as their producer."""


class _Client(OpenLineageClient):
    """The client, deaf to the configuration of the user's own pipelines."""

    @property
    def config(self) -> OpenLineageConfig:
        return OpenLineageConfig()


@dataclass
class ActiveRun:
    """A run between its start and its end; what is put here is in the events that follow."""

    namespace: str
    job_name: str
    parent: "ActiveRun | None" = None
    job_facets: dict[str, JobFacet] = field(default_factory=dict)
    facets: dict[str, RunFacet] = field(default_factory=dict)
    inputs: list[InputDataset] = field(default_factory=list)
    outputs: list[OutputDataset] = field(default_factory=list)
    run_id: str = field(default_factory=lambda: str(generate_new_uuid()))


class Emitter:
    """Appends the events of runs to a file."""

    def __init__(self, events: Path) -> None:
        self.events = events
        transport = FileTransport(FileConfig(str(events), append=True))
        self._client = _Client(transport=transport)
        if self._client.transport is not transport:
            raise ConfigurationError("OPENLINEAGE_DISABLED is set, so that no event would be emitted; unset it")

    @contextmanager
    def running(self, run: ActiveRun) -> Iterator[ActiveRun]:
        """Emits START, and at the end COMPLETE, or FAIL where the body raises."""
        self._emit(RunState.START, run)
        try:
            yield run
        except Exception as exc:
            run.facets["errorMessage"] = error_message_run.ErrorMessageRunFacet(str(exc), "Python")
            self._emit(RunState.FAIL, run)
            raise
        self._emit(RunState.COMPLETE, run)

    def _emit(self, state: RunState, run: ActiveRun) -> None:
        event = RunEvent(
            eventType=state,
            eventTime=datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            producer=PRODUCER,
            run=Run(run.run_id, _signed({**run.facets, **_parent(run)})),
            job=Job(run.namespace, run.job_name, _signed(run.job_facets)),
            inputs=[attr.evolve(i, facets=_signed(i.facets), inputFacets=_signed(i.inputFacets)) for i in run.inputs],
            outputs=[
                attr.evolve(o, facets=_signed(o.facets), outputFacets=_signed(o.outputFacets)) for o in run.outputs
            ],
        )
        try:
            self._client.emit(event)
        except RuntimeError as exc:
            raise ConfigurationError(f"{self.events} cannot be written; name another folder: --dir") from exc


def _signed(facets: Mapping[str, F] | None) -> dict[str, F]:
    return {key: attr.evolve(facet, producer=PRODUCER) for key, facet in (facets or {}).items()}


def _parent(run: ActiveRun) -> dict[str, RunFacet]:
    parent = run.parent
    if parent is None:
        return {}
    root = parent
    while root.parent is not None:
        root = root.parent
    return {
        "parent": parent_run.ParentRunFacet(
            parent_run.Run(parent.run_id),
            parent_run.Job(parent.namespace, parent.job_name),
            parent_run.Root(parent_run.RootRun(root.run_id), parent_run.RootJob(root.namespace, root.job_name)),
        )
    }
