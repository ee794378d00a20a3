import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.events.names import dataset_key, job_key
from lineproof.events.naming import Naming

NAMES = st.text(st.sampled_from("aA/=.*# é\n"), max_size=8)
NAMESPACES = st.sampled_from(["s3://lake", "s3://lake/", "S3A://lake", "file", "file:///", "etl", "bigquery", "", "x/"])


@pytest.mark.parametrize(
    ("namespace", "name", "mapped", "kind"),
    [
        ("s3://lake", "orders", ("s3://lake", "orders"), None),
        ("s3://lake", "orders/", ("s3://lake", "orders"), "spelling"),
        ("s3://lake//", "orders", ("s3://lake", "orders"), "spelling"),
        ("s3://", "/", ("s3://", "/"), None),
        ("file", "/data/orders/dt=2026-01-01", ("file", "/data/orders"), "partition"),
        ("s3://lake", "orders/dt=2026-01-01/hour=3/", ("s3://lake", "orders"), "partition"),
        ("s3://lake", "a/dt=1/part-0.parquet", ("s3://lake", "a/dt=1/part-0.parquet"), None),
        ("s3://lake", "orders//dt=1/", ("s3://lake", "orders"), "partition"),
        ("s3://lake", "dt=1/hour=3", ("s3://lake", "dt=1/hour=3"), None),
        ("s3://lake", "dt=2026-01-01", ("s3://lake", "dt=2026-01-01"), None),
        ("s3://lake", "/dt=2026-01-01", ("s3://lake", "/dt=2026-01-01"), None),
        ("postgres://db", "orders/dt=1/", ("postgres://db", "orders/dt=1/"), None),
        ("etl", "Orders", ("etl", "Orders"), None),
    ],
)
def test_built_in_rules(namespace: str, name: str, mapped: tuple[str, str], kind: str | None) -> None:
    found = Naming().dataset(namespace, name)
    assert (found.namespace, found.name) == mapped
    assert found.kind == kind
    assert found.key == dataset_key(*mapped)


def test_a_stewards_rules_are_asked_first_and_the_first_that_fits_decides() -> None:
    naming = Naming.read(
        {
            "rules": [
                {"namespace": "s3://raw*"},
                {"namespace": "s3://*", "case": "lower", "trailingSlash": "strip"},
                {"namespace": "snowflake://*", "case": "upper"},
            ]
        }
    )
    assert naming.dataset("s3://raw-lake", "A/dt=1/")[1:3] == ("s3://raw-lake", "A/dt=1/")
    assert naming.dataset("s3://lake", "A/dt=1/")[1:3] == ("s3://lake", "a/dt=1")
    assert naming.dataset("snowflake://org", "Sales.Orders")[1:3] == ("snowflake://org", "SALES.ORDERS")
    assert naming.dataset("gs://lake", "A/dt=1/")[1:3] == ("gs://lake", "A")


@pytest.mark.parametrize(
    ("pattern", "namespace", "fits"),
    [("*", "", True), ("a*", "a", True), ("*a", "ba", True), ("a*a", "a", False), ("a*b*c", "a.b.b.c", True),
     ("a*b*c", "a.c", False), ("a", "ab", False), ("", "", True), ("", "a", False), ("*b*", "abc", True)],
)  # fmt: skip
def test_a_star_stands_for_anything(pattern: str, namespace: str, fits: bool) -> None:
    naming = Naming.read({"rules": [{"namespace": pattern, "case": "upper"}]})
    assert (naming.dataset(namespace, "x").name == "X") is fits


@pytest.mark.parametrize(
    "name", ["x" + "/a=b/" * 100_000, "x" + "/a=b" * 100_000 + "/c", "/" * 500_000, "a=" * 200_000]
)
def test_names_made_to_be_slow_are_not(name: str) -> None:
    patterns = [{"namespace": "*a" * 200 + "b", "case": "lower"}]
    assert Naming.read({"rules": patterns}).dataset("s3://" + "a" * 2_000, name).name in (
        name,
        "x",
        "x" + "/a=b" * 100_000 + "/c",
    )


def test_renamed_jobs_are_one() -> None:
    renamed = {"namespace": "etl", "name": "daily", "formerly": [{"namespace": "etl", "name": "nightly"}]}
    naming = Naming.read({"jobs": [renamed]})
    assert naming.job("etl", "nightly") == naming.job("etl", "daily") == (job_key("etl", "daily"), "etl", "daily")
    assert naming.job("etl", "other") == (job_key("etl", "other"), "etl", "other")


@pytest.mark.parametrize(
    "facet", [None, [], 1, {}, {"rules": 1}, {"rules": [1, {}]}, {"jobs": [{"namespace": "a"}, {"formerly": [1]}]}]
)
def test_what_cannot_be_read_leaves_the_built_in_rules(facet: object) -> None:
    assert Naming.read(facet).dataset("s3://lake", "a/")[1:3] == ("s3://lake", "a")


@given(NAMESPACES, NAMES)
def test_mapping_twice_changes_nothing_more(namespace: str, name: str) -> None:
    naming = Naming()
    once = naming.dataset(namespace, name)
    again = naming.dataset(once.namespace, once.name)
    assert (again.namespace, again.name, again.kind) == (once.namespace, once.name, None)
    assert (once.kind is None) == ((once.namespace, once.name) == (namespace, name))
