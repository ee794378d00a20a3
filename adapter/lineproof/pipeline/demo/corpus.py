"""The demo's raw records: short texts of four sources, made from a seed, with the faults that real ones have."""

import json
import random
import unicodedata
from collections.abc import Iterator
from typing import Final

__all__ = ["SOURCES", "make_corpus"]

SOURCES: Final = {"raw/journals": 120, "raw/dialogues": 100, "raw/forum": 140, "raw/handouts": 60}
"""How many lines each raw dataset has."""

_PHRASES: Final = {
    "raw/journals": (
        ("In this trial,", "Over eight weeks,", "Across both groups,", "In the follow-up,", "At baseline,"),
        ("sleep quality", "daytime fatigue", "the anxiety score", "time to fall asleep", "reported stress"),
        ("improved with therapy", "did not change", "varied by clinic", "fell by a third", "followed the café study"),
    ),
    "raw/dialogues": (
        ("Thank you for telling me;", "I hear you;", "That sounds hard;", "You are not alone;", "I understand;"),
        ("your sleep", "the stress at work", "this anxiety", "a night like that", "the worry about therapy"),
        ("can get better", "deserves support", "is worth talking about", "will pass", "is where we begin"),
    ),
    "raw/forum": (
        ("honestly,", "same here:", "update:", "anyone else?", "naïve question:"),
        ("my sleep", "that stupid alarm", "the night shift", "coffee at nine", "my therapy app"),
        ("is a joke", "got better", "keeps me awake", "helped a bit", "makes me hate mornings"),
    ),
    "raw/handouts": (
        ("Tip:", "Remember:", "Step one:", "Exercise:", "Ask yourself:"),
        ("a fixed bedtime", "breathing slowly", "a stress diary", "less screen light", "talking about anxiety"),
        ("helps most people", "takes practice", "supports your sleep", "costs nothing", "is a good start"),
    ),
}
_ENDINGS: Final = (".", ".", ".", "!", "", " (again)", " since May.", " this week.")
_BORROWED, _MESSY, _EMPTY, _CUT_SHORT = 0.2, 0.4, 0.02, 0.015


def make_corpus(seed: int) -> dict[str, list[str]]:
    """Lines of JSON by raw dataset, the same for the same seed.

    Some texts come twice, spelt alike or not, in one source or in two; some are empty; some lines break off.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    told: list[str] = []
    return {name: list(_lines(name, count, chance, told)) for name, count in SOURCES.items()}


def _lines(name: str, count: int, chance: random.Random, told: list[str]) -> Iterator[str]:
    for number in range(1, count + 1):
        if told and chance.random() < _BORROWED:
            text = chance.choice(told)
        else:
            text = " ".join(chance.choice(part) for part in _PHRASES[name]) + chance.choice(_ENDINGS)
            told.append(text)
        if chance.random() < _MESSY:
            text = _mess(text, chance)
        if chance.random() < _EMPTY:
            text = " \t"
        line = json.dumps({"id": f"{name.removeprefix('raw/')}-{number:04d}", "text": text}, ensure_ascii=False)
        yield line[: len(line) // 2] if chance.random() < _CUT_SHORT else line


def _mess(text: str, chance: random.Random) -> str:
    match chance.randrange(5):
        case 0:
            return text.upper()
        case 1:
            return text.replace(" ", "\u00a0", 2)
        case 2:
            return f"  {text.replace(' ', '  ')}\n"
        case 3:
            return unicodedata.normalize("NFD", text)
    return "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in text)  # full-width letters
