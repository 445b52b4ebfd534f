"""Codes of BPS by crosswalk and never by digits: ten digits mean one ward to the ministry and another to BPS."""

import polars as pl
import pytest

from lontar.science.family_file.wards import WARDS, Wards
from lontar.science.grid import as_grid
from lontar.science.place_crosswalk import Ward, read_crosswalk
from lontar.science.place_names import place_key
from lontar.science.trouble import Refusal

# BPS numbers districts and wards otherwise: its 031 001 is written like the ministry's 03 1001, and is another ward.
KNOWN = [
    ("53.71.03.1001", "Kelapa Lima", "Kelapa Lima", "5371040002"),
    ("53.71.05.1001", "Airnona", "Kota Raja", "5371031001"),
    ("53.71.05.1002", "Bakunase", "Kota Raja", "5371031002"),
]
CALLED = [Ward(code, frozenset([place_key(name)]), district) for code, name, district, _bps in KNOWN]
HEADER = ["kode_bps", "kode_kemendagri", "nama", "kecamatan"]


def wards(crosswalk: bool = True) -> Wards:
    rows = [
        (int(code.replace(".", "")), code, name, district, [], bps if crosswalk else "", True)
        for code, name, district, bps in KNOWN
    ]
    return Wards(pl.DataFrame(rows, schema=WARDS, orient="row"))


def read(known: Wards, *written: str) -> list[str]:
    known.read_codes(written)
    return [known.find(text, None)[1] or known.find(text, None)[2] for text in written]


def test_bare_codes_are_read_by_the_list_that_knows_them_all():
    assert read(wards(), "5371040002", "5371031001", "5371031002") == ["5371031001", "5371051001", "5371051002"]
    assert read(wards(), "5371051001", "5371031001") == ["5371051001", "5371031001"]


def test_a_code_that_both_lists_know_is_nobodys_until_the_file_tells():
    assert read(wards(), "5371031001") == ["unsure"]
    assert read(wards(), "53.71.03.1001") == ["5371031001"], "signs between the digits are the ministry's"


def test_without_a_crosswalk_codes_of_bps_are_not_taken_for_official_ones():
    assert read(wards(crosswalk=False), "5371040002", "5371031001", "5371040001") == ["unknown", "unsure", "unknown"]


def test_the_list_is_read_by_name_and_a_code_beside_it_must_be_of_the_same_ward():
    rows = [["5371031001", "", "KEL. AIRNONA", ""], ["5371040002", "53.71.03.1001", "Kelapa Lima", ""]]
    found = read_crosswalk((as_grid("", [HEADER, *rows]),), CALLED)
    assert found.codes == {"53.71.05.1001": "5371031001", "53.71.03.1001": "5371040002"}
    assert [(one.severity, one.values) for one in found.findings] == [("warning", {"ward": "53.71.05.1002"})]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["5371031001", "53.71.03.1001", "Airnona", ""], "bukan milik"),
        (["5371031001", "", "Airmata", ""], "bukan kelurahan"),
        (["53710310", "", "Airnona", ""], "sepuluh angka"),
        (["5371031002", "99.99.99.1001", "", ""], "tidak ada di kota ini"),
        (["5371031002", "", "", ""], "kode Kemendagri kosong"),
        (["5371031009", "", "Bakunase", ""], "kode BPS lain"),
        (["5371031002", "", "Airnona", ""], "kelurahan lain"),
    ],
)
def test_what_cannot_be_is_an_error_and_nothing_is_used(row, why):
    found = read_crosswalk((as_grid("", [HEADER, ["5371031002", "", "Bakunase", ""], row]),), CALLED)
    assert found.has_errors
    assert [one.source.row for one in found.findings if one.severity == "error" and why in one.template] == [3]


def test_the_list_of_bps_itself_is_read_by_either_name_and_the_ministrys_goes_before():
    titles = ["kode_bps", "nama_bps", "kode_dagri", "nama_dagri"]
    rows = [["5371031001", "AIR NONA LAMA", "53.71.05.1001", "Airnona"], ["5371031002", "BAKUNASE", "", ""]]
    found = read_crosswalk((as_grid("", [titles, *rows]),), CALLED)
    assert found.codes == {"53.71.05.1001": "5371031001", "53.71.05.1002": "5371031002"}
    assert not found.has_errors


def test_a_file_about_something_else_is_refused():
    with pytest.raises(Refusal, match="kode_bps"):
        read_crosswalk((as_grid("", [["nama", "umur"], ["x", "3"]]),), CALLED)
