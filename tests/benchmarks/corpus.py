"""The events that everything is measured with: runs that start and complete, as real producers send them.

A job reads a dataset and writes one that is its own; both follow Zipf's law. Times rise, and several runs are under way
at once. One event in a hundred says something of its output that changes the record; the others repeat what was said.
"""

import itertools
import random
from bisect import bisect
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from openlineage.client.uuid import generate_static_uuid

from benchmarks.entities import PRODUCER, input_dataset, job_text, output_dataset, run_facets

__all__ = ["DATASETS", "JOBS", "SEED", "Corpus"]

DATASETS: Final = 10_000
JOBS: Final = 4_000
SEED: Final = 1

_STRETCH: Final = 20_000
_CHANGING: Final = 0.01
_UNDER_WAY: Final = 16
_BEGIN: Final = datetime(2025, 1, 1, tzinfo=UTC)
_TICK: Final = 10_000


class _Run(NamedTuple):
    run_id: bytes
    job: int
    read: int


class _Zipf:
    """Ranks: the second half as often as the first, the third a third as often."""

    def __init__(self, ranks: int) -> None:
        self._upto = list(itertools.accumulate(1 / rank for rank in range(1, ranks + 1)))

    def draw(self, chance: random.Random) -> int:
        """A rank, from 0."""
        return bisect(self._upto, chance.random() * self._upto[-1])


class Corpus:
    """Events without end, the same for the same seed; made when they are taken."""

    def __init__(self, seed: int = SEED) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - the same events for the same seed
        self._datasets, self._jobs = _Zipf(DATASETS), _Zipf(JOBS)
        self._versions: dict[int, int] = {}
        self._ticks = itertools.count()
        self._events = self._stream()

    def take(self, count: int) -> list[bytes]:
        """The next events."""
        return list(itertools.islice(self._events, count))

    def stretches(self, count: int) -> Iterator[list[bytes]]:
        """The next events, a stretch that fits into memory after the other."""
        for low in range(0, count, _STRETCH):
            yield self.take(min(_STRETCH, count - low))

    def _stream(self) -> Iterator[bytes]:
        under_way: deque[_Run] = deque()
        while True:
            at = self._now()
            run = self._run(at)
            under_way.append(run)
            yield self._event(at, run, ended=False)
            if len(under_way) > _UNDER_WAY:
                yield self._event(self._now(), under_way.popleft(), ended=True)

    def _now(self) -> datetime:
        return _BEGIN + timedelta(microseconds=next(self._ticks) * _TICK + self._chance.randrange(_TICK))

    def _run(self, at: datetime) -> _Run:
        job = self._jobs.draw(self._chance)
        return _Run(str(generate_static_uuid(at, b"%d" % job)).encode(), job, self._datasets.draw(self._chance))

    def _event(self, at: datetime, run: _Run, *, ended: bool) -> bytes:
        if self._chance.random() < _CHANGING:
            self._versions[run.job] = self._versions.get(run.job, 0) + 1
        rows = self._chance.randrange(1_000_000) if ended else None
        written = run.job * DATASETS // JOBS  # over all ranks: jobs that run often write what is read often
        return _EVENT % (
            at.isoformat(timespec="microseconds").encode(),
            b"COMPLETE" if ended else b"START",
            run.run_id,
            b"{}" if ended else run_facets(run.job, at),
            job_text(run.job, ended=ended),
            input_dataset(run.read),
            output_dataset(written, self._versions.get(run.job, 0), rows),
        )


_EVENT: Final = (
    b'{"eventTime":"%%b","eventType":"%%b","producer":"%b",'
    b'"schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",'
    b'"run":{"runId":"%%b","facets":%%b},"job":%%b,"inputs":[%%b],"outputs":[%%b]}' % PRODUCER.encode()
)
