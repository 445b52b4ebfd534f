"""Families: the list, its export, and one family's page."""

import csv
import io
from datetime import date
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from lontar.city.access import queries as access
from lontar.city.journal.actions import note_export, saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import actions, events, queries
from lontar.city.registry.forms import DayOfPage, FamilySearch
from lontar.city.registry.forms.life import PAPER_WORDS
from lontar.city.registry.models import Family
from lontar.city.registry.pages.life import menu
from lontar.city.registry.pages.moved_away import moved_away
from lontar.city.registry.pages.people_asked import as_asked
from lontar.city.registry.queries import WHO_SEE_FAMILY, WHO_SEE_LIST, story
from lontar.city.registry.queries.conditions import source_told
from lontar.city.registry.queries.contradictions import WHO_SEE as WHO_SEE_CONTRADICTIONS
from lontar.city.registry.queries.over_time import EVENT_WORDS
from lontar.city.registry.queries.spoken import spoken
from lontar.kit import masks
from lontar.kit.answers import status_of
from lontar.kit.gate import WHO_MAY_SEE_NUMBERS, Actor, Role, door
from lontar.kit.paging import numbered_page
from lontar.science.identity import masked

EXPORT_MOST = 200_000
PAGE = 25

GROUP_WORDS = {
    "disability": noop("disabilitas"), "elderly_alone": noop("lansia sendiri"), "widowed_head": noop("kepala cerai mati"),
    "out_of_school": noop("anak tidak sekolah"), "without_papers": noop("belum berdokumen"),
}  # fmt: skip
NIK_STATES = {
    "disagrees": noop("NIK tidak cocok dengan tanggal lahir, jenis kelamin atau wilayah: periksa"),
    "malformed": noop("NIK yang tertulis bukan NIK dan tidak disimpan"),
    "missing": noop("Belum ada NIK"),
}


@door(*WHO_SEE_LIST)
def families(request: HttpRequest) -> HttpResponse:
    """The families of the officer's places: searched, filtered, sorted, in pages."""
    form, wanted, wards = wanted_families(request)
    page = numbered_page(request, queries.families_matching(wanted), PAGE, count=queries.count_known(wanted))
    rows = queries.rows_of(page.object_list, wards, wanted.day)
    named = _role(request) is not Role.ANALYST
    if named:
        saw_by_name("list", [row.id for row in rows], request=request, on=places.today())
    # Who is vulnerable is seen with the name or not at all.
    groups = (
        queries.groups_of([row.id for row in rows], places.today())
        if masks.are_down(request) and not wanted.day
        else {}
    )
    for_eyes = [
        (row, masks.shown(request, row.head) if named else "", [_(GROUP_WORDS[one]) for one in groups.get(row.id, [])])
        for row in rows
    ]
    context = {
        "form": form, "page": page, "rows": for_eyes, "named": named, "masks_down": masks.are_down(request),
        "may_unmask": masks.may_unmask(request), "opens": _role(request) in WHO_SEE_FAMILY,
        "words": _sentence(form),
        "day": wanted.day, "wrong": form["pada"].errors,
        "may_record": _role(request) in actions.MAY_RECORD_LIFE,
        "sees_contradictions": _role(request) in WHO_SEE_CONTRADICTIONS,
        "takes_numbers": _role(request) in queries.WHO_TAKE_NUMBERS and wanted.day is None,
        "filtered": bool(wanted.words or wanted.place_id or wanted.decile or wanted.group or wanted.day),
    }  # fmt: skip
    return render(request, "registry/families.html", context, status=422 if form["pada"].errors else 200)


def _sentence(form: FamilySearch) -> list[tuple[str, Any]]:
    """The fields of the search as a sentence, as far as this officer has them."""
    said = {"words": _("Cari"), "place": _("di"), "decile": _("dengan"), "group": _("dari"), "pada": _("keadaan pada")}
    return [(words, form[name]) for name, words in said.items() if name in form.fields]


def _role(request: HttpRequest) -> Role:
    return Role(cast(Actor, request.user).role)


