"""Which ward a row means: by name, by alias, by code, and by its district where two wards share a name."""

import re
from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from lontar.science.family_file.notes import Notes
from lontar.science.place_names import nearest_places, place_key
from lontar.science.trouble import words

WARDS: Final[dict[str, Any]] = {
    "place_id": pl.Int64,
    "code": pl.String,
    "name": pl.String,
    "district": pl.String,
    "keys": pl.List(pl.String),
    "bps": pl.String,
    "served": pl.Boolean,
}
"""The wards that a file may speak of; `keys` holds the `place_key` of each alias, `bps` the code by which BPS counts
it where the city brought the crosswalk, `served` says whether whoever brings the file may write there."""
CODES_KNOWN_SHARE_MIN: Final = 0.9
"""Ten digits without signs are read by the list in which nine of ten of a file's codes are known: one may be mistyped,
but a third of Kota Kupang's codes of BPS, read as official ones, mean another ward."""

BARE_CODE: Final = re.compile(r"^\d{10}$")

_FOUND = {
    "ward": pl.String,
    "district": pl.String,
    "place_id": pl.Int64,
    "place_code": pl.String,
    "ward_state": pl.String,
    "ward_hint": pl.String,
}


class Wards:
    """The wards by key and by code."""

    def __init__(self, wards: pl.DataFrame) -> None:
        self.by_key: dict[str, list[dict[str, object]]] = {}
        self.by_code: dict[str, dict[str, object]] = {}
        self.by_bps: dict[str, dict[str, object]] = {}
        self.bare: dict[str, dict[str, object]] = {}
        self.unsure: set[str] = set()
        self.names: dict[str, str] = {}
        for ward in wards.iter_rows(named=True):
            keys = {place_key(ward["name"]), *(ward["keys"] or [])}
            for key in sorted(keys):
                self.by_key.setdefault(key, []).append(ward)
                self.names.setdefault(key, ward["name"])
            self.by_code[re.sub(r"\D", "", ward["code"])] = ward
            if ward["bps"]:
                self.by_bps[ward["bps"]] = ward

    def read_codes(self, written: Iterable[str | None]) -> None:
        """Settle whose codes a file's bare ten digits are: they mean one ward to the ministry and another to BPS."""
        here = {code[:4] for code in (*self.by_code, *self.by_bps)}
        bare = {text.strip() for text in written if text and BARE_CODE.match(text.strip())}
        codes = {code for code in bare if code[:4] in here}
        official, counted = (
            len(codes & known.keys()) >= CODES_KNOWN_SHARE_MIN * len(codes) for known in (self.by_code, self.by_bps)
        )
        for code in codes:
            ours, theirs = self.by_code.get(code), self.by_bps.get(code)
            if official != counted:
                meant = ours if official else theirs
            else:
                meant = ours if official and ours is theirs else None
                self.unsure.update([code] if (ours or theirs) and not meant else [])
            if meant:
                self.bare[code] = meant

    def find(self, name: str | None, district: str | None) -> tuple[int | None, str | None, str, str]:
        """The ward's id, its code's digits, a state and what to say about it."""
        if name is None:
            return None, None, "missing", ""
        if name.strip() in self.unsure:
            return None, None, "unsure", ""
        code = re.sub(r"[.\s]", "", name)
        known = self.bare if BARE_CODE.match(name.strip()) else self.by_code
        found = [known[code]] if code in known else self.by_key.get(place_key(name), [])
        if not found:
            return None, None, "unknown", ", ".join(nearest_places(name, self.names))
        wanted = place_key(district) if district else ""
        here = [ward for ward in found if place_key(str(ward["district"])) == wanted]
        if len(found) > 1 and len(here) != 1:
            return None, None, "ambiguous", ", ".join(sorted({str(ward["district"]) for ward in found}))
        ward = here[0] if here else found[0]
        state = "other_district" if wanted and not here else "ok"
        if not ward["served"]:
            state = "not_served"
        digits = re.sub(r"\D", "", str(ward["code"]))
        return int(str(ward["place_id"])), digits, state, str(ward["district"])


def with_ward(rows: pl.DataFrame, wards: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Add `place_id` and `place_code`; each spelling is looked up once."""
    known = Wards(wards)
    spellings = rows.select("ward", "district").unique()
    known.read_codes(spellings.get_column("ward"))
    table = pl.DataFrame(
        [(ward, district, *known.find(ward, district)) for ward, district in spellings.rows()],
        schema=_FOUND,
        orient="row",
    )
    rows = rows.join(table, on=["ward", "district"], how="left", nulls_equal=True, maintain_order="left")
    note_codes(rows, notes)
    note_wards(rows, notes)
    return rows


def note_codes(rows: pl.DataFrame, notes: Notes) -> None:
    notes.add(
        rows.filter(pl.col("ward_state") == "unsure"), "error", "ward", "ward_code_unsure",
        words(
            "Kode %(ward)s berarti wilayah lain menurut Kemendagri dan menurut BPS, dan dari berkas ini tidak jelas mana "
            "yang dipakai. Tulis nama kelurahannya, atau kode Kemendagri dengan titik."
        ),
        ward=pl.col("ward").str.slice(0, 60),
    )  # fmt: skip


def note_wards(rows: pl.DataFrame, notes: Notes) -> None:
    state = pl.col("ward_state")
    notes.add(
        rows.filter(state == "missing"),
        "error",
        "ward",
        "ward_missing",
        words("Desa/Kel kosong. Isi nama kelurahan atau desanya."),
    )
    unknown = rows.filter(state == "unknown")
    quoted = pl.col("ward").str.slice(0, 60)
    notes.add(
        unknown.filter(pl.col("ward_hint") != ""),
        "error",
        "ward",
        "ward_unknown",
        words("Kelurahan atau desa %(ward)s tidak dikenal. Mungkin yang dimaksud: %(near)s."),
        ward=quoted,
        near=pl.col("ward_hint"),
    )
    notes.add(
        unknown.filter(pl.col("ward_hint") == ""),
        "error",
        "ward",
        "ward_unknown",
        words("Kelurahan atau desa %(ward)s tidak dikenal. Pakai nama resmi menurut Kemendagri."),
        ward=quoted,
    )
    notes.add(
        rows.filter(state == "ambiguous"),
        "error",
        "ward",
        "ward_ambiguous",
        words("Ada lebih dari satu %(ward)s: di kecamatan %(districts)s. Isi kolom Kecamatan dengan benar."),
        ward=quoted,
        districts=pl.col("ward_hint"),
    )
    notes.add(
        rows.filter(state == "not_served"),
        "error",
        "ward",
        "ward_not_served",
        words("Anda tidak bertugas di %(ward)s. Serahkan baris ini kepada petugas kelurahan itu atau operator kota."),
        ward=quoted,
    )
    notes.add(
        rows.filter(state == "other_district"),
        "warning",
        "district",
        "district_differs",
        words("%(ward)s berada di kecamatan %(right)s, bukan %(written)s. Dipakai kelurahannya; periksa kecamatannya."),
        ward=quoted,
        right=pl.col("ward_hint"),
        written=pl.col("district").str.slice(0, 60),
    )
