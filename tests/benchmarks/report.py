"""All that was measured, written down: for people, for programs, and as a picture."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.growth import Stage
from benchmarks.markdown import markdown
from benchmarks.plan import Plan
from benchmarks.plot import draw
from benchmarks.rounds import Pair
from benchmarks.rows import Row, rows

__all__ = ["Report"]


class Report(NamedTuple):
    """What was measured, how much of it, and on what."""

    machine: dict[str, Any]
    plan: Plan
    pairs: dict[str, list[Pair]]
    stages: list[Stage]

    def write(self, folder: Path) -> str:
        """Writes everything into a folder, and gives back the text of it."""
        found = rows(self.pairs, self.stages, self.plan)
        text = markdown(self.machine, self.plan, found, self.pairs, self.stages)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.md").write_text(text, encoding="utf-8")
        (folder / "results.json").write_text(
            json.dumps(self._values(found), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        if self.stages:
            draw(self.stages, self.plan.step, folder)
        return text

    def _values(self, found: Sequence[Row]) -> dict[str, Any]:
        return {
            "machine": self.machine,
            "plan": self.plan._asdict(),
            "rows": [_row(row) for row in found],
            "rounds": {name: [_pair(pair) for pair in pairs] for name, pairs in self.pairs.items()},
            "growth": [
                {
                    "events": stage.events,
                    "steps": [_pair(pair) for pair in stage.steps],
                    "others": {"events": stage.others, **stage.on_others._asdict()},
                }
                for stage in self.stages
            ],
        }


def _row(row: Row) -> dict[str, Any]:
    values = {**row._asdict(), "ratio": row.ratio._asdict(), "goal": None, "met": None, "sure": None}
    if row.goal is not None:
        values |= {"goal": row.goal.text, "met": row.goal.met(row.ratio), "sure": row.goal.sure(row.ratio)}
    return values


def _pair(pair: Pair) -> dict[str, float]:
    return {**pair.way._asdict(), "raw": pair.raw, "ratio": pair.ratio}
