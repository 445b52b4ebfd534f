from django.urls import path

from lontar.city.access import pages

app_name = "access"
urlpatterns = [
    path("", pages.officers, name="officers"),
    path("angkat/", pages.appoint, name="appoint"),
    path("instansi/", pages.agencies, name="agencies"),
    path("saya/", pages.myself, name="myself"),
    path("saya/token/", pages.make_token, name="make_token"),
    path("saya/token/<int:token_id>/cabut/", pages.revoke_token, name="revoke_token"),
    path("<int:officer_id>/", pages.officer, name="officer"),
    path("<int:officer_id>/ubah/", pages.change, name="change"),
    path("<int:officer_id>/sandi/", pages.give_password, name="give_password"),
    path("<int:officer_id>/pengaman/", pages.reset_second_factor, name="reset_second_factor"),
    path("<int:officer_id>/token/<int:token_id>/cabut/", pages.revoke_officers_token, name="revoke_officers_token"),
    path("<int:officer_id>/berhentikan/", pages.dismiss, name="dismiss"),
    path("<int:officer_id>/mandat-kesehatan/", pages.health_mandate, name="health_mandate"),
    path("<int:officer_id>/aktifkan/", pages.reinstate, name="reinstate"),
]
