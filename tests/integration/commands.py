"""The command line, in processes of its own."""

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_COMMITTED = re.compile(r"committed (\d+) \(accepted (\d+), duplicates (\d+), rejected (\d+)\) up to (.+)\n")


class Done(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    stdout: str
    stderr: str


class Committed(NamedTuple):
    """What a line of `lineproof ingest` promises: so many events, up to this place, are in the ledger."""

    received: int
    accepted: int
    duplicates: int
    rejected: int
    source: str


def start(variables: Mapping[str, str], *arguments: str, umask: int = -1) -> subprocess.Popen[str]:
    """A running command; whoever starts it waits for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "lineproof", *arguments],
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        umask=umask,
    )


def finish(process: subprocess.Popen[str], *, timeout: float = 300) -> Done:
    """Its end; what was read of its output before is missing."""
    try:
        stdout, stderr = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return Done(process.returncode, stdout, stderr)


def run(variables: Mapping[str, str], *arguments: str, timeout: float = 300) -> Done:
    """A command from beginning to end."""
    return finish(start(variables, *arguments), timeout=timeout)


def run_at_once(commands: Iterable[tuple[Mapping[str, str], tuple[str, ...]]]) -> list[Done]:
    """Several commands, all started before any is waited for."""
    processes = [start(variables, *arguments) for variables, arguments in commands]
    return [finish(process) for process in processes]


def committed(stderr: str) -> list[Committed]:
    """The promises in what an ingest said; a line that was cut off promises nothing."""
    found = _COMMITTED.findall(stderr)
    return [Committed(int(a), int(b), int(c), int(d), source) for a, b, c, d, source in found]


def is_one_line(stderr: str) -> bool:
    """Whether a failure was told in one line, without a traceback."""
    return stderr.startswith("lineproof: ") and stderr.count("\n") == 1
