"""Reads a spreadsheet that a stranger made into grids of text, and refuses what could hurt the machine."""

from lontar.engine.tables.reading import Book, not_opened, read_book

__all__ = ["Book", "not_opened", "read_book"]
