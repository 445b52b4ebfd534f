"""Where every page hangs. Each room has its own `urls`; they are named here, one line each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from lontar.house import desk
from lontar.house.api import api
from lontar.kit.gate import PUBLIC, door


@door(PUBLIC)
def alive(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: it answers."""
    return HttpResponse("hidup", content_type="text/plain")


@door(PUBLIC)
def mark(request: HttpRequest) -> HttpResponse:
    """For browsers and feed readers that ask for a site's mark where it has always been."""
    return redirect(static("lontar/mark.svg"), permanent=True)


urlpatterns: list[URLPattern | URLResolver] = [
    path("meja/", desk.page, name="desk"),
    path("privasi/", include("lontar.city.privacy.urls")),
    path("keluarga/", include("lontar.city.registry.urls")),
    path("pemeriksaan/", include("lontar.city.fieldwork.urls")),
    path("program/", include("lontar.city.programmes.urls")),
    path("penetapan/", include("lontar.city.targeting.urls")),
    path("loket/", include("lontar.city.counter.urls")),
    path("meja/wilayah/", include("lontar.city.places.urls")),
    path("petugas/", include("lontar.city.access.urls")),
    path("jurnal/", include("lontar.city.journal.urls")),
    path("akun/", include("lontar.house.account_urls")),
    # It chooses a language and nothing else, and it stands on every public page, which sets nobody a cookie.
    path("bahasa/", csrf_exempt(set_language), name="set_language"),
    path("api/", api.urls),
    path("hidup/", alive, name="alive"),
    path("favicon.ico", mark, name="favicon"),
    path("gudang/", include("lontar.city.stores.urls")),
    path("buku-besar/", include("lontar.city.ledger.urls")),
    path("", include("lontar.city.community.urls")),
    path("", include("lontar.city.delivery.urls")),
    path("", include("lontar.city.loans.urls")),
    path("", include("lontar.city.works.urls")),
    path("", include("lontar.city.portal.urls")),
]