def wanted_families(request: HttpRequest) -> tuple[FamilySearch, queries.FamilyFilter, dict[int, str]]:
    """The families that the list's address asks for, and the wards in which the officer may look."""
    home = places.home_or_refuse()
    inside = access.within(access.spans(cast(Actor, request.user).id), "pk")
    wards = dict(places.wards_in(home.pk).filter(inside).values_list("pk", "name"))
    form = FamilySearch(request.GET, places=list(wards.items()), today=places.today(), serves=masks.may_unmask(request))
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    wanted = queries.FamilyFilter(
        words=values.get("words", ""),
        place_id=values.get("place"),
        decile=values.get("decile", ""),
        order=request.GET.get("sort", "ward"),
        group=values.get("group", ""),
        on=places.today(),
        day=values.get("pada"),
        present=True,
    )
    return form, wanted, wards


@door(*WHO_SEE_LIST)
def export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV: local numbers and columns, no name, no NIK, no address below the RT."""
    _form, wanted, wards = wanted_families(request)
    rows = queries.rows_of(queries.families_matching(wanted)[:EXPORT_MOST], wards, wanted.day)
    note_export("families", [row.id for row in rows], by=cast(Actor, request.user), on=places.today())
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(
        ["nomor_lokal", "kode_kelurahan", "kelurahan", "rw", "rt", "anggota", "desil", "tanggal_desil", "ada_kartu"]
    )
    for row in rows:
        writer.writerow(
            [row.local_number, places.code_of(row.place_id), row.ward, row.rw, row.rt, row.size,
             row.decile or "", row.decile_on or "", "ya" if row.has_card else "tidak"]
        )  # fmt: skip
    # The mark at the start lets a spreadsheet read UTF-8.
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    then = f"-{wanted.day:%Y-%m-%d}" if wanted.day else ""
    response["Content-Disposition"] = f'attachment; filename="keluarga{then}.csv"'
    return response


@door(*WHO_SEE_FAMILY)
def family(request: HttpRequest, key: int) -> HttpResponse:
    """One family in one place: members, home, decile, what happened."""
    found = queries.family_or_none(key) if key < 2**63 else None
    if found is None:
        if (answer := moved_away(request, key)) is None:
            raise Http404
        return answer
    down = masks.are_down(request)
    if down:
        actions.see_family(found, by=cast(Actor, request.user), on=places.today(), purpose=masks.purpose_of(request))
    deciles = story.deciles_of(found)
    today = places.today()
    day_form = DayOfPage(request.GET if "pada" in request.GET else None, today=today)
    on: date | None = day_form.cleaned_data["pada"] if day_form.is_valid() else None
    whole = queries.whole_of(found, on)
    ward = found.place if on is None or whole.home is None else places.by_ids([whole.home.place_id])[0]
    may_record = _role(request) in actions.MAY_RECORD_LIFE
    told = queries.story_of(found)
    # Every event leaves its line in the story, so a story without one need not be asked for papers.
    recorded = queries.events_of(found.pk) if any(one.kind in EVENT_WORDS for one in told) else []
    members: list[dict[str, Any]] = [
        _for_eyes(request, member, down, on or today) | {"merged": whole.merged.get(member.id, [])}
        for member in whole.members
    ]
    context = {
        "family": found,
        "ward": ward,
        "district": ward.parent,
        "on": on,
        "today": today,
        "day_form": day_form,
        "known_since": queries.known_since(found.pk) if on and not whole.members else None,
        "members": members,
        "former": [_former(request, one) for one in whole.former] if on is None else [],
        "card": masked(whole.card) if whole.card else "",
        "may_see_numbers": _role(request) in WHO_MAY_SEE_NUMBERS,
        "shielding": _shielding(request, found.pk, seen=whole.home is not None, shielded=whole.shielded),
        "stays": whole.stays,
        "dwelling": whole.home,
        "located": source_told(whole.home.located_by, "") if whole.home and whole.home.located_by else "",
        "may_locate": on is None and whole.home is not None and _role(request) in actions.MAY_LOCATE,
        "household": whole.household,
        "kitchen": whole.kitchen,
        "deciles": [one for one in deciles if on is None or one.version_on <= on],
        "story": [one for one in told if on is None or one.on <= on],
        "events": [(one, _event_words(request, one, whole)) for one in recorded if on is None or one.happened <= on],
        "may_record": may_record,
        "may_decide": _role(request) in actions.MAY_DECIDE,
        "masks_down": down,
        "may_unmask": masks.may_unmask(request),
    }
    if on is None:
        now = _of_today(found, deciles, down=down, may_record=may_record)
        asked, language = now["opinions"].known.persons, get_language() or "id"
        for member in members:
            member |= as_asked(asked.get(member["id"], {}), member["age"], language, down=down)
        context |= now
    return render(request, "registry/family.html", context, status=status_of(day_form))


def _of_today(found: Family, deciles: list[Any], *, down: bool, may_record: bool) -> dict[str, Any]:
    """Opinions, groups, what may be recorded and the rooms above speak of today; beside another day they would mislead."""
    language, today = get_language() or "id", places.today()
    opinions = queries.opinions_of(found, language, deciles)
    return {
        "opinions": opinions,
        "conditions": queries.lines_of(opinions.known.family, language),
        "groups": [_(GROUP_WORDS[one]) for one in queries.groups_of([found.pk], today)[found.pk]] if down else [],
        "menu": menu(ended=found.ended_on is not None) if may_record else [],
        "panels": [panel for _room, panel in events.family_shown.send(sender=Family, family_id=found.pk)],
    }


def _former(request: HttpRequest, one: queries.Former) -> dict[str, Any]:
    """Somebody who belonged to the family; in another ward now, they are known here by their number only."""
    return {
        "name": masks.shown(request, one.person.name) if one.person else "",
        "number": f"P-{one.person_id:07d}",
        "relation": spoken("relation", one.relation),
        "since": one.since,
        "until": one.until,
        "died": bool(one.person and one.person.died_on),
    }


def _event_words(request: HttpRequest, one: queries.Told, whole: queries.Whole) -> dict[str, str]:
    """Event and paper, and whom it is about: by name where they are of this family, else by their number."""
    names = {each.id: each.name for each in whole.members} | {
        each.person_id: each.person.name for each in whole.former if each.person
    }
    who = names.get(one.person_id or 0, "")
    number = f"P-{one.person_id:07d}" if one.person_id else ""
    return {
        "what": str(EVENT_WORDS[one.kind]), "paper": str(PAPER_WORDS[one.paper]),
        "who": masks.shown(request, who) if who else number,
    }  # fmt: skip


def _shielding(request: HttpRequest, family_id: int, *, seen: bool, shielded: bool) -> dict[str, Any]:
    """Whether the address is kept from this officer and whom to ask; the named officers see that it is shielded."""
    hidden = not seen and bool(queries.hidden_families([family_id]))  # an address that is seen is not hidden
    shields = queries.shields_of(family_id) if shielded and not hidden else []
    may_keep = _role(request) in queries.WHO_MAY_KEEP
    return {
        "hidden": hidden,
        "contacts": ", ".join(queries.contacts_of(family_id)) if hidden else "",
        "shields": shields if may_keep else [],
        "may_raise": _role(request) in queries.WHO_SHIELD and not hidden and not shields,
    }


def _for_eyes(request: HttpRequest, member: queries.Member, down: bool, on: date) -> dict[str, Any]:
    """A member as this officer may see them: a birth date says more than an age, so it stays covered too."""
    born = member.birth_date
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None
    return {
        "name": masks.shown(request, member.name),
        "relation": spoken("relation", member.relation),
        "sex": spoken("sex", member.sex),
        "age": age,
        "birth_date": born if down else None,
        "id": member.id,
        "number": f"P-{member.id:07d}",
        "nik": masked(member.nik) if member.nik else "",
        "nik_note": _(NIK_STATES[member.nik_state]) if member.nik_state in NIK_STATES else "",
        "nik_state": member.nik_state,
        "disability": spoken("disability", member.disability)
        if down and member.disability
        else member.disability and "•••",
        "died_on": member.died_on,
    }
