"""Medians, and between what bounds they lie."""

import random
from collections.abc import Sequence
from math import comb
from statistics import median, quantiles
from typing import Final, NamedTuple

__all__ = ["ENOUGH", "Interval", "of_median", "of_ratio"]

ENOUGH: Final = 6
"""So many samples hold the true median between their outermost in 95% of all cases."""

_COVERED: Final = 0.95
_RESAMPLES: Final = 2000


class Interval(NamedTuple):
    """A median, or a ratio of medians, and what lies around it in 95% of all cases."""

    middle: float
    low: float
    high: float


def of_median(samples: Sequence[float]) -> Interval:
    """The median, between the innermost samples that hold the true one in 95% of all cases.

    Fewer samples than `ENOUGH` do not, even the outermost; those are given all the same.
    """
    ordered = sorted(samples)
    return Interval(median(ordered), ordered[_cut(len(ordered))], ordered[-1 - _cut(len(ordered))])


def of_ratio(above: Sequence[float], below: Sequence[float]) -> Interval:
    """The ratio of the medians of samples that do not come in pairs, with its interval by resampling."""
    chance = random.Random(0)  # noqa: S311 - the same interval for the same samples
    ratios = [
        median(chance.choices(above, k=len(above))) / median(chance.choices(below, k=len(below)))
        for _ in range(_RESAMPLES)
    ]
    cuts = quantiles(ratios, n=40)
    return Interval(median(above) / median(below), cuts[0], cuts[-1])


def _cut(count: int) -> int:
    # how many samples may be left out on either side: the median lies outside of what stays where a fair coin, thrown
    # `count` times, shows heads at the most so many times, or tails
    cut, missed = 0, 2 / 2**count
    while cut < (count - 1) // 2:
        missed += 2 * comb(count, cut + 1) / 2**count
        if missed > 1 - _COVERED:
            break
        cut += 1
    return cut
