"""The payer's file is held to the order line by line: once, to the rupiah, and what is left over waits for a person."""

import io

import pytest
from django.urls import reverse

from cast import CITY, OESAPA, TODAY, officer
from faults import fails_at_each_write
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import (
    Entitlement,
    FileLayout,
    Handover,
    OrderLine,
    PayAccount,
    Receipt,
    ResultFile,
    ResultRow,
)
from lontar.city.journal.models import JournalLine, Sighting
from lontar.city.ledger import queries as book
from lontar.city.registry.models import Happening
from lontar.science.receipt_codes import digest
from lontar.science.result_file import reference_of
from lontar.science.trouble import NotAllowed, Refusal
from town import AMOUNT

HEAD = "RUJUKAN,JUMLAH,STATUS,SEBAB,TRX"
TITLES = {"reference": "RUJUKAN", "amount": "JUMLAH", "status": "STATUS", "reason": "SEBAB", "payer_number": "TRX"}


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)


@pytest.fixture
def order(owed, acting, ester):
    """Four families of a post order that was released today; the test sees what Ester sees."""
    with acting(ester):
        yield released(owed, "post")


def released(town, channel):
    yohanes, ester, tobias = (officer(name) for name in ("yohanes", "ester", "tobias"))
    choice = queries.Choice(town.line.pk, "2026-T4", CITY, channel)
    order = actions.make_order(choice, key="hasil", by=yohanes, on=TODAY)
    actions.check_order(order.pk, seen=order.sha256, spm_number="SPM/1", by=ester, on=TODAY)
    return actions.release_order(
        order.pk, sp2d_number="SP2D/1", sp2d_on=TODAY, amount=str(order.amount), by=tobias, on=TODAY
    )


def layout(titles=TITLES):
    known = FileLayout.objects.filter(use="result", name="Pos").first()
    return known or actions.save_result_layout(
        "Pos", titles, paid=["Berhasil"], returned=["Gagal"], by=officer("yohanes"), on=TODAY
    )


def text(order, *rows, head=HEAD):
    """A file with one row for each (line's number, amount, state, reason, payer's number)."""
    lines = [head, *(",".join([reference_of(order.pk, number), *map(str, rest)]) for number, *rest in rows)]
    return "\n".join(lines) + "\n"


def take(order, content, tmp_path, by="yohanes", on=TODAY, **values):
    path = tmp_path / "hasil.csv"
    path.write_text(content, encoding="utf-8")
    given = {"name": "hasil.csv", "layout": layout(), "paid_on": on, "by": officer(by), "on": TODAY} | values
    return actions.take_result(order.pk, path, **given)


GOOD = [(n, AMOUNT, "Berhasil", "", f"T{n}") for n in (1, 2, 3)]


def agrees(order):
    """What is paid, returned and outstanding is the order, and the book says the same."""
    stands = queries.standing(order.pk)
    totals = dict.fromkeys(("owed", "sent", "delivered"), 0)
    for total in book.totals(["owed", "sent", "delivered"]):
        totals[total.kind] += total.amount
    assert stands.rupiah == order.amount
    assert totals == {"owed": stands.returned_rupiah, "sent": stands.sent_rupiah, "delivered": stands.paid_rupiah}
    assert queries.disagreements(CITY) == []
    return stands


def test_what_arrived_has_its_receipt_and_what_came_back_is_owed_again_with_its_reason(order, tmp_path):
    taken = take(order, text(order, *GOOD, (4, AMOUNT, "Gagal", "sudah pindah", "")), tmp_path)
    assert taken.file.counts == {
        "rows": 4, "paid": 3, "paid_rupiah": 3 * AMOUNT, "returned": 1, "returned_rupiah": AMOUNT, "known": 0,
    }  # fmt: skip
    stands = agrees(order)
    assert (stands.paid, stands.returned, stands.sent) == (3, 1, 0)
    back = OrderLine.objects.get(state="returned")
    assert (back.said, back.entitlement.status) == ("sudah pindah", "owed")
    paid = OrderLine.objects.filter(state="paid").first().entitlement
    handover = queries.handover_of(paid.pk)
    assert (handover.proof, handover.received_by, handover.proof_note) == (
        "transfer",
        "Kantor pos",
        reference_of(order.pk, 1),
    )
    receipt = Receipt.objects.get(digest=digest(queries.code_of(paid.subject)))
    assert (receipt.amount, receipt.handed_over_by) == (AMOUNT, "Kantor pos, SP2D SP2D/1")
    assert queries.in_the_log(receipt).state == "waiting"
    assert Happening.objects.filter(kind="delivered").count() == 3
    assert Happening.objects.filter(kind="returned").count() == 1


