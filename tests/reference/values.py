"""Made-up values of facets, whatever the facet."""

from typing import Any

from hypothesis import strategies as st

NAMES = (
    *("a", "A", "b", "", " ", "a.b", "a|b", "é", "e\u0301", "😀", "n" * 2000, "a\nb", "a\\u0000", '"\\'),
    *("\0", "a\0", "\x1a", "\x1a0", "\x1a1", "\x1ad800", "\ud800", "\udfff\ud83d", "\x7f\x80"),
)
PROPERTIES = (
    *("v", "sourceId", "sourceType", "tier", "recordCount", "assertions", "parents", "stageName", "stageOrder"),
    *("complianceStatus", "claims", "scores", "location", "createdAt", "datasetId", "verbatim"),
)

values = st.recursive(
    st.sampled_from([None, True, False, 0, 1, 1.0, -0.5, 10**30, "", "x", "***", *NAMES[-9:]]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["k", "\0", "\x1a0"]), inner, max_size=2)
    ),
    max_leaves=4,
)
objects = st.dictionaries(st.sampled_from(PROPERTIES), values, max_size=3)
licenses = st.sampled_from(["MIT", "CC-BY-4.0", "\0"]).map(lambda spdx: {"assertions": [{"expression": spdx}]})
deletions = st.sampled_from([True, True, True, False, None, 1, "true"]).map(lambda said: {"_deleted": said, "v": 1})
plain = st.sampled_from([{"v": 1}, {"v": 2}, {"v": 3}, {}, None])
facet_values = st.one_of(plain, deletions, licenses, objects, values)


def weighed(*choices: tuple[int, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """One of these, the more often the more it weighs."""
    drawn = [index for index, (weight, _) in enumerate(choices) for _ in range(weight)]
    return st.sampled_from(drawn).flatmap(lambda index: choices[index][1])


def mostly(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """This, and now and then nothing."""
    return weighed((3, strategy), (1, st.none()))
