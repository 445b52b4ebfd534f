"""Which rows of a text end differently from the others, and which hold signs that no text has."""

from typing import Final

import numpy as np
import numpy.typing as npt

from lontar.science.grid import rows_named
from lontar.science.trouble import Finding, Source, words

QUOTE, LF, CR = 34, 10, 13
WINDOWS, UNIX, MAC = 0, 1, 2
NAMES: Final = {WINDOWS: "Windows (CRLF)", UNIX: "Unix (LF)", MAC: "Mac (CR)"}
Positions = npt.NDArray[np.int64]


def ends_told(data: bytes, name: str) -> list[Finding]:
    """A finding for each kind of line end beside the usual one; an end inside quotes is part of a cell."""
    if b"\r" not in data:
        return []
    windows = data.count(b"\r\n")
    counts = {WINDOWS: windows, UNIX: data.count(b"\n") - windows, MAC: data.count(b"\r") - windows}
    if sum(count > 0 for count in counts.values()) < 2:
        return []
    _at, kinds = ends_of_rows(data)
    found: dict[int, Positions] = {kind: np.flatnonzero(kinds == kind) + 1 for kind in NAMES}
    usual = max(found, key=lambda kind: len(found[kind]))
    message = words(
        "Ujung baris berkas ini campuran: kebanyakan %(usual)s, tetapi %(n)s baris berakhir %(other)s: baris %(rows)s. "
        "Semuanya terbaca; periksa apakah baris itu terpotong, lalu simpan ulang sebagai CSV UTF-8."
    )
    return [
        Finding(
            "warning", message, Source(name, row=int(rows[0])), "line_ends",
            {"usual": NAMES[usual], "other": NAMES[kind], "n": len(rows), "rows": rows_named(rows.tolist())},
        )
        for kind, rows in found.items() if kind != usual and len(rows)
    ]  # fmt: skip


def nulls_told(data: bytes, name: str) -> list[Finding]:
    """A finding that names the rows with a NUL, which no text holds and no database takes."""
    if b"\0" not in data:
        return []
    ends, _kinds = ends_of_rows(data)
    nulls = np.flatnonzero(np.frombuffer(data, np.uint8) == 0)
    rows = np.unique(np.searchsorted(ends, nulls) + 1)
    message = words(
        "%(n)s baris memuat tanda NUL, yang bukan huruf: baris %(rows)s. Tandanya dibuang; "
        "periksa isi baris itu, atau ekspor ulang berkasnya."
    )
    values = {"n": len(rows), "rows": rows_named(rows.tolist())}
    return [Finding("warning", message, Source(name, row=int(rows[0])), "nul", values)]


def ends_of_rows(data: bytes) -> tuple[Positions, Positions]:
    """Where each row ends and how, in the order of the rows."""
    signs = np.frombuffer(data, np.uint8)
    feeds, returns = np.flatnonzero(signs == LF), np.flatnonzero(signs == CR)
    paired = np.zeros(len(returns), bool)
    inside = returns + 1 < len(signs)
    paired[inside] = signs[returns[inside] + 1] == LF
    lone_feeds = feeds[(feeds == 0) | (signs[np.maximum(feeds - 1, 0)] != CR)]
    at = np.concatenate([returns[paired], lone_feeds, returns[~paired]])
    sizes = [int(paired.sum()), len(lone_feeds), int((~paired).sum())]
    kinds = np.repeat(np.array([WINDOWS, UNIX, MAC]), sizes)
    order = np.argsort(at, kind="stable")
    at, kinds = at[order], kinds[order]
    quotes = np.flatnonzero(signs == QUOTE)
    if len(quotes) and len(quotes) % 2 == 0:
        outside = np.searchsorted(quotes, at) % 2 == 0
        at, kinds = at[outside], kinds[outside]
    return at, kinds
