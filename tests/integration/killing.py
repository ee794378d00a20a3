"""Kills processes in the middle of their work on a database."""

import signal
import subprocess
import sys
from collections.abc import Mapping

from lineproof.ledger.connection import Connection

PACE = 0.005
"""Seconds between two looks at the database: it has better things to do."""

IN_SMALL_STEPS = """
from functools import partial

from lineproof.cli import main
from lineproof.mirror import follow, rebuild

follow.number = partial(follow.number, limit=10)
follow.project = rebuild.project = partial(follow.project, limit=50)
main()
"""
"""The command line, for `python -c`: it commits so often that a kill finds some of the work done and some not."""

_AT_WORK = """
    WITH idle AS (SELECT FROM lineproof.cursor FOR UPDATE SKIP LOCKED)
    SELECT (SELECT count(*) FROM lineproof.cursor) > (SELECT count(*) FROM idle)
"""
_OTHERS = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Victim:
    """A Python process that alone works on a database; whoever has started it, kills it."""

    def __init__(self, watching: Connection, variables: Mapping[str, str], *arguments: str) -> None:
        """`watching` acts as sequencer, in autocommit mode."""
        self._watching = watching
        command = [sys.executable, *arguments]
        self._process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def is_killed_at_work(self, seconds: float) -> bool:
        """Kills it so many seconds after it began to number or to project; False if it had come to its end before."""
        while self._watching.execute(_AT_WORK.encode()).fetchone() != (True,):
            if self._ends_within(PACE):
                break
        return self.is_killed(seconds)

    def is_killed(self, seconds: float) -> bool:
        """Kills it so many seconds from now; False if it had come to its end before."""
        if not self._ends_within(seconds):
            self._process.send_signal(signal.SIGKILL)
        code = self._process.wait()
        assert code in (0, -signal.SIGKILL)
        while self._watching.execute(_OTHERS.encode()).rowcount:  # its sessions, until the server sees that it is gone
            self._ends_within(PACE)
        return code != 0

    def _ends_within(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True
