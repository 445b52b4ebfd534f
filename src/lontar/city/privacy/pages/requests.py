"""What people ask about their own data, and its answer."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.access import queries as access
from lontar.city.journal import queries as journal
from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.privacy import actions, queries
from lontar.city.privacy.actions import Rectified
from lontar.city.privacy.forms import KINDS, Answer, FindPerson, NewConsent, NewRequest, Rectify
from lontar.city.privacy.pages import paper
from lontar.city.registry import actions as life
from lontar.city.registry import queries as registry
from lontar.kit import masks
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.formats import day
from lontar.kit.gate import Actor, Role, door
from lontar.kit.paging import numbered_page
from lontar.science.trouble import Refusal

PAGE = 25
FOUND_MOST = 10


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def person_or_404(key: int) -> Any:
    found = registry.person_or_none(key)
    if found is None:
        raise Http404
    return found


@door(*queries.WHO_ANSWER, Role.INSPECTOR)
def requests(request: HttpRequest) -> HttpResponse:
    """The list, the shortest clock first."""
    page = numbered_page(request, queries.requests(), PAGE)
    rows = [_row(request, one) for one in page.object_list]
    saw_by_name("list", _families(page.object_list), request=request, on=places.today())
    find = FindPerson(request.GET)
    sought = find.cleaned_data["words"].strip() if find.is_valid() else ""
    context = {
        "page": page, "rows": rows, "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "finds": actor_of(request).role in queries.WHO_RECEIVE, "words": [(_("Siapa yang meminta?"), find["words"])],
        "sought": sought, "people": _people(request, sought) if sought else [],
    }  # fmt: skip
    return render(request, "privacy/requests.html", context)


def _people(request: HttpRequest, words: str) -> list[dict[str, Any]]:
    """The people who may be meant, whoever fits best first, as this officer may see them."""
    people = registry.people_sought(words, most=FOUND_MOST)
    saw_by_name("list", sorted({one.family_id for one in people}), request=request, on=places.today())
    return [
        {"id": one.person_id, "name": masks.shown(request, one.name), "family": one.family_number} for one in people
    ]


def _families(asked: Any) -> list[int]:
    return registry.families_here(one.person_id for one in asked)


def _row(request: HttpRequest, one: Any) -> dict[str, Any]:
    return queries.as_row(one) | {"kind": KINDS[one.kind], "name": masks.shown(request, one.person.name)}


@door(*queries.WHO_RECEIVE)
def person(request: HttpRequest, key: int) -> HttpResponse:
    """One person's rights: what they asked and allowed, and two forms to write down what they ask or allow now."""
    found = person_or_404(key)
    partners = [(one.code, one.name) for one in access.agencies() if one.kind == "partner"]
    given = request.POST if request.method == "POST" else None
    asks = NewRequest(given if given and "kind" in given else None)
    allows = NewConsent(given if given and "agency" in given else None, agencies=partners)
    if given is not None and (onward := _written(request, found.pk, asks, allows)):
        return redirect(onward) if onward.startswith("/") else redirect("privacy:person", found.pk)
    family = registry.present_family_of(found.pk)
    saw_by_name("page", [family] if family else [], request=request, on=places.today())
    context = {
        "person": found, "name": masks.shown(request, found.name), "family": family, "number": f"K-{family or 0:07d}", "asks": asks, "allows": allows,
        "rows": [_row(request, one) for one in queries.requests().filter(person_id=found.pk)],
        "consents": queries.consents_of(found.pk), "referrals": queries.referrals_of([family] if family else []),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    status = 422 if given is not None else 200
    return render(request, "privacy/person.html", context, status=status)


def _written(request: HttpRequest, person_id: int, asks: NewRequest, allows: NewConsent) -> str:
    """Do what was sent; where to go then, or nothing when it was refused beside its field."""
    by, on = actor_of(request), places.today()
    form: Any = allows if allows.is_bound else asks
    try:
        if asks.is_bound and asks.is_valid():
            made = actions.receive_request(person_id, **asks.given(), by=by, on=on)
            messages.success(request, _("Permintaan dicatat; jawabannya paling lambat 3×24 jam dari sekarang."))
            return f"/privasi/permintaan/{made.pk}/"
        if allows.is_bound and allows.is_valid():
            with transaction.atomic():  # a consent that leads nowhere is not kept
                consent = actions.record_consent(person_id, **allows.cleaned_data, by=by, on=on)
                actions.refer(consent.pk, reason=allows.cleaned_data["purpose"], by=by, on=on)
            messages.success(request, _("Persetujuan dicatat dan keluarganya dirujuk ke mitra itu."))
            return "here"
    except Refusal as refusal:
        beside_field(form, refusal)
    return ""


@require_POST
@door(*queries.WHO_REFER)
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """A consent is withdrawn: the partner sees nothing more, at once."""
    consent = queries.open_consent(key) if key < 2**63 else None
    if consent is None:
        raise Http404
    actions.end_consent(consent.pk, why=_("Ditarik oleh orangnya."), by=actor_of(request), on=places.today())
    messages.success(request, _("Persetujuan ditarik; mitra itu tidak melihat keluarga ini lagi."))
    return redirect("privacy:person", consent.person_id)


@door(*queries.WHO_ANSWER, Role.INSPECTOR)
def one(request: HttpRequest, key: int) -> HttpResponse:
    """One request: its clock, its document, its answer."""
    found = queries.request_or_none(key)
    if found is None:
        raise Http404
    answers = actor_of(request).role in queries.WHO_ANSWER
    form = _answer_form(request, found, sent=request.method == "POST" and answers)

    def answer(given: dict[str, Any]) -> str:
        actions.answer_request(
            found.pk, done=given["done"] == "yes", answer=given["answer"], rectified=_rectified(given),
            by=actor_of(request), on=places.today(),
        )  # fmt: skip
        return _("Jawaban dicatat.")

    if done(request, form, answer):
        return redirect("privacy:request", found.pk)
    down = masks.are_down(request)
    saw_by_name("page", _families([found]), request=request, on=places.today())
    context = {
        "row": _row(request, found), "one": found, "form": form, "answers": answers and found.state == "open",
        "masks_down": down, "may_unmask": masks.may_unmask(request), "is_access": found.kind == "access",
        "is_erasure": found.kind == "erasure" and found.state == "open" and actor_of(request).role in queries.WHO_ERASE,
        "rectifies": found.kind == "rectification", "event": registry.event_or_none(found.event_id or 0),
        "event_words": _event_words(registry.event_or_none(found.event_id or 0)),
        "family": registry.present_family_of(found.person_id),
        "words": found.words if down else "", "answer": found.answer if down else "",
    }  # fmt: skip
    return render(request, "privacy/request.html", context, status=status_of(form))


def _answer_form(request: HttpRequest, found: Any, *, sent: bool) -> Any:
    given = request.POST if sent else None
    if found.kind != "rectification":
        return Answer(given)
    events = [(str(one.pk), _event_words(one)) for one in registry.events_since(found.person_id, found.received_at)]
    born = found.wanted.get("birth_date")
    initial = {"name": found.wanted.get("name", ""), "birth_date": date.fromisoformat(born) if born else None}
    return Rectify(given, events=events, initial=initial if masks.are_down(request) else {})


def _event_words(event: Any) -> str:
    return f"{journal.told(event.kind)}, {day(event.happened)}" if event else ""


def _rectified(given: dict[str, Any]) -> Rectified | None:
    """What was filled in of a rectification; None where nothing was."""
    if given.get("event"):
        return Rectified(event_id=int(given["event"]))
    if not any(given.get(name) for name in ("name", "birth_date", "nik")):
        return None
    return Rectified(
        paper=life.Paper(given["paper"], number=given["paper_number"]), name=given["name"],
        birth_date=given["birth_date"], nik=given["nik"],
    )  # fmt: skip


@door(*queries.WHO_ANSWER)
def document(request: HttpRequest, key: int, form: str) -> HttpResponse:
    """All that is held about the person who asked, as PDF or JSON; that it left is written down."""
    if queries.request_or_none(key) is None or form not in ("pdf", "json"):
        raise Http404
    given = actions.give_document(key, by=actor_of(request), on=places.today())
    told = queries.document(given.person, actor_of(request))
    name = f"data-{given.person.local_number}.{form}"
    if form == "json":
        answer: HttpResponse = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        words = {
            "nothing": _("Tidak ada yang disimpan."),
            "sources_title": _("Dari mana dan atas dasar apa"),
            "made_up_words": _("Data contoh: semua orang di sini dibuat-buat."),
        }
        language = "en" if (get_language() or "id").startswith("en") else "id"
        made = paper.pdf(told, language=language, words=words)
        answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
