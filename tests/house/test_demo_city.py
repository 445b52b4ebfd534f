"""The demo's made-up city: half a year of work by the officers' own verbs, once, however often it is started."""

import shutil
import subprocess
from dataclasses import dataclass

import pytest

from cast import OESAPA, TODAY, officer
from lontar.city.access import actions as access
from lontar.city.access import queries as officers
from lontar.city.delivery.models import Entitlement
from lontar.city.journal.models import JournalLine
from lontar.city.ledger import queries as book
from lontar.city.loans.models.together import Share
from lontar.city.portal.models import Snapshot
from lontar.city.registry.models import Decile, Family, Merge, Pair
from lontar.city.targeting.models import Round
from lontar.city.works.models import Work
from lontar.house import demo_city, demo_funds, demo_story
from lontar.kit.gate import Role, acting_as
from lontar.science.trouble import Refusal

FAMILIES = 150


@dataclass
class Loaded:
    """What the demo said while it loaded, and what was handed over when it was killed."""

    words: list[str]
    delivered_by_then: int = 0


@pytest.fixture(scope="module")
def loaded(lasting):
    """The demo, killed at the first hand-over and started again: once, and all of these tests look at it."""
    said = Loaded([])

    def killed(*args, **more):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(demo_story.delivery, "hand_over", killed)
        with pytest.raises(KeyboardInterrupt):
            demo_city.load(families=FAMILIES, tell=said.words.append)
    with acting_as(officer("daud")):
        assert Entitlement.objects.exists()
        said.delivered_by_then = Entitlement.objects.filter(status="delivered").count()
    demo_city.load(families=FAMILIES, tell=said.words.append)
    return said


@pytest.fixture
def told(loaded, db):
    with acting_as(officer("daud")):
        yield loaded.words


def test_the_demo_holds_a_city_at_work(told):
    assert Family.objects.count() > 0.95 * FAMILIES
    assert Decile.objects.count() > 0.9 * FAMILIES
    assert {"same", "waiting"} <= set(Pair.objects.values_list("state", flat=True)), "duplicates are found and decided"
    assert Merge.objects.count() == 1
    states = dict(Round.objects.values_list("period", "state"))
    assert states == {"2026-T3": "decreed", "2026-10": "decreed", "2026-T4": "scored", "2026": "decreed"}
    assert Work.objects.filter(named=True).count() == 2, "houses by name stand beside what is built for areas"
    assert Share.objects.values("person").distinct().count() == 3, "and a group owes together"
    statuses = list(Entitlement.objects.values_list("status", flat=True))
    assert {"owed", "delivered"} == set(statuses), "something was done and something is left to do"
    assert sorted(Snapshot.objects.values_list("period", flat=True)) == ["2026-08", "2026-09", "2026-10"]
    assert len(told) >= 8, "whatever takes long is told"


def test_the_book_of_the_demo_balances_and_other_programs_find_it_in_order(told, tmp_path):
    delivered = sum(Entitlement.objects.filter(status="delivered").values_list("amount", flat=True))
    balances = {one.code: one.arrived - one.left for one in book.balances()}
    assert sum(balances.values()) == 0
    assert sum(amount for code, amount in balances.items() if code.startswith("delivered:")) == delivered > 0
    kinds = {code.partition(":")[0] for code in balances}
    assert {"payer", "delivered", "fund", "lent", "capital"} <= kinds, "aid and loans stand in one book"
    for form, judge in (("hledger", ["hledger", "check", "--strict", "-f"]), ("beancount", ["bean-check"])):
        if shutil.which(judge[0]) is None:
            pytest.skip(f"{judge[0]} is not installed (Debian: apt install hledger beancount)")
        file = tmp_path / f"buku.{form}"
        file.write_text("".join(book.written(form)))
        done = subprocess.run([*judge, str(file)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, ""), (
            "two programs that know nothing of Lontar judge it"
        )


def test_the_second_start_changes_nothing(told):
    before = JournalLine.objects.count()
    again: list[str] = []
    signs = demo_city.load(families=FAMILIES, tell=again.append)
    assert again == []
    assert JournalLine.objects.count() == before
    assert {role for role, _name, _password in signs} == {role.value for role in Role}


def test_a_demo_that_was_killed_goes_on_where_it_stopped(loaded, told):
    assert loaded.delivered_by_then == 0
    assert Entitlement.objects.filter(status="delivered").exists()
    assert Snapshot.objects.count() == 3
    assert len(told) <= len(set(told)) + 1, "only the step that was cut off was begun again"


def test_what_a_visitor_did_stays_as_it_is(told):
    with acting_as(officer("ester")):
        waiting = Round.objects.get(period="2026-T4")
        demo_story.targeting.reject_round(waiting, reason="Dicoba oleh pengunjung", by=officer("ester"), on=waiting.on)
        for code in ("dinas-sosial", "bank-contoh"):
            access.ensure_agency(code, name=f"Nama baru {code}", by=officer("ester"), on=TODAY)
    demo_city.load(families=FAMILIES, tell=lambda words: None)
    with acting_as(officer("daud")):
        assert list(Round.objects.filter(period="2026-T4").values_list("state", flat=True)) == ["rejected"]
        names = [officers.agency_by_code(code).name for code in ("dinas-sosial", "bank-contoh")]
        assert names == ["Nama baru dinas-sosial", "Nama baru bank-contoh"]


def test_the_example_is_never_mixed_into_a_real_city(db, monkeypatch):
    monkeypatch.setattr(demo_city.where, "is_made_up", lambda: False)
    with pytest.raises(Refusal, match="never mixed"):
        demo_city.load(families=FAMILIES, tell=lambda words: None)


def test_in_a_ward_so_small_that_nobody_may_borrow_nobody_asks(db):
    assert demo_funds._ask(OESAPA, iter(()), 0, by=officer("maria"), on=TODAY) is None
