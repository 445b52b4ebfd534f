"""Two that plan the same form at the same moment plan one work: whoever comes second waits and is answered as the first."""

import pytest

from cast import TODAY
from lontar.city.works import actions
from lontar.city.works.models import Work
from works.conftest import COST, drain, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """What somebody else commits after a form was looked up and before the line is held."""
    from lontar.city.works.actions import planning

    real = planning.offered.set_aside

    def before_it(other):
        def held(*arguments, **values):
            monkeypatch.setattr(planning.offered, "set_aside", real)
            other()
            return real(*arguments, **values)

        monkeypatch.setattr(planning.offered, "set_aside", held)

    return before_it


def test_a_work_whose_twin_was_planned_meanwhile_is_that_work(works_town, yohanes, meanwhile, acting):
    meanwhile(lambda: drain(works_town.line, yohanes))
    made = drain(works_town.line, yohanes)
    with acting(yohanes):
        assert Work.objects.get().pk == made.pk


def test_houses_whose_twins_were_planned_meanwhile_are_those_houses(houses_town, yohanes, meanwhile, acting):
    round_ = houses_town.make_round(amount=COST)
    chosen = [one.pk for one in houses_town.families[:2]]
    wished = plan(kind="house", title="", spot="", homes=None)

    def both():
        with acting(yohanes):
            return actions.plan_houses(round_.pk, chosen, wished, key="rumah", by=yohanes, on=TODAY)

    meanwhile(both)
    made = both()
    with acting(yohanes):
        assert sorted(Work.objects.values_list("pk", flat=True)) == sorted(one.pk for one in made)
