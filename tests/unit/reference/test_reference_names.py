"""The reference's mapping of names by itself."""

import pytest

from reference.names import BUILT_IN, names_of

KEPT = {"namespace": "*"}


@pytest.mark.parametrize(
    ("sent", "mapped", "alias"),
    [
        (("s3://b", "orders"), ("s3://b", "orders"), None),
        (("s3://b/", "orders//"), ("s3://b", "orders"), "spelling"),
        (("s3://b", "orders/dt=2026-01-01/hour=3"), ("s3://b", "orders"), "partition"),
        (("s3://b", "orders/dt=1/"), ("s3://b", "orders"), "partition"),
        (("s3://b", "orders//dt=1"), ("s3://b", "orders"), "partition"),
        (("s3://b", "orders/dt=1/part"), ("s3://b", "orders/dt=1/part"), None),
        (("s3://b", "orders/dt="), ("s3://b", "orders"), "partition"),
        (("s3://b", "orders/=1"), ("s3://b", "orders/=1"), None),
        (("s3://b", "orders/dt=a\nb=c"), ("s3://b", "orders"), "partition"),
        (("s3://b", "dt=1"), ("s3://b", "dt=1"), None),
        (("s3://b", "dt=1/hour=3/"), ("s3://b", "dt=1/hour=3"), "spelling"),
        (("s3://b", "/dt=1"), ("s3://b", "/dt=1"), None),
        (("s3://b", "//"), ("s3://b", "//"), None),
        (("s3://b", ""), ("s3://b", ""), None),
        (("S3A://B//", "O/"), ("S3A://B", "O"), "spelling"),
        (("file:///", "/data/"), ("file://", "/data"), "spelling"),
        (("File", "/data/"), ("File", "/data"), "spelling"),
        (("hdfs/", "data/"), ("hdfs/", "data/"), None),
        (("warehouse", "a/b/"), ("warehouse", "a/b/"), None),
        (("postgres://h/", "a/dt=1"), ("postgres://h/", "a/dt=1"), None),
    ],
)
def test_built_in_rules(sent: tuple[str, str], mapped: tuple[str, str], alias: str | None) -> None:
    named = BUILT_IN.dataset(sent)

    assert (named.mapped, named.alias) == (mapped, alias)
    assert BUILT_IN.dataset(mapped).mapped == mapped


def test_the_first_rule_that_fits_decides_wholly() -> None:
    names = names_of({"rules": [{"namespace": "s3://b*", "case": "upper"}, {"namespace": "s3*", "partitions": "hive"}]})

    assert names.dataset(("s3://b/", "o/dt=1/")).mapped == ("s3://b/", "O/DT=1/")
    assert names.dataset(("s3://c", "o/dt=1")).mapped == ("s3://c", "o")
    assert names.dataset(("s3://c", "o/")).mapped == ("s3://c", "o/")
    assert names.dataset(("gs://c", "o/")).mapped == ("gs://c", "o")


@pytest.mark.parametrize("pattern", ["?", "[s]*", "s3", "s3:..b", ".*"])
def test_only_a_star_stands_for_anything(pattern: str) -> None:
    names = names_of({"rules": [{"namespace": pattern, "case": "upper"}]})

    assert names.dataset(("s3://b", "o")).mapped == ("s3://b", "o")


def test_a_star_stands_for_nothing_and_for_lines() -> None:
    names = names_of({"rules": [{"namespace": "a*b*", "case": "upper"}]})

    assert names.dataset(("a\nb", "o")).mapped == ("a\nb", "O")


@pytest.mark.parametrize("rules", [None, 1, [None, 1, {}, {"namespace": 1}], {"namespace": "*"}])
def test_rules_that_make_no_sense_are_passed_over(rules: object) -> None:
    names = names_of({"rules": rules, "jobs": rules})

    assert names == BUILT_IN


def test_what_a_rule_does_not_say_well_is_kept() -> None:
    names = names_of({"rules": [{**KEPT, "trailingSlash": True, "partitions": ["hive"], "case": ["lower"]}]})

    assert names.dataset(("s3://b/", "O/dt=1/")).mapped == ("s3://b/", "O/dt=1/")


def test_a_former_name_of_a_job_leads_one_step() -> None:
    a, b, c = ({"namespace": "jobs", "name": name} for name in "abc")
    names = names_of(
        {"jobs": [{**b, "formerly": [a, None, {"namespace": 1}]}, {**c, "formerly": [b, a]}, {"name": "d"}]}
    )

    assert names.job(("jobs", "a")) == ("jobs", "b")
    assert names.job(("jobs", "b")) == ("jobs", "c")
    assert names.job(("jobs", "c")) == ("jobs", "c")
