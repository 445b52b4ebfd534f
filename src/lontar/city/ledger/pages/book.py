"""The book's pages: trial balance, one account, the journal of entries, one entry. Nothing is written here."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lontar.city.ledger import queries
from lontar.city.ledger.forms import KIND_WORDS, AccountSearch, Days
from lontar.city.places import queries as places
from lontar.kit import exports
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.science.postings import RUPIAH

PAGE = 50
EXTENSIONS = {"hledger": "journal", "beancount": "beancount", "csv": "csv"}
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
        "kinds": [
            (key, words, sum(b.balance for b in rupiah if b.kind == key))
            for key, words in KIND_WORDS.items()
            if key not in queries.KINDS_OF_GOODS
        ],
        "goods": _goods(every), "wrong": [unit for unit, rest in _rests(every).items() if rest],
        "rest": sum(b.balance for b in rupiah), "filtered": bool(kind or words), "today": places.today(),
        "total": {name: sum(getattr(b, name) for b in found if b.unit == RUPIAH) for name in ("arrived", "left", "balance")},
    }  # fmt: skip
    return render(request, "ledger/trial_balance.html", context)


def _rests(every: list[queries.Balance]) -> dict[str, int]:
    """What all accounts of each unit sum to; nothing, where the book is sound."""
    rests: dict[str, int] = {}
    for one in every:
        rests[one.unit] = rests.get(one.unit, 0) + one.balance
    return rests


def _goods(every: list[queries.Balance]) -> list[tuple[str, str, int]]:
    """What stands on accounts of each kind in units other than rupiah: kind, unit, balance."""
    sums: dict[tuple[str, str], int] = {}
    for one in every:
        if one.unit != RUPIAH:
            sums[one.unit, one.kind] = sums.get((one.unit, one.kind), 0) + one.balance
    return [(kind_words(kind), unit, amount) for (unit, kind), amount in sorted(sums.items())]


@door(*queries.WHO_SEE_BOOK)
def account(request: HttpRequest, code: str) -> HttpResponseBase:
    """Everything that moved on one account, with what stood there afterwards."""
    found = queries.account(code) if len(code) <= 160 else None
    if found is None:
        raise Http404
    form = Days(request.GET)
    asked_days = form.cleaned_data if form.is_valid() else {}
    since, until = asked_days.get("since"), asked_days.get("until")
    lines = queries.statement(code, since=since, until=until)
    if asked := exports.wanted(request):
        heads = ("catatan", "tanggal", "keterangan", "jumlah", "satuan", "saldo")
        rows = ((line.entry_id, line.on, line.memo, line.amount, found.unit, line.balance) for line in lines)
        return exports.export(asked, name="rekening", heads=heads, rows=rows)
    names = _place_names([found.place_id])
    opening = _stood_before(code, since)
    context = {
        "account": found, "kind": kind_words(found.kind), "place": names.get(found.place_id or 0, ""),
        "form": form, "words": [(_("Dari"), form["since"]), (_("sampai"), form["until"])],
        "since": since, "until": until or places.today(), "opening": opening,
        "balance": lines[-1].balance if lines else opening, "count": len(lines),
        "arrived": sum(line.amount for line in lines if line.amount > 0),
        "left": -sum(line.amount for line in lines if line.amount < 0),
        "page": numbered_page(request, lines[::-1], PAGE),
    }  # fmt: skip
    return render(request, "ledger/account.html", context)


def _stood_before(code: str, since: date | None) -> int:
    """What stood on an account when a day began; nothing before its first posting."""
    if since is None:
        return 0
    before = queries.statement(code, until=since - timedelta(days=1))
    return before[-1].balance if before else 0


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
        "log": queries.proof_of_entry(found.key, point=queries.newest_checkpoint()),
    }
    return render(request, "ledger/entry.html", context)


@door(*queries.WHO_SEE_BOOK)
def entry_proof(request: HttpRequest, key: int) -> HttpResponse:
    """What opens an entry's leaf and leads it to the signed root, as a file."""
    found, point = queries.entry(key) if key <= KEY_MAX else None, queries.newest_checkpoint()
    if found is None or point is None:
        raise Http404
    proof = queries.proof_of_entry(found.key, point=point)
    if proof.state != queries.State.PROVEN:
        raise Http404
    file = {
        "lontar": "entry",
        "v": 1,
        "key": str(queries.verifier()),
        "checkpoint": point.note,
        "entry": proof.as_json(),
    }
    answer = JsonResponse(file, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="bukti-catatan-{found.pk}.json"'
    return answer


@door(*queries.WHO_SEE_BOOK)
def journal(request: HttpRequest, form: str) -> HttpResponseBase:
    """The whole journal as text: for hledger, for bean-check, or as CSV."""
    if form not in EXTENSIONS:
        raise Http404
    # Written in full before it is sent: the cursor lives only as long as the request's transaction.
    body = "".join(queries.written(form))
    answer = HttpResponse(
        body, content_type="text/csv; charset=utf-8" if form == "csv" else "text/plain; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="buku-besar.{EXTENSIONS[form]}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _place_names(keys: list[int | None]) -> dict[int, str]:
    return {place.pk: place.name for place in places.by_ids({key for key in keys if key is not None})}
