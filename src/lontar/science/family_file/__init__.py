"""A file of families, read and checked: `read_families` takes grids and wards, and returns a `FamilyFile`."""

from lontar.science.family_file.reading import FamilyFile, read_families, rejected_rows

__all__ = ["FamilyFile", "read_families", "rejected_rows"]
