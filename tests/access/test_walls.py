"""The walls hold in the database itself, whatever the pages forget."""

import psycopg
import pytest
from django.db import connection

from lontar.house import roles
from lontar.house.environment import Environment


@pytest.mark.django_db
def test_the_tests_run_as_the_app_which_owns_nothing_and_passes_no_wall():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (roles.APP, False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = %s",
            [roles.APP],
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_every_table_with_a_place_of_a_family_stands_behind_a_wall():
    walled_rooms = (
        "registry_",
        "privacy_personrequest",
        "privacy_consent",
        "privacy_referral",
        "targeting_decision",
        "targeting_amendment",
        "targeting_answer",
        "targeting_scan",
        "targeting_nomination",
        "targeting_objection",
        "delivery_entitlement",
        "delivery_handover",
        "delivery_hold",
        "delivery_orderline",
        "delivery_payaccount",
        "delivery_resultrow",
        "community_meeting",
        "community_matter",
        "community_attendee",
        "community_paper",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind = 'r'"
        )
        tables = dict(cursor.fetchall())
    behind = {name for name, walled in tables.items() if walled}
    assert {name for name in tables if name.startswith(walled_rooms)} <= behind
    assert "journal_journalline" in behind


@pytest.mark.django_db
def test_whoever_is_not_named_sees_nothing_and_a_ward_officer_only_her_ward(acting, maria, ester):
    from lontar.city.registry.models import Family

    with acting(ester):
        Family.objects.create(place_id=5371031010)
        Family.objects.create(place_id=5371031011)
        assert Family.objects.count() == 2
    with acting(maria):
        assert [family.place_id for family in Family.objects.all()] == [5371031010]
    assert Family.objects.count() == 0


@pytest.mark.django_db
def test_a_ward_officer_cannot_write_into_another_ward(acting, maria):
    from django.db import ProgrammingError, transaction

    from lontar.city.registry.models import Family

    with acting(maria), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Family.objects.create(place_id=5371031011)


APPEND_ONLY = (
    "journal_journalline", "ledger_account", "ledger_entry", "ledger_posting", "delivery_handover",
    "delivery_receipt", "portal_snapshot", "registry_decile", "registry_happening", "registry_familyevent",
    "journal_sighting", "privacy_erasure",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("role", [roles.APP, roles.OWNER])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_only_grows_refuses_change_even_to_the_owner(databases, table, role, statement):
    place = {**Environment.read().database(role), "NAME": databases.clone}
    names = {
        "dbname": place["NAME"],
        "user": place["USER"],
        "host": place["HOST"],
        "port": place["PORT"] or None,
        "password": place["PASSWORD"] or None,
    }
    with (
        psycopg.connect(**names, options=place["OPTIONS"]["options"]) as direct,
        direct.transaction(force_rollback=True),
    ):
        key = "pgh_id" if table.endswith("event") else "id"
        if role == roles.OWNER and not statement.startswith("TRUNCATE"):
            # A row trigger speaks only where there is a row, so the trigger itself is asked for.
            found = direct.execute(
                "SELECT tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'only_grows'",
                [table],
            ).fetchone()
            assert found == ("A",)
            return
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            direct.execute(statement.format(table).replace("id = id", f"{key} = {key}"))  # type: ignore[arg-type]
