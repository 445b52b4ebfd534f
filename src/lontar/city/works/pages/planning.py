"""A work is planned: for an area, or houses for families of a decreed list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.works import actions, queries
from lontar.city.works.forms import KIND_WORDS, WAY_WORDS, AreaForm, HousesForm
from lontar.city.works.pages.asking import actor_of, asked, crumbs
from lontar.kit import masks
from lontar.kit.formats import number, rupiah
from lontar.kit.gate import door
from lontar.kit.paging import numbered_page

FAMILIES = 100


@door(*queries.WHO_PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    """A work for an area, with its stages."""
    actor, home = actor_of(request), places.home_or_refuse()
    lines = [one for one in queries.lines_to_plan(actor) if one.reach != "by_name"]
    wards = places.wards_in(home.pk).filter(access.within(access.spans(actor.id), "pk")).values_list("pk", "name")
    adopted = programmes.adopted_into([one.pk for one in lines])
    form = AreaForm(request.POST or None, choices={
        "line": [(one.pk, f"{one.year} · {one.name}") for one in lines], "place": wards,
        "proposal": [("", _("tidak menjawab usulan")), *((one.proposal_id, f"{one.proposal.number} {one.proposal.title}, {one.proposal.place.name}") for one in adopted)],
        "kind": [pair for pair in KIND_WORDS.items() if pair[0] != queries.Kind.HOUSE], "way": WAY_WORDS.items(),
    }, funds=_funds(lines))  # fmt: skip

    def deed(given: dict[str, Any]) -> str:
        wished = form.plan(
            title=given["title"], spot=given["spot"], homes=given["homes"], proposal_id=given["proposal"]
        )  # fmt: skip
        made = actions.plan_work(
            given["line"], wished, place_id=given["place"], key=given["key"], by=actor, on=places.today()
        )
        return _("Pekerjaan %(number)s direncanakan; %(cost)s dijanjikan dari pagunya.") % {
            "number": made.number, "cost": rupiah(made.cost),
        } + _beside(wished)  # fmt: skip

    words = {
        "title": _("Rencanakan pekerjaan"), "crumbs": crumbs(), "back": reverse("works:works"), "lines": lines,
        "action": _("Rencanakan dan janjikan biayanya"),
        "lead": _("Untuk satu wilayah. Biayanya dijanjikan dari pagu program; yang dibayar hanya tahap yang disahkan."),
    }  # fmt: skip
    return asked(request, form, deed, words, "works/plan.html")


@door(*queries.WHO_PLAN)
def lists(request: HttpRequest) -> HttpResponse:
    """Decreed lists of lines that build by name, and how many on each have no house yet."""
    actor = actor_of(request)
    found = queries.lists_to_build(actor, [one.pk for one in queries.lines_to_plan(actor) if one.reach == "by_name"])
    context = {"rows": [(one, len(queries.families_to_build(one.pk, actor))) for one in found], "crumbs": crumbs()}
    return render(request, "works/lists.html", context)


@door(*queries.WHO_PLAN)
def houses(request: HttpRequest, key: int) -> HttpResponse:
    """A house for each of the families that are marked, with the same stages."""
    actor = actor_of(request)
    by_name = [one.pk for one in queries.lines_to_plan(actor) if one.reach == "by_name"]
    round_ = next((one for one in queries.lists_to_build(actor, by_name) if one.pk == key), None)
    if round_ is None:
        raise queries.NotFound(_("Daftar itu tidak ada di wilayah Anda."), advice=_("Pilih dari daftarnya."))
    open_ = queries.families_to_build(round_.pk, actor)
    page = numbered_page(request, open_, FAMILIES)
    marked = set(request.POST.getlist("families"))  # also what has moved to another page meanwhile
    shown = [one for one in open_ if one in page.object_list or str(one[0]) in marked]
    form = HousesForm(request.POST or None, choices={
        "families": _families(request, [family for family, _place, _amount in shown]),
        "kind": [pair for pair in KIND_WORDS.items() if pair[0] in (queries.Kind.HOUSE, queries.Kind.SANITATION)],
        "way": WAY_WORDS.items(),
    }, funds=_funds([round_.line]), initial={"way": queries.Way.SELF_HELP, "cost": min((amount for *_who, amount in open_), default=0) or None})  # fmt: skip

    def deed(given: dict[str, Any]) -> str:
        wished = form.plan()
        made = actions.plan_houses(round_.pk, given["families"], wished, key=given["key"], by=actor, on=places.today())
        return _("%(houses)s rumah direncanakan.") % {"houses": number(len(made))} + _beside(wished)

    words = {
        "title": _("Rencanakan rumah"), "crumbs": [*crumbs(), (reverse("works:lists"), _("Daftar yang ditetapkan"))],
        "back": reverse("works:works"), "lines": [round_.line], "action": _("Rencanakan rumah yang dipilih"),
        "lead": f"{round_.line.name}. " + _("Biaya dan tahapnya sama untuk setiap rumah yang dipilih."), "page": page,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return asked(request, form, deed, words, "works/plan.html")


def _funds(lines: list[Any]) -> list[str]:
    """The funds to choose from, where at least one of these lines has more than one."""
    known = [programmes.budgets_of(one.pk) for one in lines]
    return sorted({fund for funds in known for fund in funds}) if any(len(funds) > 1 for funds in known) else []


def _beside(plan: actions.Plan) -> str:
    """What is said of the money of others, where there is any."""
    if not plan.others:
        return ""
    return " " + _("Sumber lain membawa %(sum)s; itu tidak dibayar lewat buku.") % {
        "sum": rupiah(sum(plan.others.values()))
    }


def _families(request: HttpRequest, keys: list[int]) -> list[tuple[int, str]]:
    found = registry.families_matching(registry.FamilyFilter()).filter(pk__in=keys)
    wards = dict(places.wards_in(places.home_or_refuse().pk).values_list("pk", "name"))
    rows = registry.rows_of(found, wards)
    saw_by_name("list", [row.id for row in rows], request=request, on=places.today())
    return [(row.id, f"{masks.shown(request, row.head) or '–'}, {row.local_number}, {row.ward}") for row in rows]
