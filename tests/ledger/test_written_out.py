"""The book as text: other programs read it, add it up themselves, and find nothing wrong."""

import shutil
import subprocess

import pytest
from django.urls import reverse

from cast import CAST, OESAPA, TODAY, officer
from lontar.city.ledger import actions, queries
from lontar.science.postings import transfer

STORE, GIVEN = "store:2026:beras-cadangan:gudang-1", "given:2026:beras-cadangan:53.71.03.1010"
DEMANDING = 'Beras "premium"; 5 kg (sak)\tputih \\ baik'


@pytest.fixture
def goods(written, acting, yohanes):
    """Rice in kilograms and tools in pieces beside the rupiah."""
    with acting(yohanes):
        for code, unit in ((STORE, "kg"), (GIVEN, "kg"), ("store:2026:alat", "set-2"), ("given:2026:alat", "set-2")):
            actions.open_account(
                code, kind="owed", purpose="2026:barang", place_id=OESAPA, unit=unit, by=yohanes, on=TODAY
            )
        for key, entry in {
            "beras": transfer(STORE, GIVEN, 25, memo=DEMANDING, unit="kg"),
            "alat": transfer("store:2026:alat", "given:2026:alat", 3, memo="Alat", unit="set-2"),
        }.items():
            actions.post(entry, key=key, by=yohanes, on=TODAY)


@pytest.mark.parametrize(
    ("form", "judge"),
    [("hledger", ["hledger", "check", "--strict", "-f"]), ("beancount", ["bean-check"])],
)
def test_a_program_that_knows_nothing_of_lontar_finds_the_book_in_order(form, judge, goods, tmp_path):
    if shutil.which(judge[0]) is None:
        pytest.skip(f"{judge[0]} is not installed (Debian: apt install hledger beancount)")
    file = tmp_path / f"buku.{form}"
    text = "".join(queries.written(form))
    file.write_text(text)
    done = subprocess.run([*judge, str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    file.write_text(text.replace("  300000 IDR", "  300001 IDR", 1))
    assert subprocess.run([*judge, str(file)], capture_output=True, check=False).returncode != 0, "it does judge"


def test_the_journal_as_csv_sums_to_nothing_in_each_unit(goods):
    lines = [line.split(",") for line in "".join(queries.written("csv")).splitlines()[1:]]
    sums = {}
    for line in lines:
        sums[line[-2]] = sums.get(line[-2], 0) + int(line[-3])
    assert sums == {"IDR": 0, "kg": 0, "set-2": 0}


def test_the_journal_is_downloaded_by_those_who_see_the_book_alone(goods, sign_in):
    for username in CAST:
        who = officer(username)
        answer = sign_in(who).get(reverse("ledger:journal", args=["hledger"]))
        assert answer.status_code == (200 if who.role in queries.WHO_SEE_BOOK else 403)
    client = sign_in(officer("daud"))
    assert client.get(reverse("ledger:journal", args=["beancount"])).content.decode().count(" open ") == 6
    assert client.get(reverse("ledger:journal", args=["lain"])).status_code == 404


def test_goods_stand_in_their_own_unit_on_every_page(goods, sign_in, daud):
    client = sign_in(daud)
    seen = client.get(reverse("ledger:trial_balance")).content.decode()
    assert "Barang, dalam satuannya sendiri" in seen
    assert "nol untuk setiap satuan" in seen
    assert "25 kg" in client.get(reverse("ledger:account", args=[GIVEN])).content.decode()


def test_a_statement_of_some_days_begins_with_what_stood_there(written, sign_in, daud, acting, yohanes):
    from datetime import date

    from book import BUDGET, OWED

    with acting(yohanes):
        actions.post(transfer(BUDGET, OWED, 1_000, memo="Desember"), key="desember", by=yohanes, on=date(2026, 12, 1))
    client, page = sign_in(daud), reverse("ledger:account", args=[OWED])
    seen = client.get(page, {"since": "2026-12-01", "until": "2026-12-31"}).content.decode()
    assert "Saldo awal" in seen
    assert seen.count("Nomor ") == 1
    assert client.get(page, {"since": "kemarin"}).status_code == 200
    csv = b"".join(client.get(page, {"ekspor": "csv", "since": "2026-12-01"}).streaming_content).decode()
    assert csv.splitlines()[1].split(",")[3:] == ["1000", "IDR", "301000"]


def test_a_planner_closes_a_month_on_the_page_and_others_only_see_it(written, sign_in, monkeypatch):
    from datetime import date

    from lontar.city.places import queries as places

    monkeypatch.setattr(places, "today", lambda: date(2026, 12, 2))
    page = reverse("ledger:periods")
    assert sign_in(officer("daud")).post(page, {"period": "2026-11"}).status_code == 403
    client = sign_in(officer("ester"))
    assert client.post(page, {"period": "2026-12"}).status_code == 422
    assert "Buku ditutup sampai" in client.post(page, {"period": "2026-11"}, follow=True).content.decode()
    assert "Sampai 30 November 2026 buku tidak menerima" in sign_in(officer("daud")).get(page).content.decode()
