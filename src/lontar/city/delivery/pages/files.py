"""What goes to a payer: the collective list by a saved layout, the list that a ward signs; and the accounts it needs."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import CODES, LIST_WORDS, FileForm, ListLayoutForm, ResultLayoutForm, TakeListForm
from lontar.city.delivery.models import PaymentOrder
from lontar.city.delivery.pages import papers
from lontar.city.delivery.pages.asking import actor_of, order_crumbs, order_or_404, step, turned_back
from lontar.city.journal.actions import note_export
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit import exports, formats, masks
from lontar.kit.answers import beside_field
from lontar.kit.gate import door
from lontar.kit.memory_files import brought
from lontar.kit.sayings import finding_told
from lontar.science.trouble import NotAllowed, Refusal

FINDINGS_SHOWN = 200


@door(*queries.WHO_MAKE_ORDERS)
def take_list(request: HttpRequest, key: int) -> HttpResponseBase:
    """The order as the bank or the post office wants it: by a named officer, for a purpose, written down."""
    one = order_or_404(request, key)
    if (back := turned_back(request, one, actions.require_lister)) is not None:
        return back
    kept = {layout.pk: layout for layout in queries.file_layouts(queries.LayoutUse.LIST)}
    form = TakeListForm(request.POST or None, layouts=[(layout.pk, layout.name) for layout in kept.values()])
    if request.method == "POST" and form.is_valid():
        layout = kept[form.cleaned_data["layout"]]
        try:
            actions.take_list(one.pk, purpose=form.cleaned_data["purpose"], layout=layout, by=actor_of(request), on=places.today())  # fmt: skip
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            heads, fields = [list(part) for part in zip(*layout.columns, strict=True)]
            return exports.export("xlsx", name=f"daftar-{one.number}", heads=heads, rows=queries.list_rows(one, fields))
    context = {
        "title": _("Daftar untuk pembayar"), "crumbs": order_crumbs(one), "action": _("Unduh XLSX"),
        "words": _("Berkasnya memuat nama dan nomor rekening utuh. Bahwa Anda mengunduhnya dan untuk apa, tercatat; setiap keluarga dapat mengetahuinya."),
        "undo": "" if kept else _("Belum ada susunan kolom: buat dahulu di halaman susunan berkas."),
        "back": reverse("delivery:order", args=[one.pk]), "form": form,
    }  # fmt: skip
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "delivery/take_list.html", context, status=status)


@door(*queries.WHO_MAY_HAND_OVER)
def cash_list(request: HttpRequest, key: int, place_id: int) -> HttpResponse:
    """The list of one ward to be signed. Names stand on it, so they must be uncovered first, for a purpose."""
    actor = actor_of(request)
    lines = list(queries.cash_lines(actor, key, place_id))
    if not lines:
        raise Http404
    if not masks.are_down(request):
        return redirect(f"{reverse('registry:unmask')}?{urlencode({'next': request.get_full_path()})}")
    one: PaymentOrder = lines[0].order
    note_export(
        "cash_list", [line.entitlement.family_id for line in lines], by=actor, on=places.today(), named=True, purpose=one.number
    )  # fmt: skip
    homes = {row.id: row for row in registry.rows_of([line.entitlement.family for line in lines], {})}
    rows = []
    for line in lines:
        home = homes[line.entitlement.family_id]
        where = "–" if home.hidden else f"{home.rt or '–'}/{home.rw or '–'}"
        rows.append(
            {"head": home.head, "number": home.local_number, "rt": where, "amount": formats.rupiah(line.amount)}
        )
    ward = lines[0].place.name
    lead = _("%(line)s, %(period)s. %(n)s keluarga.") % {
        "line": queries.line_on_paper(one.line), "period": formats.period(one.period), "n": formats.number(len(lines)),
    }  # fmt: skip
    footer = _("Perintah bayar %(number)s. Simpan tertutup.") % {"number": one.number}
    title = _("Daftar bayar tunai, %(ward)s") % {"ward": ward}
    made = papers.signed_list(title, lead, footer, rows, sum(line.amount for line in lines))
    return papers.attached(made, f"daftar-bayar-{one.number}-{places.code_of(place_id)}")


@door(*queries.WHO_MAKE_ORDERS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Bring the accounts onto which families are paid."""
    form = FileForm(request.POST or None, request.FILES or None)
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            with brought(given) as path:
                changed, findings = actions.take_accounts(
                    path, file=given.name, by=actor_of(request), on=places.today()
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            if not findings:
                said = _("%(n)s rekening baru dicatat.") % {"n": formats.number(changed)}
                messages.success(request, said if changed else _("Semua rekening di berkas itu sudah dikenal."))
                return redirect("delivery:accounts")
    context = {
        "form": form, "findings": [finding_told(one) for one in findings[:FINDINGS_SHOWN]], "crumbs": order_crumbs(),
        "known": queries.accounts_known(), "owed": queries.owed_without_account(actor_of(request)),
    }  # fmt: skip
    return render(request, "delivery/accounts.html", context, status=422 if form.errors or findings else 200)


@door(*queries.WHO_RECONCILE)
def file_layouts(request: HttpRequest) -> HttpResponse:
    """The columns of payers' files, set once under a name: what they get, and what they answer."""
    actor = actor_of(request)
    which = request.POST.get("which", "")
    lists = ListLayoutForm(request.POST if which == "list" else None, prefix="daftar")
    results = ResultLayoutForm(request.POST if which == "result" else None, prefix="hasil")
    form = lists if which == "list" else results

    def save(given: dict[str, Any]) -> str:
        if which == "list":
            kept = actions.save_list_layout(given["name"], given["columns"], by=actor, on=places.today())
        else:
            paid, returned = (given[key].splitlines() for key in ("paid", "returned"))
            kept = actions.save_result_layout(
                given["name"], results.titles(), paid=paid, returned=returned, by=actor, on=places.today()
            )
        return _("Susunan kolom “%(name)s” disimpan.") % {"name": kept.name}

    context = {
        "lists": lists, "results": results, "crumbs": order_crumbs(),
        "fields": [(CODES[field], words) for field, words in LIST_WORDS.items()],
        "makes": actor.role in queries.WHO_MAKE_ORDERS,
        "kept_lists": [(one.name, _columns(one.columns)) for one in queries.file_layouts(queries.LayoutUse.LIST)],
        "kept_results": [
            (one.name, _columns((head, field) for field, head in one.columns.items()))
            for one in queries.file_layouts(queries.LayoutUse.RESULT)
        ],
        "back": reverse("delivery:file_layouts"),
    }  # fmt: skip
    return step(request, form, save, context, template="delivery/file_layouts.html")


def _columns(columns: Iterable[Any]) -> str:
    """Columns as they are written on the form."""
    return " · ".join(f"{head} = {CODES[field]}" for head, field in columns)
