import subprocess
import sys

import lineproof_facets

HEAVY = ("pydantic", "psycopg", "click", "lineproof", "license_expression")


def test_import_stays_light() -> None:
    program = f"import sys, lineproof_facets; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_names_exist_and_are_sorted() -> None:
    assert sorted(lineproof_facets.__all__) == sorted(set(lineproof_facets.__all__))
    assert all(hasattr(lineproof_facets, name) for name in lineproof_facets.__all__)
