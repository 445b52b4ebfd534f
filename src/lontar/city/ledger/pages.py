"""The book's pages: trial balance, one account, the journal of entries, one entry. Nothing is written here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from lontar.city.ledger import queries
from lontar.city.ledger.forms import KIND_WORDS, AccountSearch
from lontar.city.places import queries as places
from lontar.kit import exports
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.science.postings import RUPIAH

PAGE = 50
ORDERS = {
    "code": lambda b: b.code, "arrived": lambda b: b.arrived, "left": lambda b: b.left, "balance": lambda b: b.balance,
}  # fmt: skip


def kind_words(kind: str) -> str:
    return str(KIND_WORDS.get(queries.Kind(kind), kind)) if kind in queries.Kind.values else kind


@door(*queries.WHO_SEE_BOOK)
def trial_balance(request: HttpRequest) -> HttpResponseBase:
    """What stands on every account; together it is always nothing."""
    form = AccountSearch(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    every = queries.balances()
    kind, words = given.get("kind", ""), given.get("words", "").strip().lower()
    found = [b for b in every if (not kind or b.kind == kind) and words in b.code.lower()]
    order = request.GET.get("sort", "code")
    found.sort(key=ORDERS.get(order.removeprefix("-"), ORDERS["code"]), reverse=order.startswith("-"))
    if asked := exports.wanted(request):
        heads = ("rekening", "jenis", "satuan", "masuk", "keluar", "saldo", "pembukuan")
        rows = ((b.code, kind_words(b.kind), b.unit, b.arrived, b.left, b.balance, b.postings) for b in found)
        return exports.export(asked, name="neraca-saldo", heads=heads, rows=rows)
    page = numbered_page(request, found, PAGE)
    names = _place_names([b.place_id for b in page.object_list])
    rupiah = [b for b in every if b.unit == RUPIAH]
    context = {
        "form": form, "page": page, "words": [(_("Tampilkan"), form["kind"]), (_("dengan kode"), form["words"])],
        "rows": [(b, kind_words(b.kind), names.get(b.place_id or 0, "")) for b in page.object_list],
        "kinds": [(key, words, sum(b.balance for b in rupiah if b.kind == key)) for key, words in KIND_WORDS.items()],
        "rest": sum(b.balance for b in rupiah), "filtered": bool(kind or words), "today": places.today(),
        "total": {name: sum(getattr(b, name) for b in found if b.unit == RUPIAH) for name in ("arrived", "left", "balance")},
    }  # fmt: skip
    return render(request, "ledger/trial_balance.html", context)


@door(*queries.WHO_SEE_BOOK)
def account(request: HttpRequest, code: str) -> HttpResponseBase:
    """Everything that moved on one account, with what stood there afterwards."""
    found = queries.account(code) if len(code) <= 160 else None
    if found is None:
        raise Http404
    lines = queries.statement(code)
    if asked := exports.wanted(request):
        heads = ("catatan", "tanggal", "keterangan", "jumlah", "saldo")
        rows = ((line.entry_id, line.on, line.memo, line.amount, line.balance) for line in lines)
        return exports.export(asked, name="rekening", heads=heads, rows=rows)
    names = _place_names([found.place_id])
    context = {
        "account": found, "kind": kind_words(found.kind), "place": names.get(found.place_id or 0, ""),
        "balance": lines[-1].balance if lines else 0, "count": len(lines),
        "arrived": sum(line.amount for line in lines if line.amount > 0),
        "left": -sum(line.amount for line in lines if line.amount < 0),
        "page": numbered_page(request, lines[::-1], PAGE), "today": places.today(),
    }  # fmt: skip
    return render(request, "ledger/account.html", context)


@door(*queries.WHO_SEE_BOOK)
def entries(request: HttpRequest) -> HttpResponseBase:
    """The entries in the order in which they were posted, the newest first."""
    found = queries.entries()
    if asked := exports.wanted(request):
        heads = ("catatan", "tanggal", "dibukukan", "keterangan", "rekening", "jumlah", "satuan", "membatalkan")
        return exports.export(asked, name="jurnal-buku-besar", heads=heads, rows=queries.journal_rows())
    page = numbered_page(request, found, PAGE)
    moved = queries.moved([entry.pk for entry in page.object_list])
    rows = [(entry, moved.get(entry.pk)) for entry in page.object_list]
    return render(request, "ledger/entries.html", {"page": page, "rows": rows})


@door(*queries.WHO_SEE_BOOK)
def entry(request: HttpRequest, key: int) -> HttpResponse:
    """One entry: what left where, what arrived where, who posted it, and whether it was undone."""
    found = queries.entry(key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "entry": found,
        "postings": [(posting, kind_words(posting.account.kind)) for posting in queries.postings_of(found.pk)],
        "undone_by": getattr(found, "reversed_by", None),
        "by": queries.officer_of(found),
    }
    return render(request, "ledger/entry.html", context)


def _place_names(keys: list[int | None]) -> dict[int, str]:
    return {place.pk: place.name for place in places.by_ids({key for key in keys if key is not None})}
