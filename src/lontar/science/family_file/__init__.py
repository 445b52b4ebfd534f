"""A file of families, read and checked: `read_families` takes grids and wards, and returns a `FamilyFile`."""

from lontar.science.family_file.columns import SIAK, Layout, layout_of
from lontar.science.family_file.reading import FamilyFile, read_families, rejected_rows

__all__ = ["SIAK", "FamilyFile", "Layout", "layout_of", "read_families", "rejected_rows"]
