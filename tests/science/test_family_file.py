"""A file of families: every kind of bad row has a finding that names it and says what to do."""

from datetime import date

import pytest

from lontar.science.family_file import read_families, rejected_rows
from lontar.science.grid import as_grid
from lontar.science.trouble import Refusal
from spreadsheets import HEADER, MARIA, PETRUS, YOHANES, cells, wards

TODAY = date(2026, 11, 22)


def read(*people, rows=None, header=HEADER):
    table = rows if rows is not None else cells(*people, header=header)
    return read_families([as_grid("Data", table)], wards(), on=TODAY, file="keluarga.xlsx")


def told(result, kind):
    return [finding for finding in result.found() if finding.kind == kind]


def the(result, kind):
    (finding,) = told(result, kind)
    return finding


def test_two_families_are_read_whole_and_without_a_finding():
    result = read(MARIA, YOHANES, PETRUS)
    assert result.found() == []
    assert result.families.select("kk", "place_id", "rt", "rw", "size", "has_error").rows() == [
        ("5371031708170003", 5371031010, "009", "002", 2, False),
        ("5371010101120004", 5371011009, "009", "002", 1, False),
    ]
    people = result.persons.select("row", "family", "name", "sex", "birth_date", "relation", "nik", "marital").rows()
    assert people == [
        (2, 0, "MARIA BENU", "P", date(1990, 12, 1), "head", MARIA["NIK"], "widowed"),
        (3, 0, "YOHANES BENU", "L", date(2015, 6, 5), "child", YOHANES["NIK"], "single"),
        (4, 1, "PETRUS NALLE", "L", date(1970, 3, 15), "head", PETRUS["NIK"], "widowed"),
    ]


def test_columns_that_are_not_needed_may_be_absent_and_titles_may_vary():
    needed = {
        "No. KK": "Nomor KK",
        "nik": "NIK",
        "NAMA LENGKAP": "Nama Penduduk",
        "Tgl_Lahir": "Tanggal Lahir",
        "JK": "Kelamin",
        "Hub.Kel": "SHDK",
        "Kelurahan": "Desa/Kel",
    }
    rows = [list(needed), *([person[title] for title in needed.values()] for person in (MARIA, YOHANES))]
    result = read(rows=rows)
    assert result.found() == []
    assert result.families.height == 1