def test_what_came_back_stands_in_the_next_order_and_is_paid_there(order, owed, tmp_path, yohanes):
    take(order, text(order, *GOOD, (4, AMOUNT, "Gagal", "pindah", "")), tmp_path)
    choice = queries.Choice(owed.line.pk, "2026-T4", CITY, "cash")
    assert actions.make_order(choice, key="lagi", by=yohanes, on=TODAY).families == 1
    contradicted = take(order, text(order, (4, AMOUNT, "Berhasil", "", "T9")), tmp_path)
    assert contradicted.file.counts["contradicts"] == 1
    agrees(order)


def test_the_same_file_twice_half_of_it_and_out_of_order_come_to_the_same_end(order, tmp_path):
    whole = text(order, *GOOD, (4, AMOUNT, "Gagal", "pindah", ""))
    half = text(order, *reversed(GOOD[1:]))
    assert take(order, half, tmp_path).file.counts["paid"] == 2
    assert agrees(order).sent == 2
    assert take(order, whole, tmp_path).file.counts["known"] == 2
    stands = agrees(order)
    entries, lines = book.entries().count(), JournalLine.objects.count()
    again = take(order, whole, tmp_path)
    assert (again.fresh, ResultFile.objects.count()) == (False, 2)
    assert (book.entries().count(), JournalLine.objects.count()) == (entries, lines)
    assert take(order, text(order, *GOOD), tmp_path).file.counts["known"] == 3
    assert agrees(order) == stands
    assert ResultRow.objects.count() == 0


def test_what_does_not_fit_is_a_worklist_that_a_longer_file_does_not_double(order, tmp_path, yohanes):
    odd = [(1, AMOUNT + 1, "Berhasil", "", "T1"), (2, AMOUNT - 1, "Berhasil", "", "T2"), (3, AMOUNT, "Proses", "", ""),
           (4, AMOUNT, "Berhasil", "", "T4"), (4, AMOUNT, "Berhasil", "", "T5"), (99, AMOUNT, "Berhasil", "", "T6"),
           (3, -AMOUNT, "Berhasil", "", ""), (3, "300000.5", "Berhasil", "", ""), (3, "9" * 20, "Berhasil", "", "")]  # fmt: skip
    take(order, text(order, *odd), tmp_path)
    kinds = sorted(ResultRow.objects.values_list("kind", flat=True))
    assert kinds == ["too_little", "too_much", "twice", "unknown", *["unreadable"] * 4]
    stands = agrees(order)
    assert (stands.paid, stands.sent) == (2, 2)
    take(order, text(order, *odd, (2, AMOUNT, "Berhasil", "", "T2")), tmp_path)
    assert ResultRow.objects.count() == 8
    assert agrees(order).paid == 3
    row = queries.left_over(order).first()
    with pytest.raises(Refusal, match="Tuliskan apa"):
        actions.settle_row(row.pk, note=" ", by=yohanes, on=TODAY)
    actions.settle_row(row.pk, note="Bank menarik kelebihannya", by=yohanes, on=TODAY)
    with pytest.raises(Refusal, match="sudah diselesaikan"):
        actions.settle_row(row.pk, note="Sekali lagi", by=yohanes, on=TODAY)
    assert queries.left_over(order).count() == 7


def test_a_file_for_another_order_or_for_none_settles_nothing(order, tmp_path):
    other = text(order, *GOOD).replace(f"P{order.pk:06d}", f"P{order.pk + 1:06d}")
    with pytest.raises(Refusal, match="bukan P"):
        take(order, other, tmp_path)
    with pytest.raises(Refusal, match="Tidak satu baris pun"):
        take(order, f"{HEAD}\nX-1,1,Berhasil,,\n", tmp_path)
    assert agrees(order).sent == 4
    assert ResultFile.objects.count() == 0


