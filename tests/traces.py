"""Made-up traces, whose names hold whatever a name can hold."""

from typing import Any

from hypothesis import strategies as st

from lineproof.mirror.trace import Job, Link, Node, Trace

AWKWARD = (
    *('"', "\\", "\\n", "\\N", "[", "]", "(", ")", "{", "}", "<", ">", "|", "#", ";", ":", "&", "&amp;", "#quot;", "`"),
    *("\0", "\n", "\r", "\x1b", "\u2028", "\u202e", "\ud800", "\uffff", "e\u0301", "набор", "😀", "ﬂ°°", "¶ß", "-->"),
    *("1. ", "- ", "    ", "end", "www.", "example.org", "style:x#35;", "classDef a:b#c;", "%%{init}%%", "$$", "a_b"),
)
names = st.lists(st.sampled_from(AWKWARD) | st.characters(), max_size=5).map("".join)
license_types = st.sampled_from([None, "unclear", "cc_by_nc", "cc_by"])
jobs = st.builds(Job, names, names)


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    """A trace whose links hold between its datasets, each at most once."""
    ids = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    nodes = [
        Node(one, "lake", one, depth, draw(st.booleans()), draw(license_types), None, None)
        for depth, one in enumerate(ids)
    ]
    return Trace(ids[0], "down", None, len(ids), nodes, draw(st.lists(_links(ids), max_size=6, unique=True)), 0)


def _links(ids: list[str]) -> st.SearchStrategy[Link]:
    one = st.sampled_from(ids)
    made: st.SearchStrategy[Any] = st.builds(Link, one, one, jobs | st.none(), st.just(value=False))
    return made | st.builds(Link, one, one, st.none(), st.just(value=True))
