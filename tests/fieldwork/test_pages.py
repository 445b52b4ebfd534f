"""Home visits on the screen: planned, walked, reported, sent back as a workbook, decided."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cast import CITY, LASIANA, OESAPA, TODAY, officer
from lontar.city.fieldwork import queries
from lontar.city.fieldwork.models import Campaign, Change, Report, Roster, Sheet, Visit
from lontar.city.journal.models import JournalLine
from lontar.city.registry import queries as registry
from lontar.kit.gate import acting_as
from walking import a_photo, begin, give_to, report, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    """Pages ask the clock of the city; here it is always the same day."""
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)


@pytest.fixture
def unmasked(sign_in):
    def ready(who):
        browser = sign_in(who)
        browser.post("/keluarga/perlihatkan/", {"purpose": "verification", "reason": "Verval contoh", "next": "/"})
        return browser

    return ready


def filled(visit, **values):
    return {"outcome": "found", "deserves": "yes", "visited_on": "21/11/2026", "key": "satu-dua-tiga"} | values


def test_a_planner_shares_out_families_and_sees_how_far_they_are(sign_in, ester, street, acting):
    browser = sign_in(ester)
    page = browser.get("/pemeriksaan/kampanye/baru/")
    key = page.context["form"]["key"].value()
    sent = {
        "name": "Verval tahap 2", "place": OESAPA, "decile": "1-4", "checkers": [officer("petrus").pk, officer("maria").pk],
        "split": "evenly", "begins": "22/11/2026", "due": "15/12/2026", "second_percent": 25, "seed": 3, "key": key,
    }  # fmt: skip
    wrong = browser.post("/pemeriksaan/kampanye/baru/", sent | {"due": "1/1/2026"})
    assert wrong.status_code == 422
    assert "sudah lewat" in wrong.content.decode()
    done = browser.post("/pemeriksaan/kampanye/baru/", sent)
    with acting(ester):
        campaign = Campaign.objects.get()
    assert done.url == f"/pemeriksaan/kampanye/{campaign.pk}/"
    shown = browser.get(done.url).content.decode()
    assert "angka undian 3" in shown
    assert "Maria Kelurahan" in shown
    exported = browser.get(done.url + "?ekspor=csv")
    assert b"Oesapa,4,0,0,0,4" in b"".join(exported.streaming_content)


def test_a_list_from_a_file_leads_to_a_campaign_and_says_what_it_did_not_know(sign_in, ester, street):
    browser = sign_in(ester)
    upload = SimpleUploadedFile("usulan.csv", f"nomor_lokal\n{street.families[0].local_number}\nK-77777\n".encode())
    page = browser.post("/pemeriksaan/kampanye/daftar/", {"name": "Usulan RT", "file": upload}).content.decode()
    assert "1 keluarga dikenal dari 2 baris" in page
    assert "baris 3" in page
    english = browser.post(
        "/pemeriksaan/kampanye/daftar/",
        {"name": "Kosong", "file": SimpleUploadedFile("x.csv", b"nama\nSalomi\n")},
    )
    assert english.status_code == 422
    with acting_as(ester):
        assert Roster.objects.count() == 1


def test_a_field_worker_finds_the_doors_street_by_street_and_reports_with_a_photo(sign_in, petrus, street):
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    visit = visit_of(campaign, street.families[0])
    browser = sign_in(petrus)
    page = browser.get("/pemeriksaan/").content.decode()
    assert page.index("RT 001/RW 001") < page.index("RT 002/RW 001")
    assert "Yuliana" not in page
    url = f"/pemeriksaan/kunjungan/{visit.pk}/lapor/"
    assert "Lantai terluas" in browser.get(url).content.decode()
    head, child = street.persons[visit.family_id]
    sent = filled(visit, floor_material="8", floor_area="36", latitude="-10.15", longitude="123.6", accuracy="8", photo=SimpleUploadedFile("x.exe", a_photo())) | {
        f"m{head.pk}-presence": "here", f"m{head.pk}-worked_last_week": "2",
        f"m{child.pk}-presence": "moved_abroad", f"m{child.pk}-happened": "1/10/2026", f"m{child.pk}-where": "Malaysia",
        "n0-name": "Agnes Ndun", "n0-how": "born", "n0-birth_date": "1/8/2026", "n0-relation": "grandchild", "n0-sex": "P",
    }  # fmt: skip
    assert browser.post(url, sent).url == "/pemeriksaan/"
    with acting_as(petrus):
        told = Report.objects.get()
        assert (told.columns["floor_material"], told.columns["floor_area"], told.accuracy) == (8, 36, 8.0)
        assert told.members == {str(head.pk): "here", str(child.pk): "moved_abroad"}
        assert [(one.kind, one.happened.isoformat()) for one in Change.objects.order_by("pk")] == [
            ("moved_abroad", "2026-10-01"), ("born", "2026-08-01"),
        ]  # fmt: skip
    assert browser.get(url).url == f"/pemeriksaan/kunjungan/{visit.pk}/"
    # What was sent twice, because the answer got lost, is answered alike.
    sent["photo"] = SimpleUploadedFile("x.jpg", a_photo())
    assert browser.post(url, sent).url == "/pemeriksaan/"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"photo": SimpleUploadedFile("foto.jpg", b"bukan gambar")}, "tidak dapat dibaca"),
        ({"outcome": "died"}, "tanggal kejadiannya"),
        ({"deserves": ""}, "layak tetap di daftar"),
        ({"visited_on": "32/1/2026"}, "22/11/2026"),
        ({"floor_area": "0"}, "1"),
    ],
)
def test_what_is_wrong_comes_back_beside_its_question_with_all_that_was_typed(values, words, sign_in, petrus, street):
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    visit = visit_of(campaign, street.families[0])
    sent = filled(visit, note="Rumah di ujung gang", cooking_fuel="10") | values
    page = sign_in(petrus).post(f"/pemeriksaan/kunjungan/{visit.pk}/lapor/", sent)
    assert page.status_code == 422
    text = page.content.decode()
    assert words in text
    assert "Rumah di ujung gang" in text
    assert 'value="10" selected' in text
    assert "satu-dua-tiga" in text
    with acting_as(petrus):
        assert not Report.objects.exists()


def test_a_hundred_megabytes_are_refused_before_they_are_read(sign_in, petrus, street):
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    visit = visit_of(campaign, street.families[0])
    page = sign_in(petrus).post(
        f"/pemeriksaan/kunjungan/{visit.pk}/lapor/", b"x", content_type="image/jpeg", CONTENT_LENGTH=str(100_000_000)
    )
    assert page.status_code == 409
    assert "12 MB" in page.content.decode()
    assert "Kembali ke isian tadi" not in page.content.decode()
    for host, ours in (("testserver", True), ("elsewhere.example", False)):
        page = sign_in(petrus).post(
            f"/pemeriksaan/kunjungan/{visit.pk}/lapor/", b"x", content_type="image/jpeg", CONTENT_LENGTH=str(100_000_000),
            headers={"referer": f"http://{host}/pemeriksaan/kunjungan/{visit.pk}/lapor/"},
        )  # fmt: skip
        assert ("Kembali ke isian tadi" in page.content.decode()) is ours


def test_the_second_visitor_does_not_see_what_the_first_one_saw(sign_in, maria, ester, street):
    campaign = begin(second_percent=100)
    family = street.families[0]
    one, two = visit_of(campaign, family), visit_of(campaign, family, turn=2)
    first = "petrus" if one.officer_id == officer("petrus").pk else "maria"
    report(one, first, note="RAHASIA PERTAMA")
    second = officer("maria" if first == "petrus" else "petrus")
    page = sign_in(second).get(f"/pemeriksaan/kunjungan/{two.pk}/lapor/").content.decode()
    assert "RAHASIA" not in page
    assert "kunjungan kedua" in page


def test_a_family_that_moved_as_a_whole_is_called_by_its_head_and_number(unmasked, maria, petrus, street):
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    family = street.families[0]
    report(
        visit_of(campaign, family),
        "petrus",
        outcome="moved_country",
        happened=TODAY.replace(day=1),
        where="Soe",
        deserves="",
        columns={},
    )
    with acting_as(maria):
        [head] = [one.head for one in registry.rows_of([family], {})]
        change = Change.objects.get()
    browser = unmasked(maria)
    for page in ("/pemeriksaan/perubahan/", f"/pemeriksaan/perubahan/{change.pk}/"):
        shown = browser.get(page).content.decode()
        assert head in shown
        assert family.local_number in shown


def test_the_paper_of_an_rt_and_the_workbook_carry_names_only_for_a_purpose(sign_in, unmasked, petrus, street):
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    covered = sign_in(petrus)
    for path in ("cetak/", "buku-kerja.xlsx"):
        assert covered.get(f"/pemeriksaan/kampanye/{campaign.pk}/{path}").url.startswith("/keluarga/perlihatkan/")
    browser = unmasked(petrus)
    paper = browser.get(f"/pemeriksaan/kampanye/{campaign.pk}/cetak/").content.decode()
    assert "Yuliana Ndun" in paper
    assert paper.count('class="sheet street"') == 2
    assert "8 Tanah" in paper, "the codes stand on the paper itself"
    assert paper.count("NIP") == 2, "the head of an RT has none"
    book = openpyxl.load_workbook(
        io.BytesIO(browser.get(f"/pemeriksaan/kampanye/{campaign.pk}/buku-kerja.xlsx").content)
    )
    assert book["Kunjungan"]["G2"].value == "Yuliana Ndun"
    assert len(list(book["Anggota"].iter_rows(min_row=2, max_col=3))) == 10
    assert "8 Tanah" in [cell.value for row in book["Kode"].iter_rows() for cell in row]


def test_a_wrong_member_is_told_on_the_sheet_and_row_where_it_stands(unmasked, maria, petrus, street):
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    browser = unmasked(maria)
    url = f"/pemeriksaan/kampanye/{campaign.pk}/buku-kerja"
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{url}.xlsx").content))
    sheet, members = book["Kunjungan"], book["Anggota"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for title, value in {"Hasil": "ditemui", "Layak": "layak", "Tanggal kunjungan": "21/11/2026"}.items():
        sheet.cell(2, at[title], value)
    members["D2"] = "hilang"
    last = members.max_row
    members[f"D{last}"] = "tinggal di sini"
    sheet.cell(3, at["Nomor kunjungan"], sheet.cell(2, at["Nomor kunjungan"]).value)
    sheet.cell(3, at["Hasil"], "menolak")
    kept = io.BytesIO()
    book.save(kept)
    page = browser.post(f"{url}/", {"file": SimpleUploadedFile("kunjungan.xlsx", kept.getvalue())}).url
    assert "belum diisi" not in browser.get(page).content.decode().partition("Temuan")[2]
    with acting_as(maria):
        told = [(one["sheet"], one["row"], one["column"]) for one in Sheet.objects.get().findings]
        assert told == [
            ("Anggota", 2, "Keberadaan"), ("Kunjungan", 3, "Nomor kunjungan"), ("Kunjungan", sheet.max_row, "Hasil")
        ]  # fmt: skip
        assert not Report.objects.exists()


def test_a_workbook_goes_out_is_filled_and_comes_back_with_findings_for_what_is_wrong(unmasked, maria, petrus, street):
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    browser = unmasked(maria)
    book = openpyxl.load_workbook(
        io.BytesIO(browser.get(f"/pemeriksaan/kampanye/{campaign.pk}/buku-kerja.xlsx").content)
    )
    sheet, members = book["Kunjungan"], book["Anggota"]
    at = {cell.value: cell.column for cell in sheet[1]}
    rows = [
        {"Hasil": "ditemui", "Layak": "layak", "Tanggal kunjungan": "21/11/2026", "Lantai terluas": "tanah"},
        {"Hasil": "pindah dalam negeri", "Tanggal kunjungan": "2026-11-20", "Tanggal kejadian": "1/5/2026", "Pindah ke": "Soe"},
        {"Hasil": "entah", "Tanggal kunjungan": "31/02/2026"},
        {"Hasil": "ditemui", "Layak": "layak", "Tanggal kunjungan": "21/11/2026", "Dinding terluas": "99"},
        {"Hasil": "ditemui", "Layak": "layak"},
    ]  # fmt: skip
    for number, values in enumerate(rows, start=2):
        for title, value in values.items():
            sheet.cell(number, at[title], value)
    members["D2"] = "tinggal di sini"
    members["D3"] = "meninggal"
    members["E3"] = "1/9/2026"
    kept = io.BytesIO()
    book.save(kept)

    def send():
        file = SimpleUploadedFile("kunjungan.xlsx", kept.getvalue())
        url = browser.post(f"/pemeriksaan/kampanye/{campaign.pk}/buku-kerja/", {"file": file}).url
        return browser.get(url).content.decode()

    page = send()
    with acting_as(maria):
        counts = Sheet.objects.get().counts
        assert counts == {"rows": 6, "empty": 1, "taken": 2, "before": 0, "errors": 3}
        told = Report.objects.order_by("pk").first()
        assert (told.way, told.checker_id, told.by_id) == ("sheet", petrus.pk, maria.pk)
        assert told.columns == {"floor_material": 8}
        assert sorted(one.kind for one in Change.objects.all()) == ["died", "moved_country"]
        # Neither who stood there nor who sent it may confirm it.
        assert not queries.changes_to_decide(maria).exists()
        assert JournalLine.objects.filter(verb="report_visit").count() == 2
    for words in (
        "baris 4",
        "tidak dikenal",
        "bukan tanggal",
        "baris 5",
        "bukan kode jawaban",
        "baris 6",
        "Tanggal kunjungan kosong",
    ):
        assert words in page
    send()
    with acting_as(maria):
        assert Report.objects.count() == 2
        assert Sheet.objects.order_by("-pk").first().counts["before"] == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"nama;alamat\n", b"\x89PNG\r\n"])
def test_a_file_that_is_no_workbook_of_this_campaign_is_refused(content, sign_in, maria, street):
    campaign = begin(second_percent=0)
    page = sign_in(maria).post(
        f"/pemeriksaan/kampanye/{campaign.pk}/buku-kerja/", {"file": SimpleUploadedFile("x.xlsx", content or b" ")}
    )
    assert page.status_code == 422


def test_the_ward_hands_a_visit_to_another_officer(sign_in, maria, petrus, street):
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    visit = visit_of(campaign, street.families[0])
    browser = sign_in(maria)
    url = f"/pemeriksaan/kampanye/{campaign.pk}/"
    assert "Alihkan" in browser.get(url + "kunjungan/").content.decode()
    browser.post(url + "alihkan/", {"visit": [visit.pk], "officer": maria.pk})
    assert visit_of(campaign, street.families[0]).officer_id == maria.pk
    for wrong in (
        {"visit": ["x"], "officer": maria.pk},
        {"visit": [visit.pk], "officer": ""},
        {"visit": [10**9], "officer": petrus.pk},
    ):
        assert browser.post(url + "alihkan/", wrong).status_code == 302
    assert visit_of(campaign, street.families[0]).officer_id == maria.pk


def test_families_whose_decile_and_visit_disagree_are_a_worklist_with_both_sides(sign_in, daud, maria, street):
    campaign = begin(second_percent=0)
    poor, rich, gone = (give_to(visit_of(campaign, street.families[at]), "petrus") for at in (0, 4, 1))
    report(poor, "petrus")
    report(rich, "petrus", columns={"wall_material": 6, "floor_material": 8})
    report(gone, "petrus", outcome="not_found", deserves="", columns={})
    page = sign_in(daud).get("/pemeriksaan/berbeda-pendapat/").content.decode()
    for words in (
        "tidak satu pun tanda",
        "Desil 6 ke atas",
        "tidak ada lagi di rumahnya",
        "belum dihitung",
        "Kepmensos 262",
    ):
        assert words in page
    with acting_as(maria):
        assert queries.doubts(maria)[0].disagreement.kind == "not_poor_with_signs"
        opinions = registry.opinions_of(street.families[4], "id")
        assert opinions.doubts
        assert "Rumah tidak permanen" in opinions.present
        assert [one.shows for one in opinions.signs] == [True, True, None, None]


def test_the_desk_says_how_many_doors_wait(sign_in, petrus, street):
    begin(second_percent=0, checkers=[petrus.pk])
    page = sign_in(petrus).get("/meja/").content.decode()
    assert "menunggu dikunjungi" in page
    assert "Mulai berkunjung" in page


def test_the_api_lists_my_visits_and_reports_once(sign_in, petrus, street):
    campaign = begin(second_percent=0, checkers=[petrus.pk])
    browser = sign_in(petrus)
    browser.handler.enforce_csrf_checks = False
    items = browser.get("/api/visits").json()["items"]
    assert len(items) == 6
    assert "Yuliana" not in str(items)
    body = {
        "key": "telepon-1", "outcome": "found", "deserves": "no", "visited_on": "2026-11-21",
        "columns": {"floor_material": 8}, "latitude": -10.1, "longitude": 123.6,
    }  # fmt: skip
    url = f"/api/visits/{items[0]['id']}/report"
    first = browser.post(url, body, content_type="application/json").json()
    again = browser.post(url, body, content_type="application/json").json()
    assert (first["fresh"], again["fresh"], again["report"]) == (True, False, first["report"])
    refused = browser.post(url, body | {"key": "telepon-2"}, content_type="application/json")
    assert refused.status_code == 409
    wrong = browser.post(
        f"/api/visits/{items[1]['id']}/report",
        body | {"columns": {"floor_material": 99}},
        content_type="application/json",
    )
    assert (wrong.status_code, wrong.json()["field"]) == (409, "floor_material")
    photo = browser.post(
        f"/api/visits/{items[1]['id']}/report", body | {"photo": "%%%"}, content_type="application/json"
    )
    assert photo.json()["field"] == "photo"
    with acting_as(officer("ester")):
        wards = sign_in(officer("ester")).get(f"/api/campaigns/{campaign.pk}").json()["wards"]
    assert [(one["code"], one["listed"], one["visited"]) for one in wards] == [("53.71.03.1010", 6, 1)]


def test_a_visit_of_another_ward_is_not_there(sign_in, maria, street):
    campaign = begin(place_id=CITY)
    with acting_as(officer("ester")):
        far = Visit.objects.filter(campaign=campaign, place_id=LASIANA).first()
    browser = sign_in(maria)
    for path in ("", "lapor/", "foto/"):
        assert browser.get(f"/pemeriksaan/kunjungan/{far.pk}/{path}").status_code == 404
