"""A receipt is proven without the server that gave it, and leads to no other one."""

import json

import pytest
from django.urls import reverse

from cast import OESAPA, TODAY
from lontar import proof
from lontar.city.access import actions as access
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement, Receipt
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.ledger.models import Leaf
from lontar.city.programmes.models import Line
from lontar.science.trouble import Refusal


@pytest.fixture
def one(owed, acting, ester):
    with acting(ester):
        return Entitlement.objects.select_related("family").filter(place_id=OESAPA).order_by("id").first()


@pytest.fixture
def given(one, acting, maria):
    """The receipt's code, handed over in Oesapa."""
    with acting(maria):
        return actions.hand_over(
            one.pk, proof=actions.Proof("signed_list", "BA-1"), received_by="Kepala", by=maria, on=TODAY
        ).code


@pytest.fixture
def sign(acting, agus):
    def signed():
        while ledger.sequence():
            pass
        with acting(agus):
            return ledger.sign_checkpoint(by=agus, on=TODAY)

    return signed


def test_a_receipt_waits_for_the_signature_and_is_then_proven_by_its_file_alone(given, sign, ani, tmp_path, capsys):
    page, file = reverse("delivery:check", args=[given]), reverse("delivery:receipt_proof", args=[given])
    assert "belum tercakup tanda tangan terakhir" in ani.get(page).content.decode()
    assert ani.get(file)["Location"] == page
    assert ani.get(f"/api/receipts/{given}/proof").status_code == 404
    point = sign()
    seen = ani.get(page).content.decode()
    assert f"dari {point.size} daun" in seen
    answer = ani.get(file)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    (tmp_path / "bukti.json").write_bytes(answer.content)
    assert proof.main([f"--key={book.verifier()}", str(tmp_path / "bukti.json")]) == 0
    told = capsys.readouterr().out
    assert "amount: 300000" in told
    assert "what: Bantuan sembako kota" in told
    assert ani.get(f"/api/receipts/{given}/proof").json() == answer.json()
    assert ani.get(f"/api/receipts/{given}").json()["log"] == "proven"


def test_the_file_names_no_family_no_ward_and_no_other_receipt(given, one, sign, ani):
    sign()
    file = ani.get(reverse("delivery:receipt_proof", args=[given]))
    words = file.content.decode()
    for secret in ("Yuliana", "Ndun", "53.71.03", "5371031010", one.family.local_number, "Oesapa", "Kepala"):
        assert secret not in words
    others = Leaf.objects.exclude(about__in=[f"deliver:{one.subject}", Receipt.objects.get().digest.hex()])
    for about in others.values_list("about", flat=True):
        assert about not in words


@pytest.mark.parametrize("change", ["amount", "what", "handed_over_by", "on"])
def test_a_file_in_which_a_word_was_changed_proves_nothing(change, given, sign, ani, tmp_path):
    sign()
    file = ani.get(reverse("delivery:receipt_proof", args=[given])).json()
    text = json.loads(file["receipt"]["text"])
    text[change] = 900_000 if change == "amount" else "2026-11-21"
    file["receipt"]["text"] = json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    (tmp_path / "bukti.json").write_text(json.dumps(file))
    assert proof.main([str(tmp_path / "bukti.json")]) == 1


def test_the_receipt_of_one_and_the_entry_of_another_prove_nothing_together(owed, acting, maria, sign, ani, tmp_path):
    with acting(maria):
        codes = [
            actions.hand_over(
                one.pk, proof=actions.Proof("signed_list", "BA-1"), received_by="Kepala", by=maria, on=TODAY
            ).code
            for one in Entitlement.objects.filter(place_id=OESAPA).order_by("id")[:2]
        ]  # fmt: skip
    sign()
    first, second = (ani.get(reverse("delivery:receipt_proof", args=[code])).json() for code in codes)
    (tmp_path / "campur.json").write_text(json.dumps({**first, "entry": second["entry"]}))
    assert proof.main([str(tmp_path / "campur.json")]) == 1


def test_a_sensitive_line_gives_a_proof_that_names_no_programme(town, acting, agus, ester, yohanes, sign, ani):
    round_ = town.make_round()
    Line.objects.filter(pk=round_.line_id).update(sensitive=True)
    with acting(ester):
        actions.entitle(round_.pk, by=ester, on=TODAY)
    access.give_health_mandate(yohanes, reason="Mengurus program peka", by=agus, on=TODAY)
    with acting(yohanes):
        one = Entitlement.objects.order_by("id").first()
        code = actions.hand_over(
            one.pk, proof=actions.Proof("signed_list", "BA-1"), received_by="Kepala", by=yohanes, on=TODAY
        ).code
    sign()
    words = ani.get(reverse("delivery:receipt_proof", args=[code])).content.decode()
    assert '\\"what\\":\\"\\"' in words
    assert "sembako" not in words.lower()
    assert "Dinas Sosial" not in words


def test_every_receipt_is_held_to_its_leaf_when_the_book_is_verified(given, sign, acting, agus):
    sign()
    with acting(agus):
        found = book.verify()
    assert found.sound
    assert Leaf.objects.filter(kind="receipt").count() == 1
    assert [content.about for content in queries.logged_receipts()] == [Receipt.objects.get().digest.hex()]


def test_a_hand_over_of_a_closed_month_is_refused_and_writes_nothing(one, acting, ester, maria):
    from datetime import date

    with acting(ester):
        ledger.close_period("2026-11", by=ester, on=date(2026, 12, 2))
    with acting(maria):
        with pytest.raises(Refusal, match="Buku sudah ditutup"):
            actions.hand_over(
                one.pk, proof=actions.Proof("signed_list", "BA-1"), received_by="Kepala", by=maria,
                on=date(2026, 12, 3), handed_over_on=TODAY,
            )  # fmt: skip
        assert Entitlement.objects.get(pk=one.pk).status == "owed"
    assert not Receipt.objects.exists()
