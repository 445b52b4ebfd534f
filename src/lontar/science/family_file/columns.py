"""The columns of a family file (header of a SIAK export), and finding them in what somebody sent."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from lontar.science.grid import ROW, Grid, column_letter
from lontar.science.trouble import Refusal, Source, words

HEADER_SEARCH_ROWS: Final = 40
"""So far down a header is looked for, below titles and letterheads."""
NEAREST_LIKENESS_MIN: Final = 0.6
FOUND_SHOWN_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column we know: our key, its title in a SIAK export, and other titles met in the field."""

    key: str
    title: str
    needed: bool = False
    others: tuple[str, ...] = ()


COLUMNS: Final = (
    Column("kk", "Nomor KK", True, ("No KK", "No. KK", "no_kk", "Nomor Kartu Keluarga", "No Kartu Keluarga")),
    Column("nik", "NIK", True, ("Nomor NIK", "No NIK", "Nomor Induk Kependudukan", "No. KTP", "NIK Penerima")),
    Column(
        "name", "Nama Penduduk", True,
        ("Nama", "Nama Lengkap", "nama_lgkp", "Nama Anggota Keluarga", "Nama ART", "Nama Penerima"),
    ),
    Column("status", "Status", False, ("Status Dasar", "status_dasar", "Status Penduduk")),
    Column("death_date", "Tanggal Meninggal", False, ("Tgl Meninggal", "Tanggal Kematian", "tgl_mati", "Tgl Mati")),
    Column("birth_place", "Tempat Lahir", False, ("TMPT LHR", "tempatlahir", "tmpt_lhr", "Tpt Lahir")),
    Column("birth_date", "Tanggal Lahir", True, ("TGL LHR", "Tgl Lahir", "tgl_lhr", "Tgl/Bln/Th", "TTL")),
    Column("sex", "Kelamin", True, ("JK", "Jenis Kelamin", "L/P", "sex", "jenis_klmin", "Jns Kelamin")),
    Column("father_nik", "NIK Ayah", False, ("ayah_nik",)),
    Column("father", "Ayah", False, ("Nama Ayah", "nama_lgkp_ayah", "Nama Lengkap Ayah")),
    Column("mother_nik", "NIK Ibu", False, ("ibu_nik",)),
    Column("mother", "Ibu", False, ("Nama Ibu", "nama_lgkp_ibu", "Nama Ibu Kandung")),
    Column("marital", "Status Kawin", False, ("Stat Kwn", "Status Perkawinan", "stat_kwn", "Status Nikah")),
    Column(
        "relation", "SHDK", True,
        ("Hub Kel", "Hub. Kel", "stat_hbkel", "kk_level", "Hubungan", "Status Hubungan Dalam Keluarga",
         "Hubungan Keluarga", "Hubungan dengan Kepala Keluarga", "Hub Keluarga"),
    ),
    Column("religion", "Agama", False, ("agama_id",)),
    Column("district", "Kecamatan", False, ("Kec", "kec_name", "Nama Kecamatan")),
    Column(
        "ward", "Desa/Kel", True,
        ("Kelurahan", "Desa", "Kelurahan/Desa", "Desa/Kelurahan", "kel_name", "Nama Kelurahan", "Kel/Desa"),
    ),
    Column("address", "Alamat", False, ("Alamat Rumah", "Alamat Lengkap", "Alamat KK")),
    Column("rw", "RW", False, ("no_rw", "Nomor RW")),
    Column("rt", "RT", False, ("no_rt", "Nomor RT")),
    Column("latitude", "Lintang", False, ("lat", "Latitude", "Garis Lintang", "Koordinat Lintang")),
    Column("longitude", "Bujur", False, ("lng", "lon", "long", "Longitude", "Garis Bujur", "Koordinat Bujur")),
    Column("education", "Pendidikan", False, ("Pendidikan Terakhir", "pddk_akh", "pendidikan_kk_id")),
    Column("occupation", "Pekerjaan", False, ("jenis_pkrjn", "pekerjaan_id", "Jenis Pekerjaan")),
    Column("blood", "Gol. Darah", False, ("G.DRH", "Gol Drh", "Golongan Darah", "gol_drh")),
    Column("disability", "Cacat", False, ("cacat_id", "Disabilitas", "Jenis Cacat", "Penyandang Cacat")),
)  # fmt: skip
TITLE: Final = {column.key: column.title for column in COLUMNS}
NEEDED: Final = tuple(column.key for column in COLUMNS if column.needed)


