"""What the made-up city's catalogue shows besides its lines: partners with agreements, outputs, a file that waits."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from lontar.city.access import actions as access
from lontar.city.access import queries as officers
from lontar.city.programmes import actions as programmes
from lontar.city.programmes import queries as offered

As = Callable[[str], AbstractContextManager[Any]]
DAY = date(2026, 10, 5)
PAPER = "Laporan contoh (rekaan)"
PARTNERS = (
    ("bank-contoh", "Bank Contoh (rekaan)", "bank", "PKS contoh 7/2026", date(2026, 3, 1), date(2027, 2, 28),
     "Pinjaman usaha mikro tanpa agunan sampai Rp10 juta untuk 60 keluarga yang lulus pelatihan."),
    ("cv-contoh-maju", "CV Contoh Maju (rekaan)", "company", "PKS contoh 11/2026", date(2026, 4, 1), date(2026, 12, 31),
     "Tempat magang menjahit bagi 20 orang, tiga bulan, dengan uang saku."),
)  # fmt: skip
OUTPUTS = (
    ("alat-bantu", "kursi roda diserahkan", "unit", 40, 26),
    ("alat-bantu", "alat bantu dengar diserahkan", "unit", 25, None),
    ("jaminan-kesehatan-masyarakat", "orang yang iurannya dibayar", "orang", 1800, 1640),
)
FILE = "anggaran-perubahan.csv"
HEAD = "Nama SKPD;Kode Sub Kegiatan;Sub Kegiatan;Sumber Dana;Anggaran Setelah Perubahan;Realisasi TW IV"
REVISED = (
    ("Dinas Sosial", "1.06.04.2.02.0002", "Pemberian Layanan Kedaruratan", "PAD", 26_000, ""),
    ("Dinas Sosial", "1.06.04.2.01.0003", "Penyediaan Alat Bantu", "PAD", 33_000, ""),
    ("Dinas Sosial", "1.06.05.2.02.0001", "Pendataan Fakir Miskin", "PAD", 12_000, ""),
    ("Badan Penanggulangan Bencana Daerah", "1.05.03.2.03.0009", "Penyediaan Logistik", "DAK", "dua juta", ""),
)


def partners(place_id: int, planner: str, as_: As) -> None:
    """A bank and a company, each with a signed paper."""
    with as_(planner) as by:
        for code, name, kind, number, since, until, gives in PARTNERS:
            known = officers.agency_by_code(code)
            agency = known or access.ensure_agency(code, name=name, kind=kind, by=by, on=since)
            if not offered.agreements(agency.pk).exists():
                paper = programmes.Paper(number, since, since, until, gives)
                programmes.record_agreement(agency, paper, place_id=place_id, by=by, on=since, made_up=True)


def outputs(place_id: int, year: int, planner: str, as_: As) -> None:
    """What came of some lines beside money."""
    with as_(planner) as by:
        for key, what, unit, target, realised in OUTPUTS:
            line = offered.line_by_key(place_id, year, key)
            if line is not None and not offered.outputs_of(line.pk).filter(what=what).exists():
                programmes.record_output(
                    line, what=what, unit=unit, target=Decimal(target), source=PAPER, by=by, on=DAY, made_up=True,
                    realised=None if realised is None else Decimal(realised),
                )  # fmt: skip


def waiting_file(place_id: int, year: int, families: int, folder: Path, planner: str, as_: As) -> None:
    """A spreadsheet was checked and waits: some figures would change, one row is new, one is wrong."""
    planner_ = officers.officer_named(planner)
    if planner_ is None or offered.budget_files(planner_).exists():
        return
    rows = [
        ";".join(str(cell * families if isinstance(cell, int) else cell) for cell in row) for row in REVISED
    ]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    with as_(planner) as by:
        programmes.check_budgets(
            path,
            file=FILE,
            year=year,
            document="DPPA contoh 2026 (rekaan)",
            agency="",
            place_id=place_id,
            by=by,
            on=DAY,
        )
