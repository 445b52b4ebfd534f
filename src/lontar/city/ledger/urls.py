from django.urls import path

from lontar.city.ledger import pages

app_name = "ledger"
urlpatterns = [
    path("", pages.trial_balance, name="trial_balance"),
    path("rekening/<str:code>/", pages.account, name="account"),
    path("catatan/", pages.entries, name="entries"),
    path("catatan/<int:key>/", pages.entry, name="entry"),
    path("catatan/<int:key>/bukti.json", pages.entry_proof, name="entry_proof"),
    path("jurnal/<str:form>", pages.journal, name="journal"),
    path("bulan/", pages.periods, name="periods"),
]
