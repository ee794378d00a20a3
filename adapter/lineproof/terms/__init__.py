"""Licences as values: the catalogue of SPDX ids and what an expression amounts to."""

from lineproof.terms.license_type import contradicts, license_type, published_table

__all__ = ["contradicts", "license_type", "published_table"]
