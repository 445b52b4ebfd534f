"""Spreadsheets of budgets: looked at first, taken in once, and no rupiah spent twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cast import CAST, CITY, TODAY, officer
from lontar.city.programmes import actions, queries
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
HEAD = "Nama SKPD;Kode Sub Kegiatan;Sub Kegiatan;Sumber Dana;Pagu;Setelah Perubahan;TW I;TW II;Indikator;Target;Satuan;Capaian"
AIDS = "Dinas Sosial;1.06.04.2.01.0003;Penyediaan Alat Bantu;PAD;100.000.000;;20000000;;kursi roda;40;unit;12"
FOOD = "Dinas Sosial;1.06.06.2.01.0001;Penyediaan Makanan;DAK;50.000.000;60.000.000;;5.000.000;;;;"


@pytest.fixture
def loaded(ester):
    with acting_as(ester):
        actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
        yield


@pytest.fixture
def bring(tmp_path, loaded):
    def brought(*rows, by, head=HEAD, year=2026, agency=""):
        path = tmp_path / "sipd.csv"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        with acting_as(by):
            return actions.check_budgets(
                path, file="sipd.csv", year=year, document="DPA 2026", agency=agency, place_id=CITY, by=by, on=TODAY
            )

    return brought


def kinds(file):
    return [(one["severity"], one["kind"], one["row"]) for one in file.findings]


def line(key):
    return queries.line_by_key(CITY, 2026, key)


def take(file, by):
    with acting_as(by):
        return actions.take_in_budgets(file, by=by, on=TODAY)


def test_a_file_is_looked_at_before_anything_changes_and_then_taken_in_by_stage_source_and_quarter(bring, yohanes):
    file = bring(AIDS, FOOD, by=yohanes)
    assert queries.budget_of(line("alat-bantu").pk) is None
    assert (len(file.changes), kinds(file)) == (7, [])
    take(file, yohanes)
    assert queries.budget_of(line("alat-bantu").pk) == 100_000_000
    assert queries.budget_of(line("makanan-korban-bencana").pk) == 60_000_000
    assert queries.budgets_of(line("makanan-korban-bencana").pk) == {"ministry": 60_000_000}
    assert [(one.quarter, one.amount) for one in queries.realised_of(line("makanan-korban-bencana").pk)] == [
        (2, 5_000_000)
    ]
    (output,) = queries.outputs_of(line("alat-bantu").pk)
    assert (output.what, output.target, output.realised) == ("kursi roda", 40, 12)


def test_the_same_file_again_changes_nothing(bring, ester):
    take(bring(AIDS, FOOD, by=ester), ester)
    again = bring(AIDS, FOOD, by=ester)
    assert (again.changes, again.counts["unchanged"]) == ([], 7)
    with pytest.raises(Refusal, match="Tidak ada yang berubah"):
        take(again, ester)


def test_what_is_not_in_the_catalogue_is_told_and_can_be_added(bring, ester, sign_in):
    file = bring(AIDS, "Dinas Sosial;1.06.05.2.02.0001;Pendataan Fakir Miskin;PAD;5;;;;;;;", by=ester)
    assert kinds(file) == [("warning", "not_offered", 3)]
    shown = sign_in(ester).get(reverse("programmes:budget_file", args=[file.pk])).content.decode()
    assert "code=1.06.05.2.02.0001" in shown
    assert "Masukkan 4 angka" in shown


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (AIDS.replace("20000000", "100000001"), "spent_twice"),
        (AIDS.replace("Dinas Sosial", "Dinas Khayal"), "agency"),
        (AIDS.replace("100.000.000", "seratus"), "money"),
        (AIDS.replace("1.06.04.2.01.0003", "1.06.O4.2"), "code"),
    ],
)
def test_a_wrong_row_is_found_and_changes_nothing(bring, ester, row, kind):
    file = bring(row, by=ester)
    assert [one["kind"] for one in file.findings] == [kind]
    assert (file.changes, file.counts["passed_over"]) == ([], 0)


def test_a_quarter_that_has_not_begun_is_refused(bring, ester, tmp_path):
    path = tmp_path / "awal.csv"
    path.write_text(f"{HEAD}\n{FOOD}")
    found = actions.check_budgets(
        path, file="awal.csv", year=2026, document="DPA", agency="", place_id=CITY, by=ester, on=TODAY.replace(month=2)
    )
    assert [one["kind"] for one in found.findings] == ["too_early"]


def test_an_operator_brings_figures_of_the_own_agency_only(bring, yohanes):
    health = "Dinas Kesehatan;1.02.02.2.02.0012;HIV;PAD;5;;;;;;;"
    file = bring(health, AIDS, by=yohanes)
    assert kinds(file) == [("error", "not_yours", 2)]
    assert "HIV" not in str(file.findings)
    assert {change[0] for change in file.changes} == {line("alat-bantu").pk}


@pytest.mark.parametrize("who", [name for name in CAST if name not in ("ester", "yohanes")])
def test_others_bring_no_file(bring, who):
    with pytest.raises(NotAllowed):
        bring(AIDS, by=officer(who))


def test_a_file_of_another_officer_and_one_that_grew_old_are_refused(bring, ester, yohanes):
    file = bring(AIDS, by=ester)
    with pytest.raises(NotAllowed):
        take(file, yohanes)
    actions.set_budget(line("alat-bantu"), fund="city", amount=7, document="DPA", by=ester, on=TODAY)
    with pytest.raises(Refusal, match="Katalog berubah"):
        take(file, ester)
    assert queries.budget_of(line("alat-bantu").pk) == 7


def test_money_may_wander_between_sources_in_one_file(bring, ester):
    take(bring(AIDS.replace("20000000", "90000000"), by=ester), ester)
    moved = bring(
        AIDS.replace("100.000.000", "40.000.000").replace("20000000", "").replace("kursi roda;40;unit;12", ";;;"),
        AIDS.replace("100.000.000", "60.000.000").replace("PAD", "CSR Bank NTT").replace("20000000", "").replace("kursi roda;40;unit;12", ";;;"),
        by=ester,
    )  # fmt: skip
    take(moved, ester)
    assert queries.budgets_of(line("alat-bantu").pk) == {"city": 40_000_000, "partner": 60_000_000}


def test_nobody_spends_more_than_the_budget_or_cuts_it_below_what_is_spent(loaded, ester):
    one = line("alat-bantu")
    actions.record_realisation(one, quarter=1, amount=5, source="SP2D", by=ester, on=TODAY)
    with pytest.raises(Refusal, match="kurang dari yang sudah terpakai"):
        actions.set_budget(one, fund="city", amount=4, document="DPA", by=ester, on=TODAY)
    actions.set_budget(one, fund="city", amount=8, document="DPA", by=ester, on=TODAY)
    with pytest.raises(Refusal, match="dua kali"):
        actions.record_realisation(one, quarter=2, amount=4, source="SP2D", by=ester, on=TODAY)
    actions.set_budget(one, fund="city", amount=9, document="DPPA", stage="revised", by=ester, on=TODAY)
    actions.record_realisation(one, quarter=2, amount=4, source="SP2D", by=ester, on=TODAY)
    actions.set_budget(one, fund="city", amount=1, document="RKPD", stage="plan", by=ester, on=TODAY)
    assert queries.budget_of(one.pk) == 9


def test_a_file_with_its_own_titles_is_read_once_the_city_has_said_what_they_mean(bring, ester, sign_in):
    browser = sign_in(ester)
    head, row = "Kd;Nilai Akhir", "1.06.04.2.01.0003;9"
    with pytest.raises(Refusal, match="kolom kode"):
        bring(row, by=ester, head=head)
    address = reverse("programmes:budget_layout")
    asked = browser.post(address, {"file": SimpleUploadedFile("contoh.csv", f"{head}\n{row}".encode())})
    assert b"Nilai Akhir" in asked.content
    given = {"title": "Ekspor lama", "title-0": "Kd", "means-0": "code", "title-1": "Nilai Akhir", "means-1": "code"}
    assert browser.post(address, given).status_code == 422
    browser.post(address, given | {"means-1": "revised"})
    assert queries.layouts().count() == 1
    assert bring(row, by=ester, head=head, agency="dinas-sosial").changes[0][3] == "revised:city"
    browser.post(reverse("programmes:retire_layout", args=["ekspor-lama"]))
    assert queries.layouts().count() == 0


def test_a_file_is_brought_and_taken_in_on_the_page(loaded, yohanes, sign_in):
    browser = sign_in(yohanes)
    upload = SimpleUploadedFile("sipd.csv", f"{HEAD}\n{AIDS}".encode())
    answer = browser.post(
        reverse("programmes:budget_files"), {"file": upload, "year": 2026, "document": "DPA 2026"}, follow=True
    )
    shown = answer.content.decode()
    assert "Masukkan 4 angka" in shown
    assert "Rp\u00a0100.000.000" in shown
    key = queries.budget_files(yohanes).get().pk
    assert "Dimasukkan" in browser.post(reverse("programmes:take_in", args=[key]), follow=True).content.decode()
    assert queries.budget_of(line("alat-bantu").pk) == 100_000_000
