"""The API: the rooms' operations behind one set of doors, and a page that lists them."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from lontar import __version__
from lontar.city.access.api import router as access
from lontar.city.community.api import router as community
from lontar.city.counter.api import router as counter
from lontar.city.delivery.api import router as delivery
from lontar.city.fieldwork.api import router as fieldwork
from lontar.city.journal.api import router as journal
from lontar.city.ledger.api import router as ledger
from lontar.city.loans.api import router as loans
from lontar.city.places.api import router as places
from lontar.city.portal.api import router as portal
from lontar.city.privacy.api import router as privacy
from lontar.city.programmes.api import router as programmes
from lontar.city.registry.api import router as registry
from lontar.city.stores.api import router as stores
from lontar.city.targeting.api import router as targeting
from lontar.city.works.api import router as works
from lontar.kit import problems
from lontar.kit.api_door import Nobody
from lontar.kit.gate import EVERY_OFFICER, LABELS, PUBLIC, Role, door
from lontar.science.trouble import Refusal

# What each room's operations are about, as the page of the API calls them.
SUBJECTS = {
    "access": pgettext_lazy("banyak", "Petugas"),
    "places": pgettext_lazy("banyak", "Wilayah"),
    "journal": gettext_lazy("Jurnal"),
    "registry": pgettext_lazy("banyak", "Keluarga"),
    "portal": gettext_lazy("Halaman kota"),
    "programmes": pgettext_lazy("banyak", "Program"),
    "targeting": pgettext_lazy("banyak", "Penetapan"),
    "counter": gettext_lazy("Loket"),
    "ledger": gettext_lazy("Buku besar"),
    "delivery": gettext_lazy("Penyaluran"),
    "stores": gettext_lazy("Gudang"),
    "loans": gettext_lazy("Dana bergulir"),
    "works": pgettext_lazy("bangunan", "Pekerjaan"),
    "fieldwork": gettext_lazy("Pemeriksaan di rumah"),
    "community": gettext_lazy("Musyawarah dan usulan"),
    "privacy": gettext_lazy("Data pribadi"),
}
METHODS = ("get", "post", "put", "patch", "delete")


class Api(NinjaAPI):
    """Ninja with our problem documents in its schema, and a page of our own in place of its root."""

    _told: Any = None

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """Worked out once: it takes a third of a second, and anybody may ask for it."""
        if self._told is None:
            self._told = super().get_openapi_schema(**kwargs)
            schemas = self._told["components"]["schemas"]
            for schema in schemas.values():
                schema.pop("description", None)  # the docstring of a class is for whoever reads the code
            schemas["Problem"] = problems.SCHEMA
        return self._told

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        patterns, app, namespace = super().urls
        # The last pattern is Ninja's root, which only ever answers 404.
        return (
            [*patterns[:-1], path("", operations, name="api-root"), path("<path:rest>", nowhere, name="nowhere")],
            app,
            namespace,
        )


api = Api(
    title="Lontar",
    version=__version__,
    description="Dari daftar keluarga sampai bantuan yang dapat diperiksa siapa saja.",
    docs_url=None,
    urls_namespace="api",
    # An operation that names no roles is closed to all.
    auth=[Nobody()],
    docs_decorator=door(PUBLIC),
)
ROOMS = (
    access, places, journal, registry, fieldwork, portal, programmes, targeting, ledger, stores, delivery, loans, counter,
    community, privacy, works,
)  # fmt: skip
for room in ROOMS:
    api.add_router("", room)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problems.problem_of(refusal)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, trouble: ValidationError) -> HttpResponse:
    """Every field that is wrong, at once."""
    errors = [{"field": _field(error["loc"]), "message": str(error["msg"])} for error in trouble.errors]
    return problems.problem(422, "; ".join(f"{one['field']}: {one['message']}" for one in errors[:5]), errors=errors)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, trouble: HttpError) -> HttpResponse:
    if trouble.status_code == 401:
        advice = _("Kirim token petugas di kepala Authorization: Bearer TOKEN. Token dibuat di halaman akun.")
        answer = problems.problem(401, _("Permintaan ini tanpa token, atau tokennya tidak berlaku."), advice=advice)
        answer["WWW-Authenticate"] = 'Bearer realm="lontar"'
        return answer
    answer = problems.problem(trouble.status_code, str(trouble))
    if isinstance(trouble, Throttled) and trouble.wait:
        answer["Retry-After"] = str(trouble.wait)
    return answer


def _field(where: tuple[Any, ...]) -> str:
    """`("query", "paging", "limit")` is `limit` to whoever calls."""
    return ".".join(map(str, where[2:] or where[1:] or where))


@door(PUBLIC)
def operations(request: HttpRequest) -> HttpResponse:
    """What the API can do, read from its own schema: no script, no other host."""
    groups = [(SUBJECTS[tag], found) for tag, found in _groups().items()]
    return render(request, "api.html", {"groups": groups})


@cache
def _groups() -> dict[str, list[dict[str, Any]]]:
    """Operations by room. The schema does not change while the server runs."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, methods in api.get_openapi_schema()["paths"].items():
        for method in METHODS:
            if method in methods:
                found = methods[method]
                groups.setdefault(found["tags"][0], []).append(
                    {**_told(found), "method": method.upper(), "address": address}
                )
    return groups


def _told(operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {"name": one["name"], "required": one["required"], "words": one.get("description", "")}
        for one in operation["parameters"]
    ]
    words = operation["description"]  # a docstring, which `./lontar messages` collects with the strings of the screens
    return {
        "words": gettext_lazy(words),
        "parameters": parameters,
        "roles": _told_roles(frozenset(operation.get("x-roles", []))),
        "has_body": "requestBody" in operation,
    }


def _told_roles(roles: frozenset[str]) -> Any:
    if PUBLIC in roles:
        return gettext_lazy("siapa saja, tanpa token")
    if roles == frozenset(EVERY_OFFICER):
        return gettext_lazy("semua petugas")
    return format_lazy(", ".join(["{}"] * len(roles)), *(LABELS[role] for role in Role if role in roles))


@door(PUBLIC)
def nowhere(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Whatever else is asked for under /api/."""
    return problems.problem(404, advice=request.build_absolute_uri("/api/openapi.json"))