def test_a_day_before_the_money_left_and_a_closed_month_are_refused(order, tmp_path):
    from datetime import timedelta

    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refusal, match="Hari pembayaran"):
            take(order, text(order, *GOOD), tmp_path, on=day)
    with pytest.raises(NotAllowed):
        take(order, text(order, *GOOD), tmp_path, by="ester")


def test_what_never_arrived_is_given_back_together(order, tmp_path, tobias):
    take(order, text(order, *GOOD), tmp_path)
    assert actions.return_rest(order.pk, reason="Pos menutup pembayaran", by=tobias, on=TODAY) == 1
    assert agrees(order).returned == 1
    with pytest.raises(Refusal, match="sudah ada kabarnya"):
        actions.return_rest(order.pk, reason="Sekali lagi", by=tobias, on=TODAY)


def everything():
    return (
        sorted(OrderLine.objects.values_list("number", "state")), sorted(Entitlement.objects.values_list("pk", "status")),
        Handover.objects.count(), Receipt.objects.count(), ResultFile.objects.count(), ResultRow.objects.count(),
        book.entries().count(), Happening.objects.count(), JournalLine.objects.filter(verb="take_result").count(),
    )  # fmt: skip


@pytest.mark.parametrize("when", ["before", "after"])
def test_whichever_write_of_a_reconciliation_fails_nothing_is_half_done(when, owed, acting, ester, tmp_path):
    with acting(ester):
        order = released(owed, "post")
        layout()
        content = text(order, *GOOD[:2], (3, AMOUNT, "Gagal", "pindah", ""), (4, 1, "Berhasil", "", ""))
    fails_at_each_write(
        lambda: take(order, content, tmp_path), who=officer("yohanes"), when=when, writes_min=10, everything=everything
    )


ACCOUNTS = "nomor_lokal,bank,nomor_rekening,nama_pemilik\n"


def bring(content, tmp_path):
    path = tmp_path / "rekening.csv"
    path.write_text(ACCOUNTS + content, encoding="utf-8")
    return actions.take_accounts(path, file="rekening.csv", by=officer("yohanes"), on=TODAY)


@pytest.fixture
def banked(owed, acting, ester, tmp_path):
    """The first three families have accounts."""
    with acting(ester):
        rows = [f"{one.local_number},Bank Contoh,00123456{at},Pemilik {at}" for at, one in enumerate(owed.families[:3])]
        assert bring("\n".join(rows), tmp_path) == (3, [])
        yield owed


def test_accounts_are_sealed_one_for_a_family_and_a_shared_one_is_found(banked, tmp_path):
    kept = PayAccount.objects.order_by("pk").first()
    assert b"00123456" not in bytes(kept.cipher)
    first, second = banked.families[:2]
    count, findings = bring(f"{second.local_number},Bank Contoh,001234560,Orang lain\nK-9999999,Bank,12345,X\n{first.local_number},B,12,X\n", tmp_path)  # fmt: skip
    assert (count, [one.kind for one in findings]) == (0, ["account_shared", "family_unknown", "account_wrong"])
    signed = 'Jumlah,,2,\n"Kupang, tanda tangan",,,\n'
    assert bring(f"{first.local_number},Bank Contoh,001234560,Pemilik 0\n{signed}", tmp_path) == (0, [])
    assert bring(f"{first.local_number},Bank Lain,001234560,Pemilik 0\n", tmp_path) == (1, [])
    assert PayAccount.objects.filter(family=first).count() == 2


def test_an_order_by_bank_names_only_whom_it_can_reach_and_its_result_is_found_by_account(banked, tmp_path):
    choice = queries.Choice(banked.line.pk, "2026-T4", CITY, "bank")
    assert queries.payable(choice, TODAY) == queries.Payable(3, 3 * AMOUNT, 0, 1)
    order = released(banked, "bank")
    kept = actions.save_list_layout(
        "Bank", [("REK", "account"), ("NAMA", "holder"), ("JML", "amount")], by=officer("yohanes"), on=TODAY
    )
    assert next(iter(queries.list_rows(order, [field for _h, field in kept.columns]))) == [
        "001234560",
        "Pemilik 0",
        AMOUNT,
    ]
    by_account = actions.save_result_layout(
        "Bank", {"account": "REK", "amount": "JML"}, paid=[], returned=[], by=officer("yohanes"), on=TODAY
    )
    content = f"REK,JML\n0012-3456-0,{AMOUNT}\n001234561,{AMOUNT}\n999999999,{AMOUNT}\n"
    taken = take(order, content, tmp_path, layout=by_account)
    assert (taken.file.counts["paid"], taken.file.counts["unknown"]) == (2, 1)
    assert ResultRow.objects.get().reference == "••••9999"


