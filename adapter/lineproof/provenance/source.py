"""The section `source_info`: where a dataset came from."""

from lineproof.provenance.section import DayOrInstant, Name, Section, Text
from lineproof_facets.vocabulary import AcquisitionMethod, SourceType


class SourceInfo(Section):
    """Origin of a dataset and how it was acquired."""

    source_id: Name
    """Identifier of the source."""

    source_name: Text | None = None
    """Name of the source."""

    source_type: SourceType | None = None
    """Kind of source."""

    source_url: Text | None = None
    """Where the source can be found."""

    doi: Text | None = None
    """Digital object identifier."""

    publication_date: DayOrInstant | None = None
    """When the source was published."""

    authors: tuple[Text, ...] = ()
    """Authors in the source's order."""

    publisher: Text | None = None
    """Who published the source."""

    acquisition_method: AcquisitionMethod | None = None
    """Way by which the data was obtained."""

    acquisition_date: DayOrInstant | None = None
    """When the data was obtained."""
