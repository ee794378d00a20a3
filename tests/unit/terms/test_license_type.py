import tomllib
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from license_expression import get_spdx_licensing  # type: ignore[import-untyped]

from lineproof.terms import contradicts, license_type, published_table
from lineproof_facets import LicenseType

LISTED = st.sampled_from(sorted(published_table()))
PART = LISTED | st.sampled_from(["LicenseRef-contract-7", "No-Such-Id", "NOASSERTION", "NONE"])
EXPRESSION = st.recursive(
    PART,
    lambda e: st.builds("({}) {} ({})".format, e, st.sampled_from(["AND", "OR"]), e),
    max_leaves=4,
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", "permissive"),
        ("mit", "permissive"),
        ("Apache-2.0+", "permissive"),
        ("CC0-1.0", "permissive"),
        ("PDDL-1.0", "permissive"),
        ("ODC-By-1.0", "permissive"),
        ("CDLA-Permissive-2.0", "permissive"),
        ("etalab-2.0", "permissive"),
        ("NLOD-2.0", "permissive"),
        ("CC-BY-4.0", "cc_by"),
        ("CC-BY-3.0-IGO", "cc_by"),
        ("CC-BY-NC-4.0", "cc_by_nc"),
        ("CC-BY-NC-ND-4.0", "cc_by_nc_nd"),
        ("CC-BY-SA-4.0", "custom"),
        ("CC-BY-ND-4.0", "custom"),
        ("CC-BY-NC-SA-4.0", "custom"),
        ("ODbL-1.0", "custom"),
        ("CDLA-Sharing-1.0", "custom"),
        ("C-UDA-1.0", "custom"),
        ("GPL-3.0-or-later", "custom"),
        ("LicenseRef-contract-7", "custom"),
        ("DocumentRef-deal:LicenseRef-7", "custom"),
        ("MIT AND BSD-3-Clause", "permissive"),
        ("MIT OR Apache-2.0", "permissive"),
        ("CC-BY-4.0 OR CC-BY-3.0", "cc_by"),
        ("CC-BY-4.0 OR MIT", "custom"),
        ("CC-BY-4.0 AND CC-BY-NC-4.0", "custom"),
        ("LicenseRef-a AND LicenseRef-b", "custom"),
        ("MIT AND No-Such-Id", "unclear"),
        ("MIT OR NOASSERTION", "unclear"),
        ("Apache-2.0 WITH LLVM-exception", "permissive"),
        ("MIT WITH Commons-Clause", "unclear"),
        ("NONE", "none"),
        ("NOASSERTION", "unclear"),
        ("NONE AND MIT", "unclear"),
        ("LicenseRef-MIT-TC", "custom"),
        ("LicenseRef-a b", "unclear"),
        ("cc", "unclear"),
        ("MIT AND", "unclear"),
        ("(MIT", "unclear"),
        ("( )", "unclear"),
        ("", "unclear"),
        (None, "unclear"),
        ("(" * 1_900 + "MIT" + ")" * 1_900, "permissive"),
        ("MIT AND " * 5_000 + "MIT", "unclear"),
    ],
)
def test_class_of_expression(expression: str | None, expected: str) -> None:
    assert license_type(expression) == expected


@pytest.mark.parametrize(
    ("expression", "stated", "expected"),
    [
        ("MIT", "permissive", False),
        ("MIT", "cc_by_nc", True),
        ("CC-BY-NC-4.0", "permissive", True),
        ("CC-BY-SA-4.0", "cc_by", True),
        ("CC-BY-SA-4.0", "custom", False),
        ("LicenseRef-7", "contracted", False),
        ("LicenseRef-7", "proprietary", False),
        ("LicenseRef-7 AND MIT", "permissive", False),
        ("LicenseRef-7 AND CC-BY-NC-4.0", "permissive", True),
        ("No-Such-Id", "permissive", False),
        ("NONE", "permissive", True),
        ("MIT", "none", True),
        (None, "permissive", False),
    ],
)
def test_contradiction(expression: str | None, stated: str, expected: bool) -> None:
    assert contradicts(expression, LicenseType(stated)) is expected


@given(st.text() | EXPRESSION | st.text(alphabet="()+-. ANDORWITHmit", max_size=40))
def test_never_raises(expression: str) -> None:
    assert isinstance(license_type(expression), LicenseType)


@given(EXPRESSION, EXPRESSION, st.sampled_from(["AND", "OR"]))
def test_order_of_licences_says_nothing(left: str, right: str, operator: str) -> None:
    there = license_type(f"({left}) {operator} ({right})")
    assert there == license_type(f"({right}) {operator} ({left})")


@given(EXPRESSION, st.sampled_from(["AND", "OR"]))
def test_a_licence_with_itself_is_itself(expression: str, operator: str) -> None:
    if expression != "NONE":
        assert license_type(f"({expression}) {operator} ({expression})") == license_type(expression)


@given(EXPRESSION, EXPRESSION)
def test_another_licence_never_makes_it_freer(left: str, right: str) -> None:
    joined = license_type(f"({left}) AND ({right})")
    if joined is LicenseType.PERMISSIVE:
        assert license_type(left) is license_type(right) is LicenseType.PERMISSIVE


def test_each_id_stands_in_the_table_once_with_a_reason() -> None:
    table = tomllib.loads((files("lineproof.terms") / "license_types.toml").read_text(encoding="utf-8"))
    counts = Counter(i.casefold() for entry in table["licenses"] for i in entry["ids"])
    assert [i for i, n in counts.items() if n > 1] == []
    assert all(entry["reason"].endswith(".") for entry in table["licenses"])


def test_every_id_of_the_table_is_an_spdx_id() -> None:
    spdx = get_spdx_licensing()
    known = {i for key, symbol in spdx.known_symbols.items() for i in (key, *symbol.aliases)}
    assert set(published_table()) <= known


@pytest.mark.parametrize("prefix", ["CC-", "CC0", "CDLA-", "ODbL", "ODC-", "PDDL", "OGL-", "NLOD", "DL-DE", "O-UDA"])
def test_every_data_licence_of_spdx_is_listed(prefix: str) -> None:
    listed = {i.casefold() for i in published_table()}
    known = [i for i in get_spdx_licensing().known_symbols if i.startswith(prefix)]
    assert known
    assert [i for i in known if i.casefold() not in listed] == []