def test_an_account_that_changed_is_tidied_out_before_anybody_signs(banked, tmp_path, yohanes, ester):
    choice = queries.Choice(banked.line.pk, "2026-T4", CITY, "bank")
    order = actions.make_order(choice, key="rek", by=yohanes, on=TODAY)
    bring(f"{banked.families[0].local_number},Bank Contoh,777777777,Pemilik baru\n", tmp_path)
    with pytest.raises(actions.Changed):
        actions.check_order(order.pk, seen=order.sha256, spm_number="SPM/1", by=ester, on=TODAY)
    assert actions.tidy_order(order.pk, by=yohanes, on=TODAY).families == 2


@pytest.mark.parametrize(
    ("titles", "paid", "returned", "says"),
    [({"amount": "JML"}, [], [], "rujukan"), ({"reference": "R"}, [], [], "jumlah"),
     ({"reference": "R", "amount": "J", "status": "S"}, ["ya"], ["Ya"], "kata lain")],
)  # fmt: skip
def test_a_layout_that_could_not_be_matched_is_refused(titles, paid, returned, says, db, yohanes, acting):
    with acting(yohanes), pytest.raises(Refusal, match=says):
        actions.save_result_layout("x", titles, paid=paid, returned=returned, by=yohanes, on=TODAY)


# -- pages ----------------------------------------------------------------------------------------------------------


def page(name, *args):
    return reverse(f"delivery:{name}", args=args)


def upload(content, name):
    file = io.BytesIO(content.encode())
    file.name = name
    return file


def test_the_list_for_a_payer_is_taken_for_a_purpose_and_written_down(banked, sign_in, yohanes):
    order = released(banked, "bank")
    client = sign_in(yohanes)
    made = {
        "which": "list",
        "daftar-name": "Bank",
        "daftar-columns": "REK = nomor rekening\nATAS NAMA = pemilik\nJML = amount",
    }
    told = client.post(page("file_layouts"), made, follow=True).content.decode()
    assert "REK = nomor_rekening · ATAS NAMA = pemilik · JML = jumlah" in told
    kept = FileLayout.objects.get()
    assert client.post(page("take_list", order.pk), {"layout": kept.pk, "purpose": ""}).status_code == 422
    answer = client.post(page("take_list", order.pk), {"layout": kept.pk, "purpose": "dikirim ke bank"})
    assert answer.headers["Content-Disposition"] == f'attachment; filename="daftar-{order.number}.xlsx"'
    line = JournalLine.objects.filter(verb="export_families").get()
    assert (line.details["list"], line.details["named"], line.details["families"]) == ("payment_list", True, 3)
    nameless = actions.save_list_layout("Pos", [("REF", "reference"), ("JML", "amount")], by=yohanes, on=TODAY)
    refused = client.post(page("take_list", order.pk), {"layout": nameless.pk, "purpose": "dikirim ke bank"})
    assert "tidak memuat nomor rekening" in str(refused.context["form"].errors["layout"])
    with pytest.raises(Refusal, match="tidak dikenal"):
        actions.save_list_layout("x", [("A", "nik"), ("B", "amount")], by=yohanes, on=TODAY)


