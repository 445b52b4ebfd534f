"""What is owed arrives once, with proof, postings and a receipt, whatever two officers, two browsers or a retry do."""

import io
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from PIL import Image

from cast import CAST, CITY, LASIANA, OESAPA, TODAY, officer
from faults import fails_at_each_write
from lontar.city.access import actions as access
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement, Handover, Receipt
from lontar.city.journal.models import JournalLine
from lontar.city.ledger import queries as book
from lontar.city.registry.models import Happening
from lontar.science.trouble import NotAllowed, Refusal
from pictures import photo, signature
from town import AMOUNT, build_town

LIST = actions.Proof("signed_list", note="BA-12/2026")
OWED, DELIVERED = "owed:2026:sembako-kota:53.71.03.1010", "delivered:2026:sembako-kota:53.71.03.1010"


def give(one, by, **values):
    given = {"proof": LIST, "received_by": "Yuliana Ndun", "by": by, "on": TODAY} | values
    return actions.hand_over(one.pk, **given)


def test_what_is_owed_arrives_and_moves_in_the_book_and_the_family_is_told(owed, acting, maria):
    with acting(maria):
        one = owed.first()
        done = give(one, maria)
        one.refresh_from_db()
        assert (done.fresh, one.status) == (True, "delivered")
        assert (book.balance_of(OWED), book.balance_of(DELIVERED)) == (2 * AMOUNT, AMOUNT)
        handover = queries.handover_of(one.pk)
        assert (handover.by_id, handover.received_by, handover.proof_note) == (maria.pk, "Yuliana Ndun", "BA-12/2026")
        told = Happening.objects.filter(family_id=one.family_id, kind="delivered").get()
        assert told.message % told.details == "Menerima Bantuan sembako kota untuk triwulan 4 tahun 2026"
        line = JournalLine.objects.filter(verb="hand_over").get()
        assert (line.actor_name, line.place_id, line.subject_id) == (maria.name, one.place_id, str(handover.pk))
        assert queries.disagreements(OESAPA) == []


def test_the_same_form_sent_twice_answers_alike_and_another_one_is_told_who_was_first(owed, acting, maria, petrus):
    with acting(maria):
        one = owed.first()
        first = give(one, maria, key="formulir-1")
        again = give(one, maria, key="formulir-1")
        assert (again.handover_id, again.code, again.fresh) == (first.handover_id, first.code, False)
    with acting(petrus), pytest.raises(actions.AlreadyDelivered, match=r"22 November 2026 oleh Maria"):
        give(one, petrus)
    with acting(maria):
        assert book.balance_of(DELIVERED) == AMOUNT
        assert Handover.objects.count() == Receipt.objects.count() == 1


