"""The book's pages: everything in it, nothing to change, nobody's name."""

import pytest
from django.urls import reverse

from book import BUDGET, OWED
from cast import CAST, officer

WHO = ("agus", "ester", "yohanes", "daud", "anna", "tobias")


def pages(written):
    return [
        reverse("ledger:trial_balance"), reverse("ledger:entries"), reverse("ledger:entry", args=[written[1]]),
        reverse("ledger:account", args=[OWED]),
    ]  # fmt: skip


@pytest.mark.parametrize("username", CAST)
def test_each_role_opens_the_book_or_is_turned_away(username, written, sign_in):
    client = sign_in(officer(username))
    for page in pages(written):
        assert client.get(page).status_code == (200 if username in WHO else 403)
        assert client.post(page, {"amount": "1"}).status_code in (200, 403), "there is nothing to post to"


def test_the_trial_balance_shows_every_account_and_sums_to_nothing(written, sign_in, daud):
    seen = sign_in(daud).get(reverse("ledger:trial_balance")).content.decode()
    assert "Buku seimbang" in seen
    assert f"{OWED}</a></td>" in seen
    assert "\u2212Rp\xa0300.000" in seen
    assert "Hak keluarga yang belum diserahkan, Oesapa" in seen


def test_the_trial_balance_is_filtered_sorted_and_exported(written, sign_in, daud):
    client, address = sign_in(daud), reverse("ledger:trial_balance")
    rows = lambda **asked: client.get(address, asked).content.decode().count('<td class="first">')  # noqa: E731
    assert (rows(), rows(kind="owed"), rows(words="53.71.03"), rows(words="zzz"), rows(kind="apa")) == (2, 1, 1, 0, 2)
    ordered = client.get(address, {"sort": "-balance"}).content.decode()
    assert ordered.index(OWED) < ordered.index(BUDGET)
    csv = b"".join(client.get(address, {"ekspor": "csv"}).streaming_content).decode()
    assert f"{OWED},Hak keluarga yang belum diserahkan,IDR,800000,500000,300000,3" in csv


def test_an_account_tells_what_stood_there_after_each_posting(written, sign_in, anna):
    client = sign_in(anna)
    seen = client.get(reverse("ledger:account", args=[OWED])).content.decode()
    assert seen.index("Rp\xa0800.000") > 0
    csv = b"".join(client.get(reverse("ledger:account", args=[OWED]), {"ekspor": "csv"}).streaming_content).decode()
    assert [line.split(",")[3:] for line in csv.splitlines()[1:]] == [
        ["300000", "IDR", "300000"], ["500000", "IDR", "800000"], ["-500000", "IDR", "300000"],
    ]  # fmt: skip


def test_an_entry_and_its_reversal_lead_to_each_other(written, sign_in, ester):
    client = sign_in(ester)
    undone = client.get(reverse("ledger:entry", args=[written[1]])).content.decode()
    assert f"Dibatalkan oleh catatan nomor {written[2]}: Keluarga pindah." in undone
    assert "Yohanes Operator, Operator instansi" in undone
    undoing = client.get(reverse("ledger:entry", args=[written[2]])).content.decode()
    assert f"membatalkan catatan nomor {written[1]}" in undoing


def test_the_journal_of_entries_is_a_file_that_sums_to_nothing(written, sign_in, daud):
    csv = b"".join(sign_in(daud).get(reverse("ledger:entries"), {"ekspor": "csv"}).streaming_content).decode()
    amounts = [int(line.split(",")[5]) for line in csv.splitlines()[1:]]
    assert len(amounts) == 6
    assert sum(amounts) == 0


def test_what_is_not_in_the_book_is_not_found(written, sign_in, daud):
    client = sign_in(daud)
    for address in (
        reverse("ledger:entry", args=[10**25]), reverse("ledger:entry", args=[written[0] + 999]),
        reverse("ledger:account", args=["tidak-ada"]), reverse("ledger:account", args=["x" * 300]),
    ):  # fmt: skip
        assert client.get(address).status_code == 404
