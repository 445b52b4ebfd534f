"""Programs' door to the homes of a sample: where a field worker is to ask, which questions, and what was answered."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema

from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.city.targeting import actions, queries
from lontar.city.targeting.api.rounds import router
from lontar.city.targeting.forms import HomeAnswerIn
from lontar.city.targeting.models import SampledHome
from lontar.kit.api_door import api_door
from lontar.kit.paging import Key, Listing, Wanted, listing


class SampledHomeOut(Schema):
    """A door of a sample: its family by local number and address, never by name, and never whether it was chosen."""

    id: int
    survey: int
    family: int
    place: str
    rw: str
    rt: str
    due: date
    state: str


class QuestionOut(Schema):
    """One question of the form, with the time that it asks about: week, month or year."""

    key: str
    name: dict[str, str]
    period: str


class HomeFormOut(SampledHomeOut):
    """A door with the questions as its sample asks them, and whether their source was read."""

    questions: list[QuestionOut]
    form: str
    form_source: str
    form_confidence: str


@router.get("/sampled-homes", response=Listing[SampledHomeOut], summary="Rumah contoh saya")
@api_door(*queries.WHO_ASK)
def sampled_homes(request: HttpRequest, paging: Wanted) -> Any:
    """Rumah contoh yang masih terbuka bagi petugas lapangan ini, dan yang sudah ia tanyai."""
    actor: Any = request.user
    page = listing(queries.homes_to_ask(actor), paging, lambda one: one)
    page["items"] = _with_streets(page["items"])
    saw("api", [one.family for one in page["items"]], by=actor, on=places.today(), purpose=request.path)
    return page


@router.get("/sampled-homes/{key}", response=HomeFormOut, summary="Satu rumah contoh dengan formulirnya")
@api_door(*queries.WHO_ASK)
def sampled_home(request: HttpRequest, key: Key) -> Any:
    """Satu rumah contoh dan pertanyaan yang diajukan di sana."""
    one = _home_or_404(request, key)
    saw("api", [one.family_id], by=_actor(request), on=places.today(), purpose=request.path)
    (shown,) = _with_streets([one])
    survey = one.survey
    asked = [QuestionOut(key=each["key"], name=each["name"], period=each["period"]) for each in survey.items]
    return HomeFormOut(
        **shown.dict(), questions=asked, form=survey.form_version, form_source=survey.form_source,
        form_confidence=survey.form_confidence,
    )  # fmt: skip


@router.post("/sampled-homes/{key}/answer", response=SampledHomeOut, summary="Catat jawaban rumah contoh")
@api_door(*queries.WHO_ASK)
def answer_sampled_home(request: HttpRequest, key: Key, told: HomeAnswerIn) -> Any:
    """Catat apa yang dijawab satu rumah. Dikirim lagi, jawabannya diganti, sampai contohnya ditutup."""
    _home_or_404(request, key)
    done = actions.answer_home(key, told.asked(), by=_actor(request), on=places.today())
    return _with_streets([done])[0]


def _actor(request: HttpRequest) -> Any:
    return request.user


def _home_or_404(request: HttpRequest, key: int) -> SampledHome:
    found = queries.homes_to_ask(_actor(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _with_streets(found: list[SampledHome]) -> list[SampledHomeOut]:
    families = registry.families_matching(registry.FamilyFilter()).filter(pk__in=[one.family_id for one in found])
    rows = {row.id: row for row in registry.rows_of(families, {})}
    shown = []
    for one in found:
        row = rows.get(one.family_id)
        rw, rt = (row.rw, row.rt) if row and not row.hidden else ("", "")
        shown.append(
            SampledHomeOut(
                id=one.pk, survey=one.survey_id, family=one.family_id, place=places.code_of(one.place_id), rw=rw, rt=rt,
                due=one.survey.due, state=one.state,
            )
        )  # fmt: skip
    return shown
