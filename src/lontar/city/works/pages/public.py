"""What everybody may see: what is built for areas, how far it is, for how much; nothing of a family's house."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lontar.city.places import queries as places
from lontar.city.works import queries
from lontar.city.works.forms import KIND_WORDS, STATE_WORDS, WAY_WORDS, source_words
from lontar.kit.gate import PUBLIC, door
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 30


@door(PUBLIC)
def public_works(request: HttpRequest) -> HttpResponse:
    """Every ward's works."""
    home = places.home()
    if home is None:
        raise Http404
    wards: dict[int, dict[str, object]] = {}
    for one in queries.area_works(home.pk).order_by("place__name", "-pk"):
        row = wards.setdefault(one.place_id, {"ward": one.place, "all": 0, "done": 0, "late": 0, "cost": 0, "paid": 0})
        parts = {
            "all": 1, "done": one.state == "handed_over", "late": one.state == "running" and one.until < places.today(),
            "cost": one.whole, "paid": one.paid,
        }  # fmt: skip
        for name, amount in parts.items():
            row[name] = int(str(row[name])) + int(amount)
    context = {"rows": list(wards.values()), "home": home, "today": places.today()}
    return render(request, "works/public_works.html", context)


@door(PUBLIC)
def public_ward(request: HttpRequest, code: str) -> HttpResponse:
    """One ward's works: kind, progress, cost, and photos where whoever confirmed opened them."""
    ward, today = places.by_code(code), places.today()
    if ward is None or places.home() is None or ward.level != "ward":
        raise Http404
    page = numbered_page(request, queries.area_works(ward.pk), PAGE)
    shown = list(page.object_list)
    photos, shares = queries.open_photos(shown), queries.shares_of(shown)
    context = {
        "ward": ward, "page": page, "today": today,
        "rows": [
            {
                "one": one, "kind": KIND_WORDS[queries.Kind(one.kind)], "way": WAY_WORDS[queries.Way(one.way)],
                "state": STATE_WORDS[queries.State(one.state)], "late": one.state == "running" and one.until < today,
                "sources": _sources(one, shares.get(one.pk, {})),
                "first": photos[one.pk][0] if one.pk in photos else None,
                "last": photos[one.pk][-1] if len(photos.get(one.pk, [])) > 1 else None,
            }
            for one in shown
        ],
    }  # fmt: skip
    return render(request, "works/public_ward.html", context)


def _sources(one: Any, shares: dict[str, int]) -> list[tuple[Any, int]]:
    """Whose money it is, where more than the line pays or the line's source is known."""
    line = [(source_words(one.fund), one.cost)] if one.fund or shares else []
    return [*line, *((source_words(source), amount) for source, amount in shares.items())]


@door(PUBLIC)
def public_photo(request: HttpRequest, key: int) -> HttpResponse:
    """A picture that somebody opened for everybody."""
    found = queries.open_photo_or_none(key) if key <= KEY_MAX else None
    image = queries.opened(found) if found else None
    if image is None:
        raise Http404
    answer = HttpResponse(image, content_type="image/jpeg")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
