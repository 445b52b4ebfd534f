"""What an officer is told before money leaves: a list by which nobody could be paid, a family that was perhaps paid."""

from cast import CITY, TODAY
from delivery.test_results import GOOD, on_the_day, order, page, take, text
from lontar.city.delivery import actions, queries
from lontar.city.journal.models import JournalLine
from town import AMOUNT

__all__ = ["on_the_day", "order"]


def test_no_list_without_names_goes_to_the_post_office(order, sign_in, yohanes):
    kept = actions.save_list_layout("Bank", [("REF", "reference"), ("JML", "amount")], by=yohanes, on=TODAY)
    refused = sign_in(yohanes).post(page("take_list", order.pk), {"layout": kept.pk, "purpose": "dikirim ke pos"})
    assert "tidak memuat kepala keluarga" in str(refused.context["form"].errors["layout"])
    assert not JournalLine.objects.filter(verb="export_families").exists()


def test_whoever_pays_again_what_came_back_is_told_that_the_payer_says_it_arrived_after_all(
    order, sign_in, yohanes, tmp_path
):
    take(order, text(order, (1, AMOUNT, "Gagal", "tutup", ""), *GOOD[1:]), tmp_path)
    client, chosen = sign_in(yohanes), {"what": f"{order.line_id}|2026-T4", "channel": "cash", "place": CITY}
    assert "dibayar dua kali" not in client.get(page("make_order"), chosen).content.decode()
    take(order, text(order, *GOOD), tmp_path)
    told = client.get(page("make_order"), chosen).content.decode()
    assert f"1 keluarga kembali dari {order.number}, lalu menurut pembayarnya sudah menerima" in told
    assert page("left_over", order.pk) in told
    actions.settle_row(queries.left_over(order).get().pk, note="Bank keliru", by=yohanes, on=TODAY)
    assert "dibayar dua kali" not in client.get(page("make_order"), chosen).content.decode()
