"""What a payer answered: a file is taken in and held to its order; what is left over is worked off."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import KIND_WORDS, LINE_STATES, ReasonForm, ResultForm, SettleForm
from lontar.city.delivery.models import ResultRow
from lontar.city.delivery.pages.asking import actor_of, order_crumbs, order_or_404, step, turned_back
from lontar.city.places import queries as places
from lontar.kit.formats import number, rupiah
from lontar.kit.gate import door
from lontar.kit.memory_files import brought
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 50


@door(*queries.WHO_RECONCILE)
def take_result(request: HttpRequest, key: int) -> HttpResponse:
    """Upload what the payer answered."""
    one = order_or_404(request, key)
    if (back := turned_back(request, one, actions.require_reconciler)) is not None:
        return back
    layouts = {layout.pk: layout for layout in queries.file_layouts(queries.LayoutUse.RESULT)}
    form = ResultForm(
        request.POST or None, request.FILES or None, initial={"paid_on": places.today()},
        layouts=[(layout.pk, layout.name) for layout in layouts.values()],
    )  # fmt: skip

    def take(given: dict[str, Any]) -> str:
        file = given["file"]
        with brought(file) as path:
            taken = actions.take_result(
                one.pk, path, name=file.name, layout=layouts[given["layout"]], paid_on=given["paid_on"],
                by=actor_of(request), on=places.today(),
            )  # fmt: skip
        return _told(taken)

    context = {
        "title": _("Cocokkan hasil pembayaran"), "crumbs": order_crumbs(one), "action": _("Cocokkan dengan perintah"),
        "words": _("Setiap baris dicocokkan sampai rupiah terakhir. Berkas yang sama boleh diunggah lagi; yang sudah dicatat tidak dicatat dua kali."),
        "undo": _("Yang sampai tercatat di buku dan tidak dapat ditarik; yang kembali menunggu dibayar lagi.") if layouts
        else _("Belum ada susunan kolom: buat dahulu di halaman susunan berkas."),
        "back": reverse("delivery:order", args=[one.pk]), "layouts_link": True,
    }  # fmt: skip
    return step(request, form, take, context, template="delivery/take_list.html")


def _told(taken: actions.Taken) -> str:
    if not taken.fresh:
        return _("Berkas ini sudah dicocokkan; tidak ada yang berubah.")
    counts = taken.file.counts
    left = sum(counts.get(kind, 0) for kind in KIND_WORDS)
    return _("%(paid)s sampai (%(sum)s), %(returned)s kembali, %(left)s baris perlu dilihat.") % {
        "paid": number(counts["paid"]), "sum": rupiah(counts["paid_rupiah"]), "returned": number(counts["returned"]),
        "left": number(left),
    }  # fmt: skip


@door(*queries.WHO_SEE_ORDERS)
def left_over(request: HttpRequest, key: int) -> HttpResponse:
    """Rows that settled nothing by themselves, each with what is wrong and where it stood."""
    one = order_or_404(request, key)
    page = numbered_page(request, queries.left_over(one), PAGE)
    context = {
        "one": one, "page": page, "crumbs": order_crumbs(one),
        "rows": [(row, KIND_WORDS[row.kind], _line_now(row)) for row in page.object_list],
        "settles": queries.may_reconcile(one, actor_of(request)),
    }  # fmt: skip
    return render(request, "delivery/left_over.html", context)


def _line_now(row: ResultRow) -> Any:
    """What became of the row's line until now, by this file or another."""
    return LINE_STATES[row.line.state] if row.line else ""


@door(*queries.WHO_RECONCILE)
def settle_row(request: HttpRequest, key: int) -> HttpResponse:
    """Say what became of one row."""
    row = (
        queries.rows_left(actor_of(request)).select_related("order", "file", "line").filter(pk=key).first()
        if key <= KEY_MAX
        else None
    )
    if row is None:
        raise Http404
    if (back := turned_back(request, row.order, actions.require_reconciler)) is not None:
        return back
    form = SettleForm(request.POST or None)

    def settle(given: dict[str, Any]) -> str:
        actions.settle_row(row.pk, **given, by=actor_of(request), on=places.today())
        return _("Baris itu diselesaikan.")

    context = {
        "title": _("Selesaikan satu baris"), "crumbs": order_crumbs(row.order), "action": _("Tandai selesai"),
        "words": _("Tulis apa yang dilakukan: misalnya bank menarik kembali kelebihannya. Buku tidak berubah oleh catatan ini."),
        "facts": [
            (_("Berkas"), row.file.name), (_("Baris"), number(row.row)), (_("Masalah"), KIND_WORDS[row.kind]),
            (_("Rujukan"), row.reference), (_("Jumlah di berkas"), "–" if row.amount is None else rupiah(row.amount)),
            (_("Jumlah di perintah"), rupiah(row.line.amount) if row.line else "–"), (_("Di buku sekarang"), _line_now(row) or "–"),
            (_("Kata pembayar"), row.said or "–"),
        ],
        "back": reverse("delivery:left_over", args=[row.order_id]),
    }  # fmt: skip
    return step(request, form, settle, context)


@door(*queries.WHO_RECONCILE)
def return_rest(request: HttpRequest, key: int) -> HttpResponse:
    """Give back what the payer says never arrived."""
    one = order_or_404(request, key)
    if (back := turned_back(request, one, actions.require_reconciler)) is not None:
        return back
    form = ReasonForm(request.POST or None)
    stands = queries.standing(one.pk)

    def give_back(given: dict[str, Any]) -> str:
        count = actions.return_rest(one.pk, **given, by=actor_of(request), on=places.today())
        return _("%(n)s keluarga kembali menunggu dibayar.") % {"n": number(count)}

    context = {
        "title": _("Kembalikan sisanya"), "crumbs": order_crumbs(one), "action": _("Kembalikan sisanya"), "danger": True,
        "words": _("%(n)s keluarga, %(sum)s, belum ada kabarnya. Lakukan hanya bila pembayar menyatakan uangnya kembali.")
        % {"n": number(stands.sent), "sum": rupiah(stands.sent_rupiah)},
        "undo": _("Tidak dapat ditarik; keluarganya masuk perintah berikutnya."),
        "back": reverse("delivery:order", args=[one.pk]),
    }  # fmt: skip
    return step(request, form, give_back, context)
