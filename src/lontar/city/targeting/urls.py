from django.urls import path

from lontar.city.targeting import pages

app_name = "targeting"
urlpatterns = [
    path("", pages.rounds, name="rounds"),
    path("buka/", pages.open_round, name="open"),
    path("belum-diputuskan/", pages.undecided, name="undecided"),
    path("<int:key>/", pages.round_page, name="round"),
    path("<int:key>/hitung/", pages.score, name="score"),
    path("<int:key>/setujui/", pages.approve, name="approve"),
    path("<int:key>/tolak/", pages.reject, name="reject"),
    path("<int:key>/periksa/", pages.check_at_home, name="check_at_home"),
    path("<int:key>/keluarga/", pages.decisions, name="decisions"),
    path("<int:key>/keluarga/<int:family_id>/", pages.explanation, name="explanation"),
]