def test_a_family_is_paid_once_when_eight_officers_press_together(committed, acting, ester):
    town = build_town(acting)
    with acting(ester):
        actions.entitle(town.make_round().pk, by=ester, on=TODAY)
        one = town.first()
    officers = [officer(name) for name in ("maria", "petrus", "yohanes", "maria") * 2]
    start, fresh, refused, troubles = threading.Barrier(len(officers)), [], [], []

    def press(who, key):
        try:
            with acting(who):
                start.wait()
                fresh.append(give(one, who, key=key).fresh)
        except actions.AlreadyDelivered as trouble:
            refused.append(trouble)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    # The last two are one form, sent twice by an impatient thumb.
    keys = [f"tekan-{i}" for i in range(6)] + ["sama", "sama"]
    threads = [threading.Thread(target=press, args=pair) for pair in zip(officers, keys, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert sum(fresh) == 1
    assert len(fresh) + len(refused) == 8
    with acting(ester):
        assert book.balance_of(DELIVERED) == AMOUNT
        assert Handover.objects.count() == Receipt.objects.count() == 1
        assert queries.disagreements(CITY) == []


def everything(one):
    """All that a hand-over writes."""
    return (
        Entitlement.objects.get(pk=one.pk).status, Handover.objects.count(), Receipt.objects.count(),
        book.entries().count(), Happening.objects.count(), JournalLine.objects.count(),
    )  # fmt: skip


def hand_it_over(town, one):
    actions.hand_over(one.pk, proof=LIST, received_by="Yuliana Ndun", by=officer("maria"), on=TODAY, key="ulang")


def cancel_it(town, one):
    actions.cancel(one.pk, reason="Pindah", by=officer("ester"), on=TODAY)


def entitle_again(town, one):
    actions.entitle(town.make_round(period="2027-T1").pk, by=officer("ester"), on=TODAY)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("deed", "who", "writes_min"),
    [(hand_it_over, "maria", 6), (cancel_it, "ester", 4), (entitle_again, "ester", 4)],
)
def test_whichever_write_fails_nothing_is_half_done_and_the_retry_succeeds(
    deed, who, writes_min, when, owed, acting, ester
):
    made = owed.make_round(period="2027-T1")
    owed.make_round = lambda **_values: made
    with acting(ester):
        one = owed.first()
    fails_at_each_write(
        lambda: deed(owed, one), who=officer(who), when=when, writes_min=writes_min, everything=lambda: everything(one)
    )


@pytest.mark.parametrize("username", CAST)
def test_only_those_who_serve_the_ward_or_own_the_line_hand_over(username, owed, acting, ester):
    who = officer(username)
    with acting(ester):
        one = owed.first()
    with acting(who):
        assert queries.for_hand_over(who).exists() == (username in ("maria", "petrus", "yohanes"))
        if username in ("maria", "petrus", "yohanes"):
            assert give(one, who).fresh
        else:
            # Rita is a partner: the agency's line is not for her eyes. The others hand over nothing at all.
            with pytest.raises(queries.NotFound if username == "rita" else NotAllowed):
                give(one, who)
            assert Handover.objects.count() == 0


def test_a_partner_hands_over_its_own_line_to_a_family_that_consented(acting, ester, rita):
    from lontar.city.access.queries import agency_by_code
    from lontar.city.privacy import actions as privacy
    from lontar.city.registry import queries as registry

    town = build_town(acting, key="mitra", payer="partner", agency=agency_by_code("mitra-contoh"))
    with acting(ester):
        actions.entitle(town.make_round().pk, by=ester, on=TODAY)
        one, elsewhere = town.first(), Entitlement.objects.get(place_id=LASIANA)
    with acting(rita), pytest.raises(queries.NotFound):
        give(one, rita)  # nobody has consented to this partner yet
    with acting(ester):
        head = registry.members_of(one.family)[0].id
        consent = privacy.record_consent(
            head, agency="mitra-contoh", purpose="Bantuan mitra", proof="Surat 1", given_on=TODAY, by=ester, on=TODAY
        )
        privacy.refer(consent.pk, reason="Bantuan mitra", by=ester, on=TODAY)
    with acting(rita):
        assert give(one, rita).fresh
        assert Receipt.objects.get().payer == "Mitra Contoh"
        with pytest.raises(queries.NotFound):
            give(elsewhere, rita)


def test_another_ward_is_not_found(owed, acting, maria, ester):
    with acting(ester):
        elsewhere = Entitlement.objects.get(place_id=LASIANA)
    with acting(maria), pytest.raises(queries.NotFound, match="tidak ada di wilayah Anda"):
        give(elsewhere, maria)


def test_a_sensitive_line_is_unknown_to_the_ward_and_handed_over_by_its_agency_with_a_silent_receipt(
    acting, agus, ester, maria, yohanes
):
    town = build_town(acting, key="layanan-peka", name="Layanan peka", sensitive=True)
    with acting(ester):
        actions.entitle(town.make_round().pk, by=ester, on=TODAY)
        one = town.first()
        assert not any("peka" in balance.code for balance in book.balances())
    with acting(maria):
        assert queries.entitlement(one.pk, maria) is None
        with pytest.raises(queries.NotFound):
            give(one, maria)
    with acting(yohanes), pytest.raises(queries.NotFound):
        give(one, yohanes)
    access.give_health_mandate(yohanes, reason="Mengurus program peka", by=agus, on=TODAY)
    with acting(yohanes):
        give(one, yohanes)
        receipt = Receipt.objects.get()
        assert (receipt.what, receipt.budget_code, receipt.handed_over_by) == ("", "", "Petugas dinas")
        told = Happening.objects.filter(family_id=one.family_id, kind="delivered").get()
        assert told.message % told.details == "Menerima bantuan untuk triwulan 4 tahun 2026"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"handed_over_on": TODAY + timedelta(days=1)}, "handed_over_on"),
        ({"handed_over_on": TODAY - timedelta(days=1)}, "handed_over_on"),
        ({"received_by": "  "}, "received_by"),
        ({"received_by": "x" * 121}, "received_by"),
        ({"proof": actions.Proof("signed_list")}, "note"),
        ({"proof": actions.Proof("thumbprint")}, "note"),
        ({"proof": actions.Proof("witness", note=" ")}, "note"),
        ({"proof": actions.Proof("witness", note="x" * 201)}, "note"),
        ({"proof": actions.Proof("kata-kata")}, "proof"),
        ({"proof": actions.Proof("signature")}, "signature"),
        ({"proof": actions.Proof("signature", image=signature(drawn=False))}, "signature"),
        ({"proof": actions.Proof("signature", image=b"\x89PNG\r\n\x1a\nrusak")}, "signature"),
        ({"proof": actions.Proof("signature", image=photo(size=(60, 40)))}, "signature"),
        ({"proof": actions.Proof("signature", image=b"x" * 100_001)}, "signature"),
        ({"proof": actions.Proof("photo")}, "photo"),
        ({"proof": actions.Proof("photo", image=b"GIF89a tidak diterima")}, "photo"),
        ({"proof": actions.Proof("photo", image=b"x" * 2_000_001)}, "photo"),
        ({"key": "x" * 41}, "key"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_moves(values, field, owed, acting, maria):
    with acting(maria):
        one = owed.first()
        with pytest.raises(Refusal) as refused:
            give(one, maria, **values)
        assert refused.value.field == field
        one.refresh_from_db()
        assert (one.status, book.balance_of(DELIVERED)) == ("owed", 0)


def test_what_was_cancelled_is_not_handed_over_and_what_arrived_is_not_cancelled(owed, acting, ester, maria):
    with acting(ester):
        one, other = Entitlement.objects.filter(place_id=OESAPA).order_by("id")[:2]
        actions.cancel(one.pk, reason="Pindah", by=ester, on=TODAY)
    with acting(maria):
        with pytest.raises(Refusal, match="sudah dibatalkan"):
            give(one, maria)
        give(other, maria)
    with acting(ester), pytest.raises(Refusal, match="tidak lagi menunggu"):
        actions.cancel(other.pk, reason="Terlambat", by=ester, on=TODAY)


def test_a_photo_is_kept_small_upright_sealed_and_without_the_place_where_it_was_taken(owed, acting, maria):
    with acting(maria):
        one = owed.first()
        give(one, maria, proof=actions.Proof("photo", image=photo()))
        handover = queries.handover_of(one.pk)
        kept = Image.open(io.BytesIO(queries.proof_image(handover)))
        assert (kept.format, max(kept.size), len(kept.getexif())) == ("JPEG", 1280, 0)
        assert kept.height > kept.width, "a telephone held upright"
        assert not bytes(handover.proof_image).startswith(b"\xff\xd8"), "sealed at rest"


def test_a_signature_is_kept_as_black_on_white(owed, acting, maria):
    with acting(maria):
        one = owed.first()
        give(one, maria, proof=actions.Proof("signature", image=signature()))
        kept = Image.open(io.BytesIO(queries.proof_image(queries.handover_of(one.pk)))).convert("L")
        assert (kept.format or "PNG", kept.getpixel((0, 0))) == ("PNG", 255)
        assert kept.getextrema()[0] < 40


def test_a_receipt_says_what_arrived_and_leads_to_no_family(owed, acting, maria, yohanes):
    with acting(yohanes):
        one = owed.first()
        done = give(one, yohanes)
    receipt = queries.receipt_with(done.code)
    assert (receipt.amount, receipt.what, receipt.period, receipt.on) == (
        AMOUNT,
        "Bantuan sembako kota",
        "2026-T4",
        TODAY,
    )
    assert (receipt.payer, receipt.handed_over_by) == ("Pemerintah Kota Kupang", "Petugas dinas, Dinas Sosial")
    assert (receipt.place_id, receipt.made_up) == (CITY, True)
    assert queries.receipt_with(queries.code_of(uuid.UUID(int=1))) is None
    words = " ".join(str(getattr(receipt, field.name)) for field in Receipt._meta.fields)
    assert "Yuliana" not in words
    assert str(one.family_id) not in words.split()