CASES = [
    ({"Nama Penduduk": ""}, "error", "name_missing", "Nama Penduduk", "Isi nama"),
    ({"Desa/Kel": ""}, "error", "ward_missing", "Desa/Kel", "Isi nama kelurahan"),
    ({"Desa/Kel": "Osapa"}, "error", "ward_unknown", "Desa/Kel", "Mungkin yang dimaksud: Oesapa"),
    (
        {"Desa/Kel": "Sumberejo", "Kecamatan": ""},
        "error",
        "ward_ambiguous",
        "Desa/Kel",
        "Sanankulon, Wonotirto",
    ),
    ({"Kecamatan": "Alak"}, "warning", "district_differs", "Kecamatan", "berada di kecamatan Kelapa Lima"),
    (
        {"Tanggal Lahir": "31/02/1990"},
        "error",
        "birth_impossible",
        "Tanggal Lahir",
        "31/02/1990 tidak ada di kalender",
    ),
    ({"Tanggal Lahir": "01/12/2090"}, "error", "birth_future", "Tanggal Lahir", "masih akan datang"),
    (
        {"Tanggal Lahir": "kira-kira 1990"},
        "error",
        "birth_unreadable",
        "Tanggal Lahir",
        "Tulis hari/bulan/tahun",
    ),
    ({"Tanggal Lahir": ""}, "warning", "birth_missing", "Tanggal Lahir", "Tanggal lahir kosong"),
    ({"Tanggal Lahir": "01/12/1890"}, "warning", "age_too_high", "Tanggal Lahir", "lebih dari 120 tahun"),
    ({"Tanggal Lahir": "02/12/1990"}, "warning", "nik_birth_differs", "NIK", "Periksa mana yang benar"),
    ({"Kelamin": "L"}, "warning", "nik_sex_differs", "NIK", "Jenis kelamin menurut NIK"),
    ({"NIK": "5302034112900001"}, "warning", "nik_place_differs", "NIK", "Wajar bila pernah pindah"),
    ({"NIK": ""}, "warning", "nik_missing", "NIK", "tetap masuk tanpa NIK"),
    ({"NIK": "5,37E+15"}, "warning", "nik_scientific", "NIK", "atur kolomnya sebagai Teks"),
    ({"NIK": "5.37103E+15"}, "warning", "nik_scientific", "NIK", "isi ulang NIK dari KTP"),
    ({"NIK": "537103411290001"}, "warning", "nik_wrong_length", "NIK", "tidak 16 angka"),
    ({"NIK": "5371034113900001"}, "warning", "nik_bad_date", "NIK", "tidak ada di kalender"),
    ({"Nomor KK": ""}, "warning", "kk_missing", "Nomor KK", "nomor lokal"),
    ({"Nomor KK": "5,37E+15"}, "warning", "kk_scientific", "Nomor KK", "urutan kepala keluarga"),
    ({"Nomor KK": "537103170817"}, "warning", "kk_wrong_length", "Nomor KK", "periksa kartunya"),
    ({"SHDK": "ANAK"}, "warning", "head_missing", "SHDK", "tentukan siapa kepala keluarganya"),
    ({"SHDK": "TETANGGA"}, "warning", "relation_unknown", "SHDK", "daftar kode SIAK"),
    ({"Kelamin": "X"}, "warning", "sex_unknown", "Kelamin", "belum diketahui"),
    ({"Kelamin": ""}, "warning", "sex_missing", "Kelamin", "Isi L atau P"),
    ({"RT": "belakang gereja"}, "warning", "rt_unreadable", "RT", "Tulis dengan angka"),
    ({"Status": "MENINGGAL"}, "warning", "gone", "Status", "tidak dimasukkan"),
    ({"Nama Penduduk": "MARIA " * 30}, "warning", "name_long", "Nama Penduduk", "tidak disimpan"),
    ({"Nama Penduduk": "MARIA 5371031708"}, "warning", "name_digits", "Nama Penduduk", "tergeser"),
]


@pytest.mark.parametrize(("change", "severity", "kind", "column", "says"), CASES, ids=lambda case: str(case)[:40])
def test_a_bad_row_has_a_finding_that_names_it_and_says_what_to_do(change, severity, kind, column, says):
    result = read(PETRUS, MARIA | change)
    finding = the(result, kind)
    assert (finding.severity, finding.source.row, finding.source.column) == (severity, 3, column)
    assert (finding.source.sheet, finding.source.file) == ("Data", "keluarga.xlsx")
    assert says in finding.message
    kept_out = result.families.filter(result.families.get_column("has_error")).get_column("row").to_list()
    assert kept_out == ([3] if severity == "error" else []), "only this family, and only for an error"


@pytest.mark.parametrize("change", [{"NIK": ""}, {"NIK": "5,37E+15"}, {"Nomor KK": ""}, {"SHDK": "ANAK"}])
def test_nobody_is_dropped_for_a_missing_number_or_head(change):
    result = read(MARIA | change, YOHANES | {key: value for key, value in change.items() if key == "Nomor KK"})
    assert result.persons.height == 2
    assert result.families.height == 1
    assert result.errors() == 0


def test_an_alias_of_a_ward_is_taken_without_a_word():
    result = read(MARIA | {"Desa/Kel": "Kel. Naikoten I", "Kecamatan": "Kota Raja"}, PETRUS | {"Desa/Kel": "BATU-PLAT"})
    assert result.found() == []
    assert result.families.get_column("place_id").to_list() == [5371051004, 5371011009]


