from django.urls import path

from lontar.city.journal import pages

app_name = "journal"
urlpatterns = [path("", pages.lines, name="lines")]
