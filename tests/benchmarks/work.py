"""The work that is measured: what the product does with the bytes of events, and the least that can be done with them.

All of it is done over one connection at a time, a batch a transaction. What it returns are seconds.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from lineproof.events.received import Received, receive
from lineproof.ledger.append import append
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.number import number
from lineproof.ledger.reading import counts
from lineproof.mirror.follow import catch_up

__all__ = ["Place", "Seconds", "append_bytes", "append_judged", "check", "copy", "empty_table", "mirror", "place"]

_MAX_EVENT_BYTES: Final = 64 * 1024 * 1024


class Place(NamedTuple):
    """A database and open connections to it."""

    database: Database
    plain: Connection
    producer: Connection
    sequencer: Connection


class Seconds(NamedTuple):
    """What the parts of some work took."""

    append: float
    number: float = 0.0
    project: float = 0.0

    @property
    def whole(self) -> float:
        """One part after the other."""
        return sum(self)

    def plus(self, other: "Seconds") -> "Seconds":
        """Both together."""
        return Seconds(*(mine + others for mine, others in zip(self, other, strict=True)))


@contextmanager
def place(database: Database) -> Iterator[Place]:
    """Opens the connections, and makes the table for raw bytes."""
    with (
        connect(database, None) as plain,
        connect(database, Role.PRODUCER) as producer,
        connect(database, Role.SEQUENCER) as sequencer,
    ):
        empty_table(plain)
        yield Place(database, plain, producer, sequencer)


def empty_table(plain: Connection) -> None:
    """Makes the table that raw bytes are copied into, or makes it anew."""
    plain.execute("DROP TABLE IF EXISTS raw")
    plain.execute("CREATE TABLE raw (payload bytea)")
    plain.commit()


def copy(at: Place, payloads: Sequence[bytes], batch: int) -> float:
    """Copies the bytes, in binary form, and does nothing else."""
    start = time.perf_counter()
    for low in range(0, len(payloads), batch):
        with at.plain.cursor() as cursor, cursor.copy("COPY raw (payload) FROM STDIN (FORMAT BINARY)") as copying:
            copying.set_types(["bytea"])
            for payload in payloads[low : low + batch]:
                copying.write_row((payload,))
        at.plain.commit()
    return time.perf_counter() - start


def append_bytes(at: Place, payloads: Sequence[bytes], batch: int) -> Seconds:
    """Judges the bytes as intake does, and appends the events."""
    start = time.perf_counter()
    for low in range(0, len(payloads), batch):
        append(at.producer, _judged(payloads[low : low + batch]))
        at.producer.commit()
    return Seconds(time.perf_counter() - start)


def append_judged(at: Place, payloads: Sequence[bytes], batch: int) -> Seconds:
    """Appends events that were judged before."""
    events = _judged(payloads)
    start = time.perf_counter()
    for low in range(0, len(events), batch):
        append(at.producer, events[low : low + batch])
        at.producer.commit()
    return Seconds(time.perf_counter() - start)


def mirror(at: Place, payloads: Sequence[bytes], batch: int) -> Seconds:
    """Judges and appends, numbers, projects: until the mirror has passed all."""
    appended = append_bytes(at, payloads, batch)
    start = time.perf_counter()
    while number(at.sequencer):
        at.sequencer.commit()
    at.sequencer.commit()
    numbered = time.perf_counter()
    catch_up(at.database)
    return Seconds(appended.append, numbered - start, time.perf_counter() - numbered)


def check(at: Place, events: int, *, mirrored: bool) -> None:
    """Raises RuntimeError where not all events came through."""
    reached = counts(at.sequencer)
    left_out = at.sequencer.execute("SELECT count(*) FROM unprojected").fetchone() or (0,)
    at.sequencer.commit()
    arrived = reached.mirrored if mirrored else reached.waiting + reached.numbered
    if arrived != events or left_out[0]:
        raise RuntimeError(f"{arrived} of {events} events arrived, {left_out[0]} were left out of the mirror")


def _judged(payloads: Iterable[bytes]) -> list[Received]:
    judged = (receive(payload, max_bytes=_MAX_EVENT_BYTES) for payload in payloads)
    return [event for event in judged if isinstance(event, Received)]
