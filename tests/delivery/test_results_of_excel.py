"""What a spreadsheet does to a payer's numbers: said in words, found again where one can, and done once it is read."""

from cast import TODAY, officer
from delivery.test_results import ACCOUNTS, banked, bring, on_the_day, order, page, released, take, text
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import ResultRow
from lontar.city.journal.models import JournalLine
from spreadsheets import as_xlsx
from town import AMOUNT

__all__ = ["banked", "on_the_day", "order"]


def test_an_account_that_excel_rounded_is_found_before_anybody_is_paid_onto_it(banked, tmp_path):
    number = banked.families[0].local_number
    count, (found,) = bring(f'{number},Bank Contoh,"5,37E+15",Pemilik\n', tmp_path)
    assert (count, found.kind) == (0, "account_rounded")
    path = as_xlsx(
        tmp_path / "rekening.xlsx", [ACCOUNTS.strip().split(","), [number, "Bank Contoh", 5371030415000120, "Pemilik"]]
    )
    count, (found,) = actions.take_accounts(path, file="rekening.xlsx", by=officer("yohanes"), on=TODAY)
    assert (count, found.kind, found.source.row) == (0, "account_rounded", 2)


def test_a_number_that_excel_rounded_says_so_and_lost_zeros_are_found_again(banked, tmp_path, sign_in, yohanes):
    order = released(banked, "bank")
    by_account = actions.save_result_layout(
        "Bank", {"account": "REK", "amount": "JML"}, paid=[], returned=[], by=officer("yohanes"), on=TODAY
    )
    content = f'REK,JML\n1234560,{AMOUNT}\n"5,37E+15",{AMOUNT}\n1.23457E+07,{AMOUNT}\n01234561,{AMOUNT}\n'
    taken = take(order, content, tmp_path, layout=by_account)
    assert (taken.file.counts["paid"], taken.file.counts["unreadable"]) == (2, 2)
    left = list(queries.left_over(order))
    assert [one.reference for one in left] == ["5,37E+15", "1.23457E+07"]
    assert "dibulatkan Excel" in left[0].said
    assert "dibulatkan Excel" in sign_in(yohanes).get(page("left_over", order.pk)).content.decode()


def test_a_row_that_could_not_be_read_is_done_once_a_later_file_settles_its_line(order, tmp_path, sign_in, yohanes):
    take(order, text(order, (1, AMOUNT, "Proses", "", ""), (2, AMOUNT - 1, "Berhasil", "", "T2")), tmp_path)
    take(order, text(order, (1, AMOUNT, "Berhasil", "", "T1"), (2, AMOUNT, "Berhasil", "", "T3")), tmp_path)
    (waits,) = queries.left_over(order)
    assert waits.kind == "too_little", "rupiah of the payer's are still to be explained"
    assert "di buku sekarang: sampai" in sign_in(yohanes).get(page("left_over", order.pk)).content.decode()
    assert "Di buku sekarang" in sign_in(yohanes).get(page("settle_row", waits.pk)).content.decode()
    done = ResultRow.objects.get(kind="unreadable")
    assert (done.note, done.settled_by_id) == ("Terbaca kemudian: barisnya selesai oleh berkas hasil.csv", yohanes.id)
    assert JournalLine.objects.filter(verb="take_result").latest("pk").details["cleared"] == 1