def plain_title(text: str) -> str:
    """A title without case, blanks and signs.

    >>> plain_title("  Desa / Kel "), plain_title("TGL_LHR")
    ('desakel', 'tgllhr')
    """
    return re.sub(r"[^a-z0-9]", "", text.lower())


KNOWN: Final = {plain_title(title): column.key for column in COLUMNS for title in (column.title, *column.others)}


# What SIAK, population books (BIP) and village exports carry beside it and no registry of families needs: nobody is
# told that it was not read. "No" numbers the rows.
LEFT_OUT: Final = frozenset(
    plain_title(title)
    for title in (
        "No", "Nomor", "No Urut", "Nomor Urut", "Ket", "Keterangan", "Deskripsi Pekerjaan", "Cetak KTP", "Ganti KTP",
        "KTP Berakhir", "Wjb KTP", "Wajib KTP", "KTP-eL", "Stat Rkm", "status_rekam", "Nomor Paspor", "dokumen_pasport",
        "tanggal_akhir_paspor", "dokumen_kitas", "Nomor Akta Lahir", "No Akta Lahir", "akta_lahir", "Nomor Akta Kawin",
        "akta_perkawinan", "Tanggal Kwn", "tanggalperkawinan", "Nomor Akta Cerai", "akta_perceraian", "Tgl Cerai",
        "tanggalperceraian", "Petugas Registrasi", "Tgl Ubah", "Petugas Entri", "Tgl Entri", "warganegara_id",
        "pendidikan_sedang_id", "golongan_darah_id", "cara_kb_id", "hamil", "alamat_sekarang", "suku", "tag_id_card",
        "id_asuransi", "no_asuransi", "dusun", "Provinsi", "Kabupaten", "Kota", "Kab/Kota",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """Which titles a kind of file has: `known` maps plain titles to our keys, `titles` says how each is written."""

    name: str
    known: Mapping[str, str]
    needed: tuple[str, ...]
    titles: Mapping[str, str]
    each_row: str = "person"  # or "head": the list names nobody else of the family
    whole: bool = True  # whoever is not in it may have left


SIAK: Final = Layout("siak", KNOWN, NEEDED, TITLE)
NEEDED_OF_LISTS: Final = ("name", "ward")


def layout_of(name: str, columns: Mapping[str, str], *, each_row: str = "person", whole: bool = False) -> Layout:
    """A layout that somebody set up: `columns` maps titles as written to our keys; what is not in it is not read.

    >>> layout_of("siks", {"NAMA PENERIMA": "name", "KEL": "ward"}).known
    {'namapenerima': 'name', 'kel': 'ward'}
    """
    titles = {key: title for title, key in columns.items()}
    known = {plain_title(title): key for title, key in columns.items()}
    return Layout(name, known, tuple(key for key in NEEDED_OF_LISTS if key in titles), titles, each_row, whole)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the titles stand: the rows they fill, and which of our columns is the how-manieth of the grid."""

    row_first: int
    row_last: int
    at: dict[str, int]
    titles: dict[str, str]
    numbering_row: int = 0
    twice: tuple[str, ...] = field(default=())

    def title_of(self, index: int) -> str:
        """The title above a column of the grid, or its letter."""
        for key, place in self.at.items():
            if place == index:
                return self.titles[key]
        return column_letter(index)


def find_header(grid: Grid, layout: Layout = SIAK) -> Header | None:
    """The row that names the most of our columns, with a second header row where there is one; None when
    this sheet is about something else.
    """
    top = grid.cells.head(HEADER_SEARCH_ROWS).rows()
    scores = [len(set(known_titles(row[1:], layout).values())) for row in top]
    best = max(scores, default=0)
    if best < min(3, len(layout.titles)):
        return None
    at = scores.index(best)
    first = last = int(top[at][0])
    titles = [cell or "" for cell in top[at][1:]]
    below = top[at + 1] if at + 1 < len(top) else ()
    if below and looks_like_header(below[1:], layout):
        # A title over two rows: the lower row is more exact where it says anything.
        last = int(below[0])
        titles = [
            low if low and plain_title(low) in layout.known else up for low, up in zip(below[1:], titles, strict=True)
        ]
        below = top[at + 2] if at + 2 < len(top) else ()
    numbering = int(below[0]) if below and is_numbering(below[1:]) else 0
    return place_columns(grid, (first, last), titles, numbering, layout)


def known_titles(cells: tuple[str | None, ...], layout: Layout = SIAK) -> dict[int, str]:
    known = layout.known
    return {i: known[plain] for i, cell in enumerate(cells) if cell and (plain := plain_title(cell)) in known}


def looks_like_header(cells: tuple[str | None, ...], layout: Layout = SIAK) -> bool:
    """Whether a row under the header is a second one: at least two known titles and no long number.

    >>> looks_like_header(("", "Tempat Lahir", "Tgl/Bln/Th")), looks_like_header(("5371", "Desa", "Ibu"))
    (True, False)
    """
    filled = [cell for cell in cells if cell and cell.strip()]
    return len(known_titles(cells, layout)) >= 2 and not any(re.search(r"\d{3}", cell) for cell in filled)


def is_numbering(cells: tuple[str | None, ...]) -> bool:
    """Whether a row under the header only numbers the columns, as official forms do.

    >>> is_numbering(("(1)", "(2)", "(3)")), is_numbering(("1", "5371", "3"))
    (True, False)
    """
    numbers = [re.sub(r"\D", "", cell) for cell in cells if cell]
    return len(numbers) >= 3 and numbers == [str(i + 1) for i in range(len(numbers))]


def place_columns(grid: Grid, rows: tuple[int, int], titles: list[str], numbering: int, layout: Layout) -> Header:
    """Which column of the grid is which of ours; the same title twice is settled by the contents."""
    first, last = rows
    places: dict[str, list[int]] = {}
    for index, title in enumerate(titles):
        if key := layout.known.get(plain_title(title)):
            places.setdefault(key, []).append(index)
    missing = [key for key in layout.needed if key not in places]
    if missing:
        raise wrong_header(grid, last, titles, missing, layout)
    twice = tuple(key for key, found in places.items() if len(found) > 1)
    for key in twice:
        # The exact title of a SIAK export is meant rather than another that could stand for it.
        exact = [i for i in places[key] if plain_title(titles[i]) == plain_title(layout.titles[key])]
        if len(exact) == 1:
            places[key] = exact
        elif any(differs(grid, places[key][0], other, last) for other in places[key][1:]):
            title, letters = titles[places[key][0]], ", ".join(column_letter(i) for i in places[key])
            raise Refusal(
                words("Judul kolom %(title)s ada lebih dari sekali (kolom %(letters)s) dengan isi yang berbeda."),
                advice=words("Hapus atau ganti nama kolom yang tidak dipakai, lalu unggah lagi."),
                field="file",
                source=Source(sheet=grid.sheet, row=last, column=title),
                values={"title": title, "letters": letters},
            )
    at = {key: found[0] for key, found in places.items()}
    return Header(first, last, at, {key: titles[i].strip() for key, i in at.items()}, numbering, twice)


def differs(grid: Grid, left: int, right: int, header_row: int) -> bool:
    below = grid.cells.filter(pl.col(ROW) > header_row)
    return not below.get_column(f"c{left}").equals(below.get_column(f"c{right}"), null_equal=True)


def wrong_header(grid: Grid, row: int, titles: list[str], missing: list[str], layout: Layout) -> Refusal:
    """Says which columns were expected and not found, what was found, and which of that is meant perhaps."""
    unknown = {plain_title(title): title for title in titles if title and plain_title(title) not in layout.known}
    wanted = []
    for key in missing:
        spellings = [plain for plain, of in layout.known.items() if of == key]
        near = [
            unknown[plain]
            for spelling in spellings
            for plain in difflib.get_close_matches(spelling, unknown, n=1, cutoff=NEAREST_LIKENESS_MIN)
        ]
        wanted.append(f"{layout.titles[key]} ({near[0]}?)" if near else layout.titles[key])
    found = ", ".join(title.strip() for title in titles[:FOUND_SHOWN_MAX] if title.strip())
    return Refusal(
        words(
            "Kolom yang tidak ada: %(missing)s. Judul yang ditemukan di baris %(row)s: %(found)s. "
            "Yang diperlukan: %(needed)s."
        ),
        advice=words("Samakan judul kolomnya dengan ekspor SIAK, lalu unggah lagi."),
        field="file",
        source=Source(sheet=grid.sheet, row=row),
        values={
            "missing": ", ".join(wanted), "row": row, "found": found,
            "needed": ", ".join(layout.titles[key] for key in layout.needed),
        },
    )  # fmt: skip
