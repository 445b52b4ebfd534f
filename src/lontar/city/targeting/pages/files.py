"""What leaves a round as a file: the decree with its annex, the public draw, the list for the ministry; and its answer."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lontar.city.journal.actions import note_export
from lontar.city.places import queries as places
from lontar.city.registry import actions as registry_actions
from lontar.city.registry import queries as registry
from lontar.city.targeting import actions, queries
from lontar.city.targeting.forms import FIELDS, AnswersForm, HandInForm, LayoutForm
from lontar.city.targeting.models import Layout, Round
from lontar.city.targeting.pages import papers
from lontar.city.targeting.pages.rounds import actor_of, draw_of, round_or_404, state_of
from lontar.kit import exports, formats, masks
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.gate import Role, door
from lontar.kit.memory_files import brought
from lontar.kit.papers import attached
from lontar.kit.sayings import finding_told
from lontar.science.disclosure import publish
from lontar.science.trouble import NotAllowed, Refusal

NAMED, PUBLIC_ANNEX = "nama", "umum"
FINDINGS_SHOWN = 200


@door(*queries.WHO_SCORE)
def decree_paper(request: HttpRequest, key: int, annex: str) -> HttpResponse:
    """The decree as PDF: with names for the agency (mask down), or without names for everybody."""
    found = round_or_404(request, key)
    if annex not in (NAMED, PUBLIC_ANNEX):
        raise Http404
    named = annex == NAMED
    if not found.is_binding:
        return redirect("targeting:round", found.pk)
    if named and not masks.are_down(request):
        return redirect(f"{reverse('registry:unmask')}?next={request.get_full_path()}")
    facts = [
        (_("Aturan"), f"{found.rule} {found.rule_version}"),
        (_("Dinilai pada"), formats.day(found.on)),
        *draw_of(found),
        (_("Sidik daftar akhir"), found.counts.get("final_sha256", "–")),
        (_("Disetujui oleh"), " · ".join(one.name for one in (found.approved_by, found.closed_by) if one)),
    ]
    if named:  # the public one hides small counts, which a total would give away
        chosen = queries.figures_of(found)
        many = {"families": formats.number(chosen.chosen), "rupiah": formats.rupiah(chosen.rupiah)}
        facts.insert(0, (_("Jumlah"), _("%(families)s keluarga, %(rupiah)s") % many))
        heads = [_("Urutan"), _("Nomor"), _("Kepala keluarga"), "RT/RW", _("Rupiah")]
        wards = _named_wards(request, found)
    else:
        heads = [_("Kelurahan atau desa"), _("Keluarga"), _("Rupiah")]
        wards = [{"name": "", "rows": _counted_wards(found)}]
    made = papers.decree(found, wards=wards, heads=heads, facts=facts, named=named)
    return attached(made, f"keputusan-{found.pk}-{annex}", "application/pdf")


def _named_wards(request: HttpRequest, found: Round) -> list[dict[str, Any]]:
    listed = list(queries.decisions_of(found.pk, verdict="chosen", order="ward").order_by("place_id", "rank"))
    keys = [one.family_id for one in listed]
    note_export("decree", keys, by=actor_of(request), on=places.today(), named=True, purpose=f"round {found.pk}")
    families = registry.families_matching(registry.FamilyFilter()).filter(pk__in=keys)
    known = {row.id: row for row in registry.rows_of(families, {})}
    names = dict(places.wards_in(found.place_id).values_list("pk", "name"))
    wards: dict[int, dict[str, Any]] = {}
    for one in listed:
        row = known.get(one.family_id)
        ward = wards.setdefault(one.place_id, {"name": names.get(one.place_id, ""), "rows": []})
        home = f"{row.rt}/{row.rw}" if row and not row.hidden and (row.rt or row.rw) else "–"
        ward["rows"].append(
            [str(one.rank or ""), f"K-{one.family_id:07d}", row.head if row else "", home, formats.rupiah(one.amount)]
        )
    return list(wards.values())


def _counted_wards(found: Round) -> list[list[str]]:
    """Families and rupiah by ward, small counts withheld with a complement."""
    names = dict(places.wards_in(found.place_id).values_list("pk", "name"))
    counts: dict[str, Any] = found.counts.get("wards", {})
    keys = sorted(counts)
    column = "chosen"
    table = publish(
        {(key, column): counts[key].get(column, {}).get("families", 0) for key in keys},
        {(key, column): counts[key].get(column, {}).get("rupiah", 0) for key in keys},
        rows=keys, columns=[column],
    )  # fmt: skip
    hidden = _("disembunyikan")
    return [
        [
            names.get(int(key), places.code_of(int(key))),
            hidden if cell.count is None else formats.number(cell.count),
            hidden if cell.count is None else formats.rupiah(cell.amount) if cell.amount else "–",
        ]
        for key in keys
        for cell in [table.cells[key, column]]
    ]


@door(*queries.WHO_DRAW)
def draw(request: HttpRequest, key: int) -> HttpResponseBase:
    """What anybody needs to draw again: public numbers, what they were ranked by, rank and standing. No names, no ward."""
    found = round_or_404(request, key)
    ranked = queries.drawn(found.pk)
    heads = ["rank", "number", *found.criteria, "amount", "standing", "seed"]

    def lines() -> Iterator[list[Any]]:
        for rank, number, measures, amount, standing in ranked.values_list(
            "rank", "number", "measures", "amount", "standing"
        ):
            values = [*measures, *[None] * (len(found.criteria) - len(measures))]
            yield [rank, number, *values, amount, standing, found.seed]

    return exports.export("csv", name=f"undian-{found.pk}", heads=heads, rows=lines())


@door(Role.OPERATOR)
def hand_in(request: HttpRequest, key: int) -> HttpResponseBase:
    """The chosen families in the columns that the ministry wants, with their numbers in full."""
    found = round_or_404(request, key)
    kept = {one.pk: one for one in queries.layouts()}
    form = HandInForm(request.POST or None, layouts=[(one.pk, one.name) for one in kept.values()])
    if request.method == "POST" and form.is_valid():
        layout = kept[form.cleaned_data["layout"]]
        try:
            actions.hand_in(found, layout=layout, by=actor_of(request), on=places.today())
            return _list_for(request, found, layout)
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
    context = {
        "round": found, **state_of(found), "form": form, "back": reverse("targeting:round", args=[found.pk]),
        "title": _("Kirim daftar kepada yang memutuskan"), "action": _("Unduh XLSX dan catat sebagai dikirim"),
        "words": _("Berkasnya memuat NIK dan nomor KK utuh. Bahwa Anda mengunduhnya tercatat, dan setiap keluarga dapat mengetahuinya."),
        "undo": _("Dapat ditarik kembali sebelum jawabannya masuk."), "no_layout": not kept,
    }  # fmt: skip
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "targeting/hand_in.html", context, status=status)


def _list_for(request: HttpRequest, found: Round, layout: Layout) -> HttpResponseBase:
    fields = [field for _head, field in layout.columns]
    listed = list(queries.decisions_of(found.pk, verdict="chosen", order="rank"))
    keys = [one.family_id for one in listed]
    numbers = registry_actions.numbers_for_hand_in(
        keys, purpose=f"round {found.pk}: {layout.name}", by=actor_of(request), on=places.today()
    )
    families = registry.families_matching(registry.FamilyFilter()).filter(pk__in=keys)
    known = {row.id: row for row in registry.rows_of(families, {})}
    wards = {one.pk: one for one in places.wards_in(found.place_id).select_related("parent")}
    home = places.home_or_refuse()
    fixed = {
        "province": home.parent.name if home.parent else "", "city": home.name, "period": found.period,
        "programme": found.line.name, "paper_number": found.paper_number,
    }  # fmt: skip

    def lines() -> Iterator[list[Any]]:
        for at, one in enumerate(listed, start=1):
            row, ward = known.get(one.family_id), wards.get(one.place_id)
            card, nik = numbers.get(one.family_id, ("", ""))
            cells = {
                **fixed, "running": at, "local_number": f"K-{one.family_id:07d}", "kk": card, "nik": nik,
                "head": row.head if row else "", "district": ward.parent.name if ward and ward.parent else "",
                "ward": ward.name if ward else "", "ward_code": places.code_of(one.place_id),
                "rw": row.rw if row and not row.hidden else "", "rt": row.rt if row and not row.hidden else "",
                "decile": row.decile if row else None, "rank": one.rank, "amount": one.amount,
            }  # fmt: skip
            yield [cells[field] for field in fields]

    heads = [head for head, _field in layout.columns]
    return exports.export("xlsx", name=f"usulan-{found.pk}", heads=heads, rows=lines())


@door(*queries.WHO_SCORE)
def layouts(request: HttpRequest) -> HttpResponse:
    """The columns that ministries want, each set under its name; the same name is replaced."""
    form = LayoutForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        kept = actions.save_layout(given["name"], given["columns"], by=actor_of(request), on=places.today())
        return _("Susunan kolom “%(name)s” disimpan.") % {"name": kept.name}

    if done(request, form, do):
        return redirect("targeting:layouts")
    context = {
        "form": form, "fields": list(FIELDS.items()),
        "layouts": [
            {"one": one, "columns": [(head, FIELDS.get(field, field)) for head, field in one.columns]}
            for one in queries.layouts()
        ],
    }  # fmt: skip
    return render(request, "targeting/layouts.html", context, status=status_of(form))


@door(*queries.WHO_SCORE)
def answers(request: HttpRequest, key: int) -> HttpResponse:
    """Import what the ministry or province answered about the proposed families."""
    found = round_or_404(request, key)
    form = AnswersForm(request.POST or None, request.FILES or None)
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            count, findings = _taken(request, found, form)
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            if not findings:
                told = ngettext("Jawaban untuk %(n)s keluarga dicatat.", "Jawaban untuk %(n)s keluarga dicatat.", count)
                messages.success(request, told % {"n": formats.number(count)})
                return redirect("targeting:round", found.pk)
    context = {
        "round": found, **state_of(found), "form": form, "back": reverse("targeting:round", args=[found.pk]),
        "title": _("Impor jawaban atas usulan"), "action": _("Impor jawaban"),
        "words": _("Setiap keluarga yang diusulkan mendapat jawaban diterima atau ditolak; yang tidak disebut tetap menunggu."),
        "undo": _("Mengimpor lagi mengganti jawaban keluarga yang sama."),
        "findings": [finding_told(one) for one in findings[:FINDINGS_SHOWN]],
    }  # fmt: skip
    status = 422 if request.method == "POST" and (form.errors or findings) else 200
    return render(request, "targeting/step.html", context, status=status)


def _taken(request: HttpRequest, found: Round, form: AnswersForm) -> tuple[int, list[Any]]:
    given = form.cleaned_data["file"]
    with brought(given) as path:
        return actions.take_answers(found, path, file=given.name, by=actor_of(request), on=places.today())
