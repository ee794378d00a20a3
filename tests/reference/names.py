"""Names as rules map them: a thing's spellings and partitions are that thing, a renamed job is the job."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from reference.lineage import identifier, items
from reference.rows import Key

FILES = frozenset(
    ("file", "s3", "s3a", "s3n", "gs", "gcs", "wasb", "wasbs", "abfs", "abfss", "adl", "hdfs", "dbfs", "oss", "cos")
)
"""Kinds of namespaces whose names are paths."""

PARTITION = re.compile("[^=]+=.*", re.DOTALL)


class Named(NamedTuple):
    """A dataset's name as it was sent and as it is mapped; and whether partitions were cut off."""

    sent: Key
    mapped: Key
    partition: bool

    @property
    def alias(self) -> str | None:
        """What kind of other name of the dataset the one sent is."""
        if self.partition:
            return "partition"
        return None if self.sent == self.mapped else "spelling"


class Rule(NamedTuple):
    """How names in the namespaces that fit a pattern are mapped."""

    pattern: str
    strip: bool
    hive: bool
    case: str = "keep"

    def fits(self, namespace: str) -> bool:
        pieces = map(re.escape, self.pattern.split("*"))
        return re.fullmatch(".*".join(pieces), namespace, re.DOTALL) is not None

    def named(self, namespace: str, name: str) -> Named:
        mapped, partition = self._shortened(name)
        folded = {"lower": mapped.lower(), "upper": mapped.upper()}.get(self.case, mapped)
        return Named(
            (namespace, name), (_stripped_namespace(namespace) if self.strip else namespace, folded), partition
        )

    def _shortened(self, name: str) -> tuple[str, bool]:
        """Strips and cuts until nothing is left to strip and to cut."""
        partition = False
        while True:
            stripped = _stripped(name) if self.strip else name
            shorter = _without_partitions(stripped) if self.hive else stripped
            partition = partition or shorter != stripped
            if shorter == name:
                return name, partition
            name = shorter


class Names(NamedTuple):
    """A steward's rules, and the jobs that were renamed: former name to name."""

    rules: tuple[Rule, ...]
    renamed: Mapping[Key, Key]

    def dataset(self, sent: Key) -> Named:
        """The first rule that fits decides; the built-in ones come last."""
        namespace, name = sent
        rules = [rule for rule in self.rules if rule.fits(namespace)]
        return (*rules, _built_in(namespace))[0].named(namespace, name)

    def job(self, sent: Key) -> Key:
        return self.renamed.get(sent, sent)


BUILT_IN = Names((), {})


def names_of(statement: Mapping[str, Any]) -> Names:
    """What a `lineproof_naming` lays down; parts of it that make no sense are passed over."""
    rules = [
        Rule(rule["namespace"], rule.get("trailingSlash") == "strip", rule.get("partitions") == "hive", _case_of(rule))
        for rule in items(statement.get("rules"))
        if isinstance(rule.get("namespace"), str)
    ]
    renamed: dict[Key, Key] = {}
    for entry in items(statement.get("jobs")):
        job = identifier(entry)
        for former in map(identifier, items(entry.get("formerly"))):
            if job is not None and former is not None:
                renamed.setdefault(former, job)
    return Names(tuple(rules), renamed)


def _case_of(rule: Mapping[str, Any]) -> str:
    case = rule.get("case")
    return case if isinstance(case, str) else "keep"


def _built_in(namespace: str) -> Rule:
    paths = namespace.partition("://")[0].lower() in FILES
    return Rule("*", strip=paths, hive=paths)


def _stripped(name: str) -> str:
    return name.rstrip("/") or name


def _stripped_namespace(namespace: str) -> str:
    scheme, separator, rest = namespace.partition("://")
    return scheme + separator + rest.rstrip("/") if separator else _stripped(namespace)


def _without_partitions(name: str) -> str:
    segments = name.split("/")
    while segments and PARTITION.fullmatch(segments[-1]):
        segments.pop()
    return "/".join(segments) or name
