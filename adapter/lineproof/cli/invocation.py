"""How this program was called, as one would type it again."""

import os
import shlex
import shutil
import sys
from pathlib import Path

__all__ = ["program", "short_path"]


def program() -> str:
    """`lineproof` where a shell finds this very one by that name, else the path to it, ready for a shell."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{shlex.quote(_typed(Path(sys.executable)))} -m lineproof"
    found = shutil.which(called.name)
    if found is not None and Path(found).resolve() == called.resolve():
        return shlex.quote(called.name)
    return shlex.quote(_typed(called))


def short_path(path: Path) -> str:
    """A path as seen from the current folder, where it lies in it."""
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay: a virtualenv is known by them
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _typed(path: Path) -> str:
    short = short_path(path)
    return short if os.sep in short else os.path.join(os.curdir, short)  # noqa: PTH118 - Path drops the dot
