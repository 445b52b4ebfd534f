"""Lists of recipients: who is known to receive what, and never "no" where no list could say so."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cast import CAST, CITY, LASIANA, OESAPA, TODAY, officer
from lontar.city.programmes import actions, queries
from lontar.city.programmes.models import Recipient
from lontar.city.registry.models import Family, Identifier
from lontar.kit.gate import acting_as
from lontar.kit.sealing import blind, seal
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
NIK, KK, OTHER = "5371031707870017", "5371031707110071", "5371031707110072"
SINCE, UNTIL = date(2026, 10, 1), date(2026, 12, 31)


@pytest.fixture
def town(ester):
    """A family of Oesapa with a card, another without, and one of Lasiana; the catalogue."""
    with acting_as(ester):
        actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
        families = [Family.objects.create(place_id=place) for place in (OESAPA, OESAPA, LASIANA)]
        Identifier.objects.create(
            place_id=OESAPA, kind="kk", cipher=seal(KK.encode()), blind=blind("kk", KK), family=families[0]
        )
    return families


@pytest.fixture
def bring(tmp_path, town):
    def brought(*rows, by, programme="sembako", complete=True, **days):
        path = tmp_path / "bnba.csv"
        path.write_text("\n".join(["no_kk;Nama;Kelurahan;Nominal", *rows]), encoding="utf-8")
        head = actions.ListHead(
            programme, days.get("since", SINCE), days.get("until", UNTIL), complete, "SIKS-NG TW IV"
        )
        with acting_as(by):
            return actions.take_in_recipients(path, head, file="bnba.csv", place_id=CITY, by=by, on=TODAY)

    return brought


def answers(town, by, programme="sembako", on=TODAY):
    with acting_as(by):
        found = queries.receiving(programme, [(one.pk, one.place_id) for one in town], on=on)
    return [found[one.pk] for one in town]


def test_without_a_list_nothing_is_known(town, maria):
    assert answers(town, maria) == ["unknown"] * 3


def test_a_complete_list_says_who_receives_and_who_does_not(bring, town, yohanes, maria):
    bring(f"{KK};Yuliana;Oesapa;600.000", by=yohanes)
    assert answers(town, yohanes) == ["yes", "no", "no"]
    assert answers(town, yohanes, on=SINCE - timedelta(1)) == ["unknown"] * 3
    assert answers(town, yohanes, programme="pkh") == ["unknown"] * 3
    with acting_as(yohanes):
        assert Recipient.objects.get().amount == 600_000


def test_a_list_that_may_lack_somebody_never_says_no(bring, town, yohanes):
    bring(f"{KK};Yuliana;Oesapa;", by=yohanes, complete=False)
    assert answers(town, yohanes) == ["yes", "unknown", "unknown"]


def test_a_row_that_may_be_anybodys_leaves_its_ward_unknown_until_it_is_matched(bring, town, yohanes, maria):
    bring(f"{KK};Yuliana;Oesapa;", f"{OTHER};Salomi;Oesapa;", by=yohanes)
    assert answers(town, yohanes) == ["yes", "unknown", "no"]
    with acting_as(maria):
        (row,) = queries.unmatched(queries.recipient_lists()[0].pk)
        assert queries.written_in(row) == {"name": "Salomi", "kk": OTHER}
        actions.settle_recipient(row, number=town[1].local_number, note="", by=maria, on=TODAY)
        assert bytes(Recipient.objects.get(pk=row.pk).cipher) == b""
    assert answers(town, yohanes) == ["yes", "yes", "no"]


def test_a_row_without_a_ward_leaves_everybody_unknown_the_ward_too(bring, town, yohanes, maria):
    made = bring(f"{KK};Yuliana;Oesapa;", f"{OTHER};Salomi;Desa Khayal;", by=yohanes)
    assert made.unplaced == 1
    assert answers(town[:2], maria) == ["yes", "unknown"]
    with acting_as(yohanes):
        (row,) = queries.unmatched(made.pk)
        with pytest.raises(Refusal, match="Tulis nomornya"):
            actions.settle_recipient(row, number="", note=" ", by=yohanes, on=TODAY)
        actions.settle_recipient(row, number="", note="Pindah ke Kabupaten Kupang", by=yohanes, on=TODAY)
    assert answers(town[:2], maria) == ["yes", "no"]


def test_a_withdrawn_list_counts_no_more_and_forgets_the_names(bring, town, yohanes):
    made = bring(f"{KK};Yuliana;Oesapa;", f"{OTHER};Salomi;Oesapa;", by=yohanes)
    with pytest.raises(Refusal, match="sudah dibawa"):
        bring(f"{KK};Yuliana;Oesapa;", f"{OTHER};Salomi;Oesapa;", by=yohanes)
    with acting_as(yohanes):
        actions.withdraw_list(made, reason="Daftar tahun lalu", by=yohanes, on=TODAY)
        assert {bytes(one.cipher) for one in Recipient.objects.all()} == {b""}
    assert answers(town, yohanes) == ["unknown"] * 3


@pytest.mark.parametrize("programme", ["risiko-terinfeksi-hiv", "tidak-ada", "kesehatan-balita"])
def test_no_list_of_names_is_kept_of_a_sensitive_programme_or_of_one_that_names_nobody(bring, ester, programme):
    with pytest.raises(Refusal, match="tidak disimpan daftar nama"):
        bring(f"{KK};Yuliana;Oesapa;", by=ester, programme=programme)


@pytest.mark.parametrize(
    "days",
    [
        {"until": SINCE - timedelta(1)},
        {"since": TODAY + timedelta(1)},
        {"since": date(1890, 1, 1)},
        {"until": date(2099, 1, 1)},
    ],
)
def test_a_list_of_impossible_days_is_refused(bring, ester, days):
    with pytest.raises(Refusal):
        bring(f"{KK};Yuliana;Oesapa;", by=ester, **days)


@pytest.mark.parametrize("who", [name for name in CAST if name not in ("ester", "yohanes")])
def test_others_bring_no_list_and_withdraw_none(bring, ester, who):
    with pytest.raises(NotAllowed):
        bring(f"{KK};Yuliana;Oesapa;", by=officer(who))
    made = bring(f"{KK};Yuliana;Oesapa;", by=ester)
    with pytest.raises(NotAllowed):
        actions.withdraw_list(made, reason="Salah berkas", by=officer(who), on=TODAY)


@pytest.mark.parametrize("who", [name for name in CAST if name not in ("yohanes", "maria")])
def test_others_match_no_row(bring, ester, who):
    made = bring(f"{OTHER};Salomi;Oesapa;", by=ester)
    with acting_as(ester):
        (row,) = queries.unmatched(made.pk)
    with pytest.raises(NotAllowed):
        actions.settle_recipient(row, number="", note="Pindah kota", by=officer(who), on=TODAY)


def test_a_familys_page_shows_what_it_receives_and_says_what_is_not_known(bring, town, yohanes, maria, sign_in):
    browser = sign_in(maria)
    page, part = reverse("registry:family", args=[town[0].pk]), reverse("programmes:received", args=[town[0].pk])
    assert f'hx-get="{part}"' in browser.get(page).content.decode()
    before = browser.get(part).content.decode()
    assert "Belum diketahui" in before
    assert "tidak ada" not in before
    bring(f"{KK};Yuliana;Oesapa;", by=yohanes)
    shown = browser.get(part, headers={"HX-Request": "true"}).content.decode()
    assert shown.index("menerima") < shown.index("Program Sembako") < shown.index("SIKS-NG TW IV")
    assert "HIV" not in shown
    assert browser.get(reverse("programmes:received", args=[town[2].pk])).status_code == 404


def test_a_list_is_of_the_programme_that_was_chosen_and_never_of_the_first(town, yohanes, sign_in):
    upload = SimpleUploadedFile("bnba.csv", f"No. KK\n{OTHER}\n".encode())
    given = {"file": upload, "programme": "", "since": "2026-10-01", "until": "2026-12-31", "source": "SIKS-NG"}
    answer = sign_in(yohanes).post(reverse("programmes:recipients"), given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["programme"]
    with acting_as(yohanes):
        assert not queries.recipient_lists().exists()


def test_a_list_of_local_numbers_is_read_and_says_which_amounts_it_could_not_and_who_stands_twice(
    town, yohanes, sign_in
):
    bare = town[0].local_number.removeprefix("K-")
    upload = SimpleUploadedFile(
        "bnba.csv", f"nomor_lokal;Nominal\n{bare};200.000\n{town[0].local_number};1.5e9\n".encode()
    )
    given = {"file": upload, "programme": "sembako", "since": "2026-10-01", "until": "2026-12-31", "source": "SIKS-NG"}
    shown = sign_in(yohanes).post(reverse("programmes:recipients"), given, follow=True).content.decode()
    assert "2 dikenali, 0 menunggu" in shown
    assert "1 jumlah tidak terbaca sebagai rupiah bulat" in shown
    assert "1 baris menyebut keluarga yang sudah disebut baris lain" in shown


def test_a_list_is_brought_and_its_rest_matched_on_the_pages(town, yohanes, maria, sign_in):
    browser = sign_in(yohanes)
    upload = SimpleUploadedFile("bnba.csv", f"No. KK;Nama Penerima;Desa/Kel\n{OTHER};Salomi Benu;Oesapa\n".encode())
    given = {"file": upload, "programme": "sembako", "since": "2026-10-01", "until": "2026-12-31", "source": "SIKS-NG"}
    shown = browser.post(reverse("programmes:recipients"), given | {"complete": "on"}, follow=True).content.decode()
    assert OTHER not in shown
    assert "Salomi" not in shown
    with acting_as(maria):
        (row,) = queries.unmatched(queries.recipient_lists()[0].pk)
        assert [work.count for work in queries.waiting_for(maria)] == [1]
    address = reverse("programmes:settle", args=[row.pk])
    assert sign_in(maria).post(address, {"number": "5371031707110099"}).status_code == 422
    sign_in(maria).post(address, {"number": town[1].local_number})
    assert answers(town, yohanes)[1] == "yes"
