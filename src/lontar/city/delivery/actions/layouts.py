"""Which column of a payer's file means what, said once and kept under a name; and that a list was taken away."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from lontar.city.delivery import queries
from lontar.city.delivery.models import FileLayout, PaymentOrder
from lontar.city.journal.actions import note_export, record
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.result_file import FIELDS
from lontar.science.trouble import Refusal

NAME_LETTERS_MAX, COLUMNS_MAX, WORDS_MAX, PURPOSE_LETTERS_MIN = 80, 40, 30, 5


@deed
def save_list_layout(name: str, columns: Sequence[tuple[str, str]], *, by: Actor, on: date) -> FileLayout:
    """Keep in which columns, in which order, a bank or the post office wants a list; the same name is replaced."""
    require(by, *queries.WHO_MAKE_ORDERS)
    heads = [" ".join(head.split()) for head, _field in columns]
    if not 0 < len(columns) <= COLUMNS_MAX or len({head.lower() for head in heads}) != len(heads) or not all(heads):
        raise Refusal(
            _("Susunan memuat satu sampai %(most)d kolom dengan judul yang berbeda.") % {"most": COLUMNS_MAX},
            field="columns",
        )
    if any(field not in queries.LIST_FIELDS for _head, field in columns):
        raise Refusal(_("Ada kolom tanpa judul atau dengan isi yang tidak dikenal."), field="columns")
    kept = [[head, field] for head, (_old, field) in zip(heads, columns, strict=True)]
    if not {"reference", "account"} & {field for _head, field in kept} or "amount" not in {
        field for _head, field in kept
    }:
        raise Refusal(
            _("Daftar memuat jumlah, dan rujukan atau nomor rekening: dengan itu hasilnya dicocokkan."), field="columns"
        )
    return _keep(name, FileLayout.Use.LIST, {"columns": kept}, by=by, on=on)


@deed
def save_result_layout(
    name: str, titles: Mapping[str, str], *, paid: Sequence[str], returned: Sequence[str], by: Actor, on: date
) -> FileLayout:  # fmt: skip
    """Keep which title in a result file means what, and by which words a row says paid or returned."""
    require(by, *queries.WHO_RECONCILE)
    kept = {
        field: " ".join(titles.get(field, "").split())[:NAME_LETTERS_MAX]
        for field in FIELDS
        if titles.get(field, "").strip()
    }
    if "amount" not in kept or not {"reference", "account"} & kept.keys():
        raise Refusal(_("Sebutkan kolom jumlah, dan kolom rujukan atau nomor rekening."), field="amount")
    words = [
        [" ".join(word.casefold().split()) for word in given if word.strip()][:WORDS_MAX] for given in (paid, returned)
    ]
    if "status" in kept and (not all(words) or set(words[0]) & set(words[1])):
        raise Refusal(_("Sebutkan kata untuk yang dibayar dan kata lain untuk yang kembali."), field="paid")
    return _keep(
        name, FileLayout.Use.RESULT, {"columns": kept, "paid_words": words[0], "returned_words": words[1]}, by=by, on=on
    )


def _keep(name: str, use: str, values: dict[str, object], *, by: Actor, on: date) -> FileLayout:
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LETTERS_MAX:
        raise Refusal(_("Beri nama susunannya."), field="name")
    kept, _new = FileLayout.objects.update_or_create(use=use, name=name, defaults={**values, "by_id": by.id, "on": on})
    record("save_file_layout", subject=kept, by=by, on=on, details={"name": name, "kind": use, "columns": kept.columns})
    return kept


def require_lister(order: PaymentOrder, by: Actor) -> None:
    """Refuse whoever may not take this order's list away now: another agency, or nobody has checked it."""
    require(by, *queries.WHO_MAKE_ORDERS)
    queries.require_own_line(order.line, by)
    if order.state not in ("checked", "released"):
        raise Refusal(
            _("Perintah ini belum diperiksa orang kedua, jadi daftarnya belum keluar."), advice=_("Tunggu SPM-nya.")
        )


@deed
def take_list(order_id: int, *, purpose: str, layout: FileLayout, by: Actor, on: date) -> list[int]:
    """Note that an officer takes an order's list away with names and accounts, for what, and whose they are."""
    require(by, *queries.WHO_MAKE_ORDERS)
    order = queries.order_for(by, order_id)
    if order is None:
        raise queries.NotFound(_("Perintah itu tidak ada."), advice=_("Periksa daftarnya."))
    require_lister(order, by)
    if layout.use != FileLayout.Use.LIST:
        raise Refusal(_("Susunan kolom itu untuk hasil, bukan untuk daftar."), field="layout")
    _require_usable(layout, order)
    if len(purpose.strip()) < PURPOSE_LETTERS_MIN:
        raise Refusal(_("Tuliskan untuk apa daftarnya diambil."), field="purpose")
    families = queries.families_on(order)
    note_export("payment_list", families, by=by, on=on, named=True, purpose=f"{order.number}: {purpose.strip()}")
    return families


def _require_usable(layout: FileLayout, order: PaymentOrder) -> None:
    """Refuse a list by which its payer could not know whom to pay."""
    fields = {content for _title, content in layout.columns}
    if order.channel == PaymentOrder.Channel.BANK and "account" not in fields:
        raise Refusal(
            _("Susunan ini tidak memuat nomor rekening, jadi bank tidak tahu ke mana membayar."),
            advice=_("Pilih susunan lain, atau tambahkan kolomnya."), field="layout",
        )  # fmt: skip
    if order.channel != PaymentOrder.Channel.BANK and "head" not in fields:
        raise Refusal(
            _("Susunan ini tidak memuat kepala keluarga, jadi pembayarnya tidak tahu siapa yang dibayar."),
            advice=_("Pilih susunan lain, atau tambahkan kolomnya."), field="layout",
        )  # fmt: skip
