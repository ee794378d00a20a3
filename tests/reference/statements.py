"""Made-up statements about a dataset: examples, deletions and anything else, of all authorities."""

from typing import Any

from hypothesis import strategies as st

from reference.events import sample
from reference.facets import AUTHORITIES
from reference.values import facet_values

FACETS = ("license", "source", "quality", "storage", "composition", "document", "conclusion")
NAMES = tuple(f"lineproof_{name}" for name in FACETS)

Statement = tuple[str, Any, int, str]
"""A facet's name and value, the day and the authority it is said with."""

statements = st.sampled_from(NAMES).flatmap(
    lambda name: st.tuples(
        st.just(name),
        st.one_of(st.just(sample(name)), st.just({"_deleted": True}), st.just({}), facet_values),
        st.integers(1, 4),
        st.sampled_from(AUTHORITIES),
    )
)
