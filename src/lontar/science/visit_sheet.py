"""The workbook of a campaign of home visits: its columns, and one filled row as values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from lontar.science.living_conditions.listing import COLUMNS, FAMILY
from lontar.science.trouble import NOTHING, Values, said, words

OUTCOMES: Final = {
    "found": "ditemui", "moved_country": "pindah dalam negeri", "moved_abroad": "pindah ke luar negeri",
    "died": "meninggal semua", "not_found": "tidak ditemukan", "refused": "menolak",
}  # fmt: skip
DESERVES: Final = {"yes": "layak", "no": "tidak layak", "unsure": "ragu"}
PRESENCES: Final = {
    "here": "tinggal di sini", "died": "meninggal", "moved_country": "pindah dalam negeri",
    "moved_abroad": "pindah ke luar negeri", "not_found": "tidak ditemui",
}  # fmt: skip
# The titles as they are written and read; a question of the form is known by its short name too.
VISIT, OUTCOME, STAYS, VISITED = "Nomor kunjungan", "Hasil", "Layak", "Tanggal kunjungan"
HAPPENED, WHERE, NOTE, MEMBER, PRESENCE = "Tanggal kejadian", "Pindah ke", "Catatan", "Nomor anggota", "Keberadaan"
VISIT_TITLES: Final[dict[str, tuple[str, ...]]] = {
    "visit": (VISIT,), "outcome": (OUTCOME,), "deserves": (STAYS,), "visited_on": (VISITED,), "happened": (HAPPENED,),
    "where": (WHERE,), "note": (NOTE,), **{name: (COLUMNS[name].label_id, name) for name in FAMILY},
}  # fmt: skip
MEMBER_TITLES: Final[dict[str, tuple[str, ...]]] = {
    "visit": (VISIT,), "person": (MEMBER,), "presence": (PRESENCE,), "happened": (HAPPENED,), "where": (WHERE,),
}  # fmt: skip
NO_VISIT: Final = words("Nomor kunjungan kosong atau tidak terbaca. Salin dari berkas yang diunduh.")
NO_MEMBER: Final = words("Nomor anggota kosong atau tidak terbaca. Salin dari berkas yang diunduh.")
TWICE: Final = words("Kunjungan ini sudah diisi di baris %(row)s. Kosongkan salah satunya.")
ONLY_MEMBERS: Final = words("Anggota keluarga ini sudah diisi, tetapi hasil kunjungannya kosong. Isi kolom Hasil juga.")
NO_DAY: Final = words("Tanggal kunjungan kosong: tulis seperti 22/11/2026.")
NOT_A_DAY: Final = words("Kolom %(title)s: “%(shown)s” bukan tanggal; tulis seperti 22/11/2026.")
NOTHING_CHOSEN: Final = words("Kolom %(title)s kosong. Pilih salah satu: %(known)s.")
NOT_A_WORD: Final = words("Kolom %(title)s: “%(shown)s” tidak dikenal. Pilih salah satu: %(known)s.")


class NotReadable(Exception):
    """A cell that says nothing we know, with the title of its column; `others` are further ones of the same row."""

    def __init__(self, template: str, column: str, values: Values = NOTHING) -> None:
        super().__init__(said(template, values))
        self.template, self.column, self.values = template, column, values
        self.others: list[NotReadable] = []


def cell_of(name: str, value: int) -> str:
    """An answer as a cell shows it: the code, then its meaning.

    >>> cell_of("floor_material", 8)
    '8 Tanah'
    """
    return f"{value} {COLUMNS[name].meaning(value, 'id')}"


def code_in(name: str, text: str) -> str:
    """The code with which such a cell begins or whose meaning it is, or else the text itself.

    >>> code_in("floor_material", "8 Tanah"), code_in("floor_material", "8"), code_in("floor_material", " tanah")
    ('8', '8', '8')
    >>> code_in("floor_material", "emas")
    'emas'
    """
    first = text.split(maxsplit=1)[0] if text.split() else ""
    if first.isdigit():
        return first
    plain = " ".join(text.lower().split())
    meant = (value for value in COLUMNS[name].answers or () if COLUMNS[name].meaning(value, "id").lower() == plain)
    return str(next(meant, text))


def title_of(field: str) -> str:
    """The title under which a field of a visit stands in the workbook, or the field itself.

    >>> title_of("visited_on"), title_of("Hasil")
    ('Tanggal kunjungan', 'Hasil')
    """
    return VISIT_TITLES.get(field, MEMBER_TITLES.get(field, (field,)))[0]


def visit_number(cells: Mapping[str, str]) -> int:
    """The number of the visit that a row is about: V-0000012 is 12."""
    digits = "".join(sign for sign in cells.get("visit", "") if sign.isdigit())
    if not digits or len(digits) > 18:
        raise NotReadable(NO_VISIT, VISIT)
    return int(digits)


def read_visit(cells: Mapping[str, str], members: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The values of a filled row; None for a row that nobody has filled. Raises NotReadable with the column's title.

    >>> read_visit({"visit": "V-1"}, []) is None
    True
    >>> found = read_visit({"visit": "V-1", "outcome": "Ditemui", "deserves": "layak", "visited_on": "2026-11-20",
    ...     "floor_material": "8 Tanah"}, [])
    >>> found["outcome"], found["deserves"], found["columns"]
    ('found', 'yes', {'floor_material': '8'})
    """
    if not (set(cells) - {"visit"}):
        return None
    read: dict[str, Any] = {}
    troubles: list[NotReadable] = []
    for name, ask in (
        ("outcome", lambda: _word(cells, "outcome", OUTCOME, OUTCOMES)),
        ("deserves", lambda: _word(cells, "deserves", STAYS, DESERVES) if cells.get("deserves") else ""),
        ("visited_on", lambda: _visited_on(cells)),
        ("happened", lambda: _day(cells, "happened", HAPPENED)),
    ):
        try:
            read[name] = ask()
        except NotReadable as trouble:
            troubles.append(trouble)
    if troubles:
        troubles[0].others = troubles[1:]
        raise troubles[0]
    return {
        **read,
        "where": cells.get("where", ""),
        "note": cells.get("note", ""),
        "columns": {name: code_in(name, cells[name]) for name in FAMILY if name in cells},
        "members": list(members),
    }


