"""Reads the list that says which of BPS's codes is which ward: by its name, its district and the official code beside."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from lontar.science.family_file.columns import plain_title
from lontar.science.grid import ROW, Grid
from lontar.science.place_names import place_key
from lontar.science.trouble import Finding, Refusal, Source, words

TITLES: Final = {
    "bps": ("kode_bps", "Kode BPS", "Kode Desa BPS", "iddesa", "Kode Wilayah BPS"),
    "code": ("kode_kemendagri", "Kode Kemendagri", "kode_dagri", "Kode Dagri", "Kode Desa Kemendagri"),
    "name": ("nama", "Nama Desa/Kelurahan", "Kelurahan", "Desa/Kel", "Nama Kelurahan", "nama_kemendagri", "Nama Dagri"),
    # As BPS's own list of both codes has it, for whoever has no other name.
    "bps_name": ("nama_bps", "Nama BPS"),
    "district": ("kecamatan", "Nama Kecamatan", "Kec"),
}
KNOWN: Final = {plain_title(title): key for key, titles in TITLES.items() for title in titles}
HEADER_SEARCH_ROWS: Final = 20
BPS_CODE: Final = re.compile(r"^\d{10}$")


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward that the list may name: its official code and everything that it is called."""

    code: str
    keys: frozenset[str]
    district: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """BPS's code for each official one, and what is wrong; with an error nothing of it is to be used."""

    codes: dict[str, str]
    findings: list[Finding]
    rows_read: int

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


def read_crosswalk(grids: Iterable[Grid], wards: Iterable[Ward], *, file: str = "") -> Crosswalk:
    """Check every row. A ward is known by its name; a code beside it must be of the same ward, and alone is believed."""
    known = list(wards)
    codes: dict[str, str] = {}
    owner: dict[str, str] = {}
    findings: list[Finding] = []
    read = 0
    for grid in grids:
        if (header := _header(grid)) is None:
            continue
        top, at = header
        for row in grid.cells.filter(pl.col(ROW) > top).iter_rows():
            given = {key: str(row[1 + index] or "").strip() for key, index in at.items()}
            if not any(given.values()):
                continue
            read += 1
            source = Source(file, grid.sheet, int(row[0]), "")
            bps, found = re.sub(r"[.\s]", "", given["bps"]), _ward_of(given, known)
            trouble = found if isinstance(found, str) else _trouble(bps, found, codes, owner)
            if trouble:
                findings.append(Finding("error", trouble, source, "crosswalk", {"bps": bps[:20], **_shown(given)}))
            elif isinstance(found, Ward):
                codes[found.code], owner[bps] = bps, found.code
    if not read:
        raise Refusal(
            words("Tidak ada lembar dengan kolom kode_bps dan nama (atau kode_kemendagri)."),
            advice=words("Judul yang dikenal: kode_bps, kode_kemendagri, nama, kecamatan."), field="file",
        )  # fmt: skip
    for ward in known:
        if ward.code not in codes:
            findings.append(
                Finding("warning", words("%(ward)s belum punya kode BPS di daftar ini."), Source(file), "crosswalk_missing", {"ward": ward.code})
            )  # fmt: skip
    return Crosswalk(codes, findings, read)


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    for row in grid.cells.head(HEADER_SEARCH_ROWS).rows():
        at: dict[str, int] = {}
        for index, cell in enumerate(row[1:]):
            if cell and (key := KNOWN.get(plain_title(cell))):
                at.setdefault(key, index)
        if "bps" in at and at.keys() & {"name", "code", "bps_name"}:
            return int(row[0]), at
    return None


def _ward_of(given: Mapping[str, str], wards: list[Ward]) -> Ward | str:
    """The ward that a row means, or what is wrong with it."""
    digits, key = re.sub(r"\D", "", given.get("code", "")), place_key(given.get("name") or given.get("bps_name", ""))
    by_code = next((ward for ward in wards if digits and re.sub(r"\D", "", ward.code) == digits), None)
    if not key and not digits:
        return words("Nama dan kode Kemendagri kosong. Isi salah satunya.")
    if not key:
        return by_code or words("Kode Kemendagri %(code)s tidak ada di kota ini, dan namanya kosong.")
    named = [ward for ward in wards if key in ward.keys]
    district = place_key(given.get("district", ""))
    if len(named) > 1 and district:
        named = [ward for ward in named if place_key(ward.district) == district]
    if by_code and by_code in named:
        return by_code
    if not named:
        return words("%(name)s bukan kelurahan atau desa di kota ini. Pakai nama resmi menurut Kemendagri.")
    if digits:
        return words("Kode Kemendagri %(code)s bukan milik %(name)s. Periksa apakah yang tertulis kode BPS.")
    return named[0] if len(named) == 1 else words("Ada lebih dari satu %(name)s. Isi kolom kecamatan.")


def _trouble(bps: str, ward: Ward, codes: Mapping[str, str], owner: Mapping[str, str]) -> str:
    if not BPS_CODE.match(bps):
        return words("Kode BPS %(bps)s bukan sepuluh angka.")
    if codes.get(ward.code, bps) != bps:
        return words("%(name)s sudah disebut dengan kode BPS lain.")
    if owner.get(bps, ward.code) != ward.code:
        return words("Kode BPS %(bps)s sudah dipakai kelurahan lain di daftar ini.")
    return ""


def _shown(given: Mapping[str, str]) -> dict[str, str]:
    name = given.get("name") or given.get("bps_name") or given.get("code", "")
    return {"name": name[:60], "code": given.get("code", "")[:20]}
