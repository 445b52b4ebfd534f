"""A family page asks the database no more often than it must, however much there is to tell."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lontar.city.registry.models import Dwelling, Family, Membership, Person, Residence
from lontar.kit import masks

MOST = 12


@pytest.mark.django_db
def test_a_family_page_asks_no_more_questions_than_it_did(sign_in, acting, ester, maria):
    with acting(ester):
        family = Family.objects.create(place_id=5371031010, decile=2, decile_on=date(2026, 10, 1))
        home = Dwelling.objects.create(place_id=5371031010, rt="003", rw="001", address="Jl. Contoh")
        Residence.objects.create(place_id=5371031010, family=family, dwelling=home, since=date(2020, 1, 1))
        for at, relation in enumerate(("head", "spouse", "child", "child")):
            person = Person.objects.create(
                place_id=5371031010,
                name=f"Anggota {at}",
                name_key=f"ANGGOTA {at}",
                disability="lumpuh" if at == 1 else "",
                disability_known=True,
            )
            Membership.objects.create(
                place_id=5371031010, person=person, family=family, relation=relation, since=date(2020, 1, 1)
            )
    client = sign_in(maria)
    client.get(f"/keluarga/{family.pk}/")
    with CaptureQueriesContext(connection) as every:
        page = client.get(f"/keluarga/{family.pk}/")
    assert page.status_code == 200
    # Who acts is set for the wall before and cleared after: that asks nothing.
    asked = [query for query in every if "set_config" not in query["sql"]]
    told = "\n".join(query["sql"][:160] for query in asked)
    assert len(asked) <= MOST, f"{len(asked)} questions:\n{told}"
    # With names uncovered the badges of who is vulnerable are asked too, and that somebody looked is written down.
    session = client.session
    session[masks.SESSION_KEY] = 9e12
    session.save()
    with CaptureQueriesContext(connection) as every:
        assert "disabilitas" in client.get(f"/keluarga/{family.pk}/").content.decode()
    read = [query["sql"] for query in every if query["sql"].startswith(("SELECT", "WITH"))]
    read = [sql for sql in read if "set_config" not in sql]
    assert len(read) <= MOST, f"{len(read)} questions:\n" + "\n".join(sql[:160] for sql in read)
