from django.urls import path

from lontar.city.privacy import pages

app_name = "privacy"
urlpatterns = [
    path("", pages.requests, name="requests"),
    path("permintaan/<int:key>/", pages.one, name="request"),
    path("permintaan/<int:key>/data.<slug:form>", pages.document, name="document"),
    path("orang/<int:key>/", pages.person, name="person"),
    path("persetujuan/<int:key>/tarik/", pages.withdraw, name="withdraw"),
    path("sumber/", pages.sources, name="sources"),
    path("sumber/dasar/<slug:code>/", pages.source, name="source"),
    path("sumber/<slug:code>/", pages.rule, name="rule"),
    path("jatuh-tempo/", pages.due, name="due"),
    path("hapus/<int:key>/", pages.erase, name="erase"),
    path("kebocoran/", pages.breach, name="breach"),
    path("rujukan/", pages.partner, name="partner"),
    path("analisis/", pages.analysis, name="analysis"),
]
