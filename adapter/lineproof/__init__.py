"""Licence and quality provenance for OpenLineage pipelines."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("lineproof")
