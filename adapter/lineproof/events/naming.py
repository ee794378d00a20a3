"""How names are mapped: trailing slashes, partitions and case by the kind of a namespace; jobs that were renamed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

from lineproof.events.names import dataset_key, job_key

__all__ = ["NAMING", "AliasKind", "Mapped", "Naming", "Rule"]

NAMING: Final = "lineproof_naming"
"""Key of the job facet in which stewards say rules."""

AliasKind = Literal["spelling", "partition", "symlink"]
Case = Literal["keep", "lower", "upper"]

_FILES: Final = frozenset(
    (
        "file", "s3", "s3a", "s3n", "gs", "gcs", "wasb", "wasbs", "abfs", "abfss", "adl", "hdfs", "dbfs", "oss", "cos",
    )
)  # fmt: skip
_REMEMBERED: Final = 100_000


class Rule(NamedTuple):
    """What is done to the names of some namespaces."""

    strip: bool = False
    hive: bool = False
    case: Case = "keep"


class Mapped(NamedTuple):
    """A dataset under its mapped name; `kind` says how that differs from the name as sent."""

    key: bytes
    namespace: str
    name: str
    kind: AliasKind | None


_KEEP: Final = Rule()
_OF_FILES: Final = Rule(strip=True, hive=True)


class Naming:
    """A set of rules; what it has mapped it remembers."""

    def __init__(
        self, rules: Iterable[tuple[str, Rule]] = (), jobs: Mapping[tuple[str, str], tuple[str, str]] | None = None
    ) -> None:
        self._rules = [(namespace.split("*"), rule) for namespace, rule in rules]
        self._jobs = dict(jobs or {})
        self._datasets: dict[tuple[str, str], Mapped] = {}
        self._job_keys: dict[tuple[str, str], tuple[bytes, str, str]] = {}

    @classmethod
    def read(cls, facet: Any) -> "Naming":
        """The rules of a facet's JSON value; parts that cannot be read are passed over."""
        if not isinstance(facet, Mapping):
            return cls()
        rules = [
            (entry["namespace"], _rule(entry))
            for entry in _objects(facet.get("rules"))
            if isinstance(entry.get("namespace"), str)
        ]
        jobs: dict[tuple[str, str], tuple[str, str]] = {}
        for entry in _objects(facet.get("jobs")):
            for former in _objects(entry.get("formerly")):
                if _is_named(entry) and _is_named(former):
                    jobs.setdefault((former["namespace"], former["name"]), (entry["namespace"], entry["name"]))
        return cls(rules, jobs)

    def dataset(self, namespace: str, name: str) -> Mapped:
        """The dataset that a name stands for."""
        mapped = self._datasets.get((namespace, name))
        if mapped is None:
            if len(self._datasets) >= _REMEMBERED:
                self._datasets.clear()
            mapped = self._datasets[namespace, name] = self._map(namespace, name)
        return mapped

    def job(self, namespace: str, name: str) -> tuple[bytes, str, str]:
        """Key, namespace and name of the job that a name stands for."""
        found = self._job_keys.get((namespace, name))
        if found is None:
            if len(self._job_keys) >= _REMEMBERED:
                self._job_keys.clear()
            mapped = self._jobs.get((namespace, name), (namespace, name))
            found = self._job_keys[namespace, name] = (job_key(*mapped), *mapped)
        return found

    def _map(self, namespace: str, name: str) -> Mapped:
        rule = self._rule_of(namespace)
        shortened, partition = _shortened(name, rule)
        mapped = _stripped(namespace) if rule.strip else namespace, _folded(shortened, rule.case)
        kind: AliasKind | None = "partition" if partition else "spelling" if mapped != (namespace, name) else None
        return Mapped(dataset_key(*mapped), *mapped, kind)

    def _rule_of(self, namespace: str) -> Rule:
        for pattern, rule in self._rules:
            if _fits(pattern, namespace):
                return rule
        return _OF_FILES if namespace.partition("://")[0].lower() in _FILES else _KEEP


def _stripped(namespace: str) -> str:
    scheme, mark, rest = namespace.partition("://")
    return scheme + mark + rest.rstrip("/") if mark else namespace.rstrip("/") or namespace


def _shortened(name: str, rule: Rule) -> tuple[str, bool]:
    """The name without slashes and partitions at its end, and whether there were partitions; in linear time."""
    end, partition = len(name), False
    while True:
        stripped = _before_slashes(name, end) if rule.strip else end
        whole = _before_partitions(name, stripped) if rule.hive else stripped
        partition = partition or whole != stripped
        if whole == end:
            return name[:end], partition
        end = whole


def _before_slashes(name: str, end: int) -> int:
    before = end
    while before and name[before - 1] == "/":
        before -= 1
    return before or end


def _before_partitions(name: str, end: int) -> int:
    before = end
    while True:
        start = name.rfind("/", 0, before) + 1
        if not _is_partition(name[start:before]):
            return before
        if start <= 1:
            return end
        before = start - 1


def _is_partition(segment: str) -> bool:
    return segment.find("=") > 0


def _folded(name: str, case: Case) -> str:
    return name if case == "keep" else name.lower() if case == "lower" else name.upper()


def _fits(pattern: list[str], namespace: str) -> bool:
    """Whether a text has the parts of a pattern one after the other, the first at its begin and the last at its end."""
    first, *middle = pattern
    if not middle:
        return namespace == first
    last = middle.pop()
    at, end = len(first), len(namespace) - len(last)
    if at > end or not namespace.startswith(first) or not namespace.endswith(last):
        return False
    for part in middle:
        found = namespace.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _rule(entry: Mapping[str, Any]) -> Rule:
    case = entry.get("case")
    return Rule(
        strip=entry.get("trailingSlash") == "strip",
        hive=entry.get("partitions") == "hive",
        case=case if case in ("lower", "upper") else "keep",
    )


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _is_named(entry: Mapping[str, Any]) -> bool:
    return isinstance(entry.get("namespace"), str) and isinstance(entry.get("name"), str)
