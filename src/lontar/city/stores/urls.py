from django.urls import path

from lontar.city.stores import pages

app_name = "stores"
urlpatterns = [
    path("", pages.stores, name="stores"),
    path("buka/", pages.open_store, name="open_store"),
    path("barang/", pages.add_item, name="add_item"),
    path("paket/", pages.set_parcel, name="set_parcel"),
    path("selisih/", pages.differences, name="differences"),
    path("selisih/<int:key>/", pages.difference, name="difference"),
    path("darurat/", pages.emergencies, name="emergencies"),
    path("darurat/catat/", pages.declare, name="declare"),
    path("darurat/dicocokkan/", pages.unmatched, name="unmatched"),
    path("darurat/<int:key>/", pages.emergency, name="emergency"),
    path("darurat/<int:key>/serahkan/", pages.hand_out, name="hand_out"),
    path("darurat/penerima/<int:key>/", pages.match, name="match"),
    path("<int:key>/", pages.store, name="store"),
    path("<int:key>/terima/", pages.receive, name="receive"),
    path("<int:key>/pindah/", pages.transfer, name="transfer"),
    path("<int:key>/hilang/", pages.lose, name="lose"),
    path("<int:key>/hitung/", pages.count, name="count"),
]
