"""What a dataset's content is made up of: the writes that count, the newest first."""

from datetime import datetime
from typing import Any, NamedTuple

from lineproof.events.shield import unshield
from lineproof.ledger.connection import Connection
from lineproof_sql import query

__all__ = ["Write", "list_content"]


class Write(NamedTuple):
    """One write: by which job and run, when, how, and how its run ended.

    Job and run are None where a DatasetEvent says that the dataset was written, the run alone where a JobEvent does.
    `versions` are those that the facet `version` names.
    """

    job_namespace: str | None
    job_name: str | None
    run_id: str | None
    since: datetime
    written_at: datetime
    mode: str
    replaces: bool
    state: str | None
    versions: list[str]


def list_content(
    connection: Connection, dataset: bytes, *, limit: int, at: datetime | None = None, whole: bool = False
) -> list[Write]:
    """The writes that make up a dataset's content now, or made it up at an event time; `whole`: those before, too."""
    asked = {"dataset": dataset, "at": at or "infinity", "limit": limit, "whole": whole}
    rows = connection.execute(query("list_content"), asked).fetchall()
    return [_write(*row) for row in rows]


def _write(namespace: str | None, name: str | None, run_id: str | None, *more: Any) -> Write:
    *told, versions = more
    return Write._make((*map(_sent, (namespace, name, run_id)), *told, [unshield(one) for one in versions]))


def _sent(text: str | None) -> str | None:
    return None if text is None else unshield(text)
