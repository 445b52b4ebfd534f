from django.urls import path

from lontar.city.works import pages

app_name = "works"
urlpatterns = [
    path("pekerjaan/", pages.works, name="works"),
    path("pekerjaan/rencana/", pages.plan, name="plan"),
    path("pekerjaan/rumah/", pages.lists, name="lists"),
    path("pekerjaan/rumah/<int:key>/", pages.houses, name="houses"),
    path("pekerjaan/termin/", pages.tranches, name="tranches"),
    path("pekerjaan/termin/<int:key>/", pages.tranche, name="tranche"),
    path("pekerjaan/laporan/<int:key>/", pages.settle, name="settle"),
    path("pekerjaan/foto/<int:key>/", pages.photo, name="photo"),
    path("pekerjaan/<int:key>/", pages.work, name="work"),
    path("pekerjaan/<int:key>/lapor/", pages.report, name="report"),
    path("pekerjaan/<int:key>/termin/<int:position>/", pages.ask, name="ask"),
    path("pekerjaan/<int:key>/serah-terima/", pages.hand_over, name="hand_over"),
    path("pekerjaan/<int:key>/hentikan/", pages.stop, name="stop"),
    path("pekerjaan/<int:key>/kerusakan/", pages.defect, name="defect"),
    path("pekerjaan/<int:key>/kerusakan/<int:defect>/", pages.mend, name="mend"),
    path("pembangunan/", pages.public_works, name="public_works"),
    path("pembangunan/foto/<int:key>/", pages.public_photo, name="public_photo"),
    path("pembangunan/<str:code>/", pages.public_ward, name="public_ward"),
]