def read_member(cells: Mapping[str, str]) -> dict[str, Any]:
    """The values of one member's row."""
    digits = "".join(sign for sign in cells.get("person", "") if sign.isdigit())
    if not digits or len(digits) > 18:
        raise NotReadable(NO_MEMBER, MEMBER)
    return {
        "person_id": int(digits),
        "presence": _word(cells, "presence", PRESENCE, PRESENCES),
        "happened": _day(cells, "happened", HAPPENED),
        "where": cells.get("where", ""),
    }


def _word(cells: Mapping[str, str], key: str, title: str, ways: Mapping[str, str]) -> str:
    given = " ".join(cells.get(key, "").lower().split())
    for name, word in ways.items():
        if given in (word, name):
            return name
    values = {"title": title, "shown": cells.get(key, "")[:40], "known": ", ".join(ways.values())}
    raise NotReadable(NOT_A_WORD if given else NOTHING_CHOSEN, title, values)


def _visited_on(cells: Mapping[str, str]) -> date:
    found = _day(cells, "visited_on", VISITED)
    if found is None:
        raise NotReadable(NO_DAY, VISITED)
    return found


def _day(cells: Mapping[str, str], key: str, title: str) -> date | None:
    """A day as a spreadsheet writes it: 2026-11-22, 22/11/2026, with or without an hour behind it."""
    text = cells.get(key, "").strip()
    if not text:
        return None
    parts = text.split("T")[0].split()[0].replace("-", "/").replace(".", "/").split("/")
    try:
        numbers = [int(part) for part in parts]
        year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
        return date(year, month, day)
    except ValueError as trouble:
        raise NotReadable(NOT_A_DAY, title, {"title": title, "shown": text[:20]}) from trouble
