"""The specification's provenance document as a value, and its way to facets and back."""