def test_two_wards_of_one_name_are_told_apart_by_their_district():
    result = read(MARIA | {"Desa/Kel": "Sumberejo", "Kecamatan": "Sanankulon", "NIK": ""})
    assert result.families.item(0, "place_id") == 3505022001


def test_a_family_with_two_heads_waits_until_it_is_mended():
    finding = the(read(MARIA, YOHANES | {"SHDK": "KEPALA KELUARGA"}), "head_twice")
    assert (finding.severity, finding.source.row) == ("error", 3)
    assert "baris 2 dan baris ini" in finding.message


def test_a_person_repeated_in_the_family_is_an_error_naming_the_first_row():
    finding = the(read(MARIA, YOHANES, YOHANES), "person_repeated")
    assert (finding.severity, finding.source.row) == ("error", 4)
    assert "baris 3" in finding.message


def test_a_person_without_nik_repeated_in_the_family_is_found_by_name_and_birth_date():
    child = YOHANES | {"NIK": ""}
    finding = the(read(MARIA, YOHANES, child), "person_repeated")
    assert (finding.severity, finding.source.row) == ("error", 4)


def test_one_nik_on_two_people_warns_on_both_and_lets_both_in():
    result = read(MARIA, PETRUS | {"NIK": MARIA["NIK"]})
    findings = told(result, "nik_twice")
    assert [(f.severity, f.source.row) for f in findings] == [("warning", 2), ("warning", 3)]
    assert ["baris 3" in findings[0].message, "baris 2" in findings[1].message] == [True, True]
    assert result.persons.height == 2
    assert result.errors() == 0


def test_one_card_in_two_wards_stays_one_family_where_its_head_lives():
    result = read(YOHANES | {"Desa/Kel": "Batu Plat", "Kecamatan": "Alak"}, MARIA)
    assert the(result, "kk_two_wards").source.row == 2
    assert result.families.select("place_id", "size").rows() == [(5371031010, 2)]


def test_one_card_in_two_rts_is_noticed():
    assert the(read(MARIA, YOHANES | {"RT": "RT.004"}), "kk_two_units").source.row == 3


def test_families_without_a_card_begin_at_their_heads_and_are_known_again():
    people = [
        MARIA | {"Nomor KK": ""},
        YOHANES | {"Nomor KK": ""},
        PETRUS | {"Nomor KK": "", "Desa/Kel": "Oesapa", "Kecamatan": "Kelapa Lima"},
    ]
    once, again = read(*people), read(*people)
    assert once.persons.get_column("family").to_list() == [0, 0, 1]
    assert once.families.get_column("local_source").to_list() == again.families.get_column("local_source").to_list()
    assert once.families.get_column("local_source").to_list() == [
        "BENU MARIA|1990-12-01|5371031010",
        "NALLE PETRUS|1970-03-15|5371031010",
    ]


def test_cards_turned_into_powers_of_ten_do_not_melt_families_into_one():
    people = [p | {"Nomor KK": "5,37E+15"} for p in (MARIA, YOHANES, PETRUS)]
    result = read(*people)
    assert result.families.get_column("size").to_list() == [2, 1]
    assert [f.source.row for f in told(result, "kk_scientific")] == [2, 4]


def test_two_cardless_families_alike_in_everything_stay_two():
    result = read(*[MARIA | {"Nomor KK": "", "NIK": ""}] * 2)
    assert result.families.get_column("local_source").to_list() == [
        "BENU MARIA|1990-12-01|5371031010",
        "BENU MARIA|1990-12-01|5371031010#2",
    ]


def test_a_file_whose_niks_were_rounded_is_stopped_as_a_whole():
    people = [
        MARIA | {"NIK": f"53710341129000{i:02d}"[:15] + "0", "Nomor KK": f"53710317081700{i:02d}"} for i in range(40)
    ]
    people = [p | {"NIK": f"537103{(41 + i % 28):02d}1290{i:03d}0"} for i, p in enumerate(people)]
    with pytest.raises(Refusal, match="Kolom NIK rusak") as refusal:
        read(*people)
    assert "Teks" in refusal.value.advice


