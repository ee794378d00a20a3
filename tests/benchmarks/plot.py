"""What an event costs against how many there are, as a picture."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.growth import Stage
from benchmarks.intervals import Interval, of_median

__all__ = ["draw"]

_PARTS: Final = {"through the mirror": "whole", "project": "project", "append": "append", "number": "number"}


def draw(stages: Sequence[Stage], step: int, folder: Path) -> list[Path]:
    """Draws the picture into a folder, as SVG and as PNG, without a screen."""
    import matplotlib as mpl  # noqa: PLC0415 - what draws nothing does without
    from matplotlib.figure import Figure  # noqa: PLC0415

    mpl.use("agg")
    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.add_subplot(xscale="log", xlabel="events in the database", ylabel="µs an event")
    sizes = [stage.events for stage in stages]
    for label, curve in _curves(stages, step).items():
        middles = [point.middle for point in curve]
        bounds = [[p.middle - p.low for p in curve], [p.high - p.middle for p in curve]]
        axes.errorbar(sizes, middles, yerr=bounds, label=label, marker="o", capsize=3)
    axes.set_ylim(bottom=0)
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes], rotation=30)
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    figure.legend(loc="outside right upper")
    paths = [folder / "cost.svg", folder / "cost.png"]
    for path in paths:
        figure.savefig(path)
    return paths


def _curves(stages: Sequence[Stage], step: int) -> dict[str, list[Interval]]:
    curves = {
        label: [of_median([getattr(pair.way, part) / step * 1e6 for pair in stage.steps]) for stage in stages]
        for label, part in _PARTS.items()
    }
    raw = [of_median([pair.raw / step * 1e6 for pair in stage.steps]) for stage in stages]
    return {**curves, "raw COPY": raw}