def test_the_result_is_uploaded_its_left_overs_settled_and_the_money_seen_on_its_way(
    order, sign_in, yohanes, tobias, daud
):
    client, kept = sign_in(yohanes), layout()
    file = upload(text(order, *GOOD, (4, AMOUNT + 5, "Gagal", "pindah", "")), "hasil.csv")
    answer = client.post(
        page("take_result", order.pk), {"file": file, "layout": kept.pk, "paid_on": "22/11/2026"}, follow=True
    )
    assert "1 baris perlu dilihat" in answer.content.decode()
    wrong = upload("a,b\n1,2\n", "lain.csv")
    refused = client.post(page("take_result", order.pk), {"file": wrong, "layout": kept.pk, "paid_on": "22/11/2026"})
    assert "Tidak ada lembar" in str(refused.context["form"].errors["file"])
    listed = client.get(page("left_over", order.pk)).content.decode()
    assert "terlalu banyak" in listed
    row = queries.left_over(order).get()
    done = client.post(page("settle_row", row.pk), {"note": "Bank menarik kelebihannya"}, follow=True)
    assert "Tidak ada baris yang menunggu" in done.content.decode()
    told = sign_in(daud).get(page("money_of_line", order.line_id)).context["told"]
    assert (told.budgeted, told.free, told.owed, told.on_the_way, told.arrived) == (
        10 * AMOUNT,
        6 * AMOUNT,
        AMOUNT,
        0,
        3 * AMOUNT,
    )
    assert (told.released, told.paid, told.returned, told.reconciled) == (4 * AMOUNT, 3 * AMOUNT, AMOUNT, 4 * AMOUNT)
    assert told.budgeted == told.outside + told.free + told.owed + told.on_the_way + told.arrived
    assert sign_in(tobias).get(page("money")).context["rows"][0][2] == told
    drawn = {row.name: row.link for row in sign_in(tobias).get(page("money")).context["chart"].rows}
    assert drawn["Sampai di keluarga"] == "/buku-besar/?kind=delivered&words=%3A2026%3A", (
        "the treasurer sees wards, never families"
    )
    drawn = {row.name: row.link for row in sign_in(daud).get(page("money")).context["chart"].rows}
    assert drawn["Sampai di keluarga"] == f"{page('entitlements')}?status=delivered&year=2026"
    api = sign_in(daud).get(f"/api/delivery/money/{order.line_id}").json()
    assert (api["arrived"], api["returned"], api["difference"]) == (3 * AMOUNT, AMOUNT, None)
    with_spj = "belum dicatat"
    assert with_spj in sign_in(daud).get(page("money_of_line", order.line_id)).content.decode()


def test_a_ward_signs_for_its_cash_by_a_pdf_that_names_nobody_elses(owed, acting, ester, sign_in, maria):
    from django.utils import timezone

    with acting(ester):
        order = released(owed, "cash")
    client = sign_in(maria)
    listed = client.get(page("entitlements")).content.decode()
    assert page("cash_list", order.pk, OESAPA) in listed, "whoever opens no order finds the paper beside the families"
    assert f"Uang tunai perintah {order.number} untuk Oesapa" in listed
    assert "Serahkan" in listed, "cash at the ward waits for its family"
    counts = [
        client.get(page("entitlements"), asked).context["page"].paginator.count for asked in ({}, {"status": "owed"})
    ]
    assert counts == [client.get(page("entitlements"), {"status": "sent"}).context["page"].paginator.count, 0]
    assert client.get(page("cash_list", order.pk, OESAPA)).headers["Location"].startswith(reverse("registry:unmask"))
    session = client.session
    session["unmasked_until"] = timezone.now().timestamp() + 60
    session.save()
    answer = client.get(page("cash_list", order.pk, OESAPA))
    assert (answer.content[:5], answer.headers["Cache-Control"]) == (b"%PDF-", "no-store")
    with acting(officer("agus")):
        assert Sighting.objects.filter(way="export", named=True, purpose=order.number).exists()
    assert client.get(page("cash_list", order.pk, 5371031011)).status_code == 404


def test_accounts_are_brought_by_page_with_all_findings_at_once(owed, sign_in, yohanes):
    client = sign_in(yohanes)
    bad = client.post(page("accounts"), {"file": upload(f"{ACCOUNTS}K-9999999,B,12345,X\n", "rekening.csv")})
    assert (bad.status_code, "tidak dikenal" in bad.content.decode()) == (422, True)
    good = upload(f"{ACCOUNTS}{owed.families[0].local_number},B,12345,X\n", "rekening.csv")
    assert "1 rekening baru" in client.post(page("accounts"), {"file": good}, follow=True).content.decode()