def test_the_rows_to_mend_are_whole_families_in_their_own_columns():
    result = read(MARIA, YOHANES | {"Tanggal Lahir": "31/02/2015"}, PETRUS)
    grid = as_grid("Data", cells(MARIA, YOHANES | {"Tanggal Lahir": "31/02/2015"}, PETRUS))
    rows = rejected_rows([grid], result)
    assert rows.columns == [*HEADER, "Temuan"]
    assert rows.get_column("Nama Penduduk").to_list() == ["MARIA BENU", "YOHANES BENU"]
    first, second = rows.get_column("Temuan").to_list()
    assert first is None
    assert second.startswith("Tanggal Lahir: ")
    mended = [rows.columns, *[list(row) for row in rows.rows()]]
    mended[2][HEADER.index("Tanggal Lahir")] = "05/06/2015"
    again = read(rows=mended)
    assert (again.errors(), again.persons.height) == (0, 2), "what is mended can be imported again as it is"


def test_dates_in_several_spellings_are_told_once_for_each_spelling_with_their_rows():
    spelt = [
        "01/12/1990",
        "1990-12-01",
        "1 Desember 1990",
        "01-12-90",
        "33208",
        "01/12/1990",
        "01/12/1990",
        "1990-12-01",
    ]
    people = [MARIA | {"Tanggal Lahir": text, "Nomor KK": "", "NIK": ""} for text in spelt]
    found = {f.values["text"]: f for f in told(read(*people), "birth_spelling")}
    assert {text: (f.source.row, f.values["rows"], f.values["day"]) for text, f in found.items()} == {
        "1990-12-01": (3, "3, 9", "1990-12-01"), "1 Desember 1990": (4, "4", "1990-12-01"),
        "01-12-90": (5, "5", "1990-12-01"), "33208": (6, "6", "1990-12-01"),
    }  # fmt: skip
    assert "tulis tahunnya empat angka" in found["01-12-90"].message
    assert all(f.severity == "warning" for f in found.values())


@pytest.mark.parametrize("text", ["?", "-", "tidak tahu", "1990"])
def test_a_birth_date_that_somebody_calls_unknown_is_not_told_as_empty(text):
    result = read(MARIA | {"Tanggal Lahir": text})
    finding = the(result, "birth_unknown")
    assert (finding.severity, finding.source.row) == ("warning", 2)
    assert f"ditulis {text}; dicatat sebagai belum diketahui" in finding.message
    assert result.persons.get_column("birth_date").to_list() == [None]


FATHER = PETRUS | {"Nomor KK": MARIA["Nomor KK"], "SHDK": "SUAMI", "Tanggal Lahir": "15/03/2007", "NIK": ""}
SON = {"SHDK": "ANAK", "Ayah": "PETRUS NALLE", "Ibu": "MARIA BENU", "Tanggal Lahir": "06/05/2015"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, "ayahnya di baris 4 lahir 15/03/2007"),
        ({"Ayah": ""}, "ayahnya di baris 4 lahir 15/03/2007"),
        ({"Ayah": "OTNIEL LAY"}, ""),
        ({"Tanggal Lahir": "06/05/2018"}, ""),
        ({"Ayah": "OTNIEL LAY", "Tanggal Lahir": "06/05/1999"}, "ibunya di baris 2 lahir 01/12/1990"),
        ({"Ayah": "OTNIEL LAY", "Ibu": "RUT LAY", "Tanggal Lahir": "06/05/1999"}, ""),
    ],
)
def test_a_child_older_than_mother_or_father_is_told_unless_the_row_names_another_one(change, says):
    result = read(MARIA, YOHANES | SON | change, FATHER)
    found = told(result, "child_older")
    assert [says in one.message for one in found] == ([True] if says else [])
    assert not result.families.get_column("has_error").any(), "which of the two is wrong is for people to say"
