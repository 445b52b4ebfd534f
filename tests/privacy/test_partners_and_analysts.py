"""A partner sees consenting people who were referred to it, and nobody else; an analyst sees nobody at all."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cast import LASIANA, OESAPA, TODAY
from journeys.world import KK, NAME, NIK
from lontar.city.access import actions as access
from lontar.city.access.models import Agency
from lontar.city.access.queries import agency_by_code, officer_at_terminal
from lontar.city.privacy import actions
from lontar.city.privacy.models import Consent
from lontar.city.registry.models import Dwelling, Family, Identifier, Membership, Person
from lontar.kit.gate import Role
from lontar.science.trouble import Refusal


def allow(person: Any, by: Any, agency: str = "mitra-contoh") -> Any:
    return actions.record_consent(
        person.pk, agency=agency, purpose="Pelatihan menjahit", proof="Surat 12", given_on=TODAY, by=by, on=TODAY
    )


def meets(who: Any, acting: Any) -> tuple[list[int], list[str], int]:
    with acting(who):
        families = list(Family.objects.values_list("pk", flat=True))
        return families, list(Person.objects.values_list("name", flat=True)), Identifier.objects.count()


@pytest.mark.django_db
def test_a_partner_meets_a_family_from_referral_to_withdrawal_and_never_a_number(world, xaver, acting, maria, rita):
    family = world.inside[0]
    assert world.outside
    assert meets(rita, acting) == ([], [], 0)
    with acting(maria):
        consent = allow(xaver, maria)
    assert meets(rita, acting) == ([], [], 0)
    with acting(maria):
        actions.refer(consent.pk, reason="Pelatihan menjahit", by=maria, on=TODAY)
    assert meets(rita, acting) == ([family.pk], [NAME], 0)
    with acting(maria):
        actions.end_consent(consent.pk, why="Ditarik", by=maria, on=TODAY)
    assert meets(rita, acting) == ([], [], 0)


@pytest.mark.django_db
def test_nobody_is_referred_to_a_partner_of_whom_nobody_serves_the_ward(world, xaver, acting, agus, maria, sign_in):
    with acting(agus):
        access.ensure_agency("mitra-jauh", name="Mitra Jauh", kind=Agency.Kind.PARTNER, by=agus, on=TODAY)
    sent = {"agency": "mitra-jauh", "purpose": "Pelatihan", "proof": "Surat 12", "given_on": f"{TODAY:%d/%m/%Y}"}
    page = sign_in(maria).post(f"/privasi/orang/{xaver.pk}/", sent)
    assert page.status_code == 422
    assert "Belum ada petugas mitra itu yang bertugas di kelurahan ini" in page.content.decode()
    with acting(maria):
        assert not Consent.objects.exists(), "a consent that leads nowhere is not kept"


@pytest.mark.django_db
def test_another_partner_and_a_partner_of_another_ward_see_nothing(world, xaver, acting, agus, maria):
    with acting(agus):
        other = access.ensure_agency("mitra-lain", name="Mitra Lain", kind=Agency.Kind.PARTNER, by=agus, on=TODAY)
        strangers = [
            access.appoint(name, name=name, role=Role.PARTNER, places=[place], agency=agency, password=None, by=agus, on=TODAY)
            for name, place, agency in (("lain", OESAPA, other), ("jauh", LASIANA, agency_by_code("mitra-contoh")))
        ]  # fmt: skip
    with acting(maria):
        actions.refer(allow(xaver, maria).pk, reason="Pelatihan", by=maria, on=TODAY)
    for who in strangers:
        assert meets(who, acting) == ([], [], 0)


@pytest.mark.django_db
def test_a_shielded_address_is_hidden_from_the_partner_too(world, xaver, acting, maria, rita):
    from lontar.city.registry import actions as registry
    from lontar.city.registry.models import Residence

    with acting(maria):
        home = Dwelling.objects.create(place_id=OESAPA, rt="077", rw="088", address="Lorong Rahasia 77")
        Residence.objects.create(place_id=OESAPA, family=world.inside[0], dwelling=home, since=TODAY)
        actions.refer(allow(xaver, maria).pk, reason="Pelatihan", by=maria, on=TODAY)
    with acting(rita):
        assert Dwelling.objects.count() == 1
    with acting(maria):
        registry.shield(xaver.pk, keepers=[maria.pk], paper="Surat 1", by=maria, on=TODAY)
    with acting(rita):
        assert Dwelling.objects.count() == 0


@pytest.mark.django_db
def test_a_partner_changes_nothing_about_a_family_it_sees(world, xaver, acting, maria, rita):
    with acting(maria):
        actions.refer(allow(xaver, maria).pk, reason="Pelatihan", by=maria, on=TODAY)
    with acting(rita), transaction.atomic():
        assert Person.objects.filter(pk=xaver.pk).update(name="x") == 0
        assert Family.objects.update(decile=1) == 0


@pytest.mark.django_db
def test_consent_needs_a_purpose_a_proof_and_a_partner_and_stands_once(world, xaver, acting, maria):
    with acting(maria):
        for wrong in ({"purpose": " "}, {"proof": ""}, {"agency": "dinas-sosial"}, {"agency": "tidak-ada"}):
            given = {"agency": "mitra-contoh", "purpose": "Pelatihan", "proof": "Surat 1"} | wrong
            with pytest.raises(Refusal):
                actions.record_consent(xaver.pk, **given, given_on=TODAY, by=maria, on=TODAY)
        allow(xaver, maria)
        with pytest.raises(Refusal, match="sudah menyetujui"):
            allow(xaver, maria)


@pytest.mark.django_db
def test_the_partners_page_lists_the_referred_and_a_withdrawal_on_the_page_ends_it(world, xaver, acting, sign_in, maria, rita):  # fmt: skip
    browser = sign_in(maria)
    sent = {"agency": "mitra-contoh", "purpose": "Pelatihan", "proof": "Surat 1", "given_on": "22/11/2026"}
    assert browser.post(f"/privasi/orang/{xaver.pk}/", sent).status_code == 302
    number = world.inside[0].local_number
    assert number in sign_in(rita).get("/privasi/rujukan/").content.decode()
    with acting(maria):
        from lontar.city.privacy.queries import consents_of

        (consent,) = consents_of(xaver.pk)
    assert browser.post(f"/privasi/persetujuan/{consent.pk}/tarik/").status_code == 302
    assert number not in sign_in(rita).get("/privasi/rujukan/").content.decode()


@pytest.mark.django_db
def test_an_analyst_opens_no_list_of_families_and_reads_no_number_in_the_database(world, xaver, acting, sign_in, anna):
    browser = sign_in(anna)
    for url in ("/keluarga/", "/keluarga/unduh.csv", "/penyaluran/", "/api/families", "/api/delivery/entitlements"):
        assert browser.get(url).status_code in (403, 404), url
    with acting(anna), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry_identifier")
        assert cursor.fetchone() == (0,)


def women(count: int, *, born: int, ward: int = OESAPA) -> None:
    for at in range(count):
        family = Family.objects.create(place_id=ward)
        person = Person.objects.create(
            place_id=ward, name=f"Orang {at}", name_key="orang", sex="P", birth_date=TODAY.replace(year=born)
        )
        Membership.objects.create(place_id=ward, family=family, person=person, relation="head", since=TODAY)


def counted(acting: Any, on: date) -> None:
    """What the house does each night."""
    terminal = officer_at_terminal()
    with acting(terminal):
        actions.keep_counts(by=terminal, on=on)


@pytest.mark.django_db
def test_the_analysts_file_holds_groups_of_five_and_nobody_who_stands_alone(world, xaver, acting, ester, sign_in, anna):
    browser = sign_in(anna)
    assert "Belum ada tabel" in browser.get("/privasi/analisis/").content.decode()
    with acting(ester):
        women(5, born=1990)
    counted(acting, TODAY)
    lines = browser.get("/privasi/analisis/?berkas=csv").content.decode().split()
    assert lines == [
        "wilayah,lahir_dari,lahir_sampai,jenis_kelamin,orang,cakupan", "53.71.03.1010,1990,1990,P,5,kelurahan"
    ]  # fmt: skip
    page = browser.get("/privasi/analisis/").content.decode()
    assert "<b>5</b> orang dalam 1 baris" in page
    assert ", sisanya" not in page
    with acting(ester):
        # One of each in five wards: told together, and not as if the district had no more women of that year.
        for ward in (OESAPA, OESAPA - 9, OESAPA + 4, OESAPA + 5, LASIANA):
            women(1, born=1991, ward=ward)
    counted(acting, TODAY + timedelta(days=31))
    assert "Kelapa Lima, sisanya" in browser.get("/privasi/analisis/").content.decode()
    assert not [secret for secret in (NAME, NIK, KK, "K-0", "P-0") if secret in page]


@pytest.mark.django_db
def test_two_tables_of_an_analyst_subtracted_tell_of_no_family(world, acting, ester, sign_in, anna):
    browser = sign_in(anna)

    def read() -> list[str]:
        return browser.get("/privasi/analisis/?berkas=csv").content.decode().split()[1:]

    with acting(ester):
        women(6, born=1990)
    counted(acting, TODAY)
    first = read()
    with acting(ester):
        women(5, born=1990)
    counted(acting, TODAY.replace(day=28))
    assert read() == first, "within a month the table stands"
    with acting(ester):
        Membership.objects.filter(person__birth_date__year=1990).last().delete()
    counted(acting, TODAY + timedelta(days=31))
    assert read() == first, "ten instead of six: four people would be told"
    with acting(ester):
        women(1, born=1990)
    counted(acting, TODAY + timedelta(days=62))
    assert read() == [first[0].replace(",6,", ",11,")]


@pytest.mark.django_db
def test_an_analyst_of_one_ward_reads_only_its_rows(world, acting, agus, ester, sign_in):
    with acting(ester):
        women(5, born=1990)
        women(5, born=1990, ward=LASIANA)
    counted(acting, TODAY)
    with acting(agus):
        near = access.appoint("dekat", name="Dekat", role=Role.ANALYST, places=[LASIANA], agency=agency_by_code("dinas-sosial"), password=None, by=agus, on=TODAY)  # fmt: skip
    lines = sign_in(near).get("/privasi/analisis/?berkas=csv").content.decode().split()[1:]
    assert [line.split(",")[4] for line in lines] == ["5"]
    assert "53.71.03.1010" not in lines[0]


@pytest.mark.django_db
def test_what_was_shown_to_analysts_is_never_changed(world, acting):
    counted(acting, TODAY)
    for change in ("UPDATE privacy_counttable SET groups = '[]'", "DELETE FROM privacy_counttable"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
