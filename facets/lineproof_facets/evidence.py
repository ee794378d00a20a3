"""What a statement rests on: used by licence assertions and by findings."""

import attr
from openlineage.client.utils import RedactMixin


@attr.define
class Evidence(RedactMixin):
    """One piece of evidence; at least one of its fields is set."""

    type: str | None = attr.field(default=None)
    """Kind of evidence, such as license_file, contract, web_page, correspondence."""

    url: str | None = attr.field(default=None)
    """Where the evidence can be read."""

    digest: str | None = attr.field(default=None)
    """Digest of the evidence as algorithm:hex, such as sha256:9f86…"""

    note: str | None = attr.field(default=None)
    """What the evidence says, in words."""
