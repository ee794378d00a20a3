"""A small pipeline that really works on files and tells of it in OpenLineage events."""
