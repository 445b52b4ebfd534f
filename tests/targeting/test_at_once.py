"""Two people press together: each approval counts once, and a budget is promised once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from cast import LASIANA, OESAPA, TODAY
from lontar.city.programmes import actions as programmes
from lontar.city.targeting import actions, queries
from lontar.city.targeting.models import Round
from lontar.kit.gate import acting_as
from lontar.science.trouble import Refusal
from rounds import approve, checked


def scored(line, place, by):
    with acting_as(by):
        opened = actions.open_round(line, place_id=place, by=by, on=TODAY)
        actions.score_round(opened, by=by, on=TODAY)
    return checked(opened, by)


def together(*jobs):
    """Run jobs at the same moment, each on its own connection; what each came to, or its refusal."""
    barrier = Barrier(len(jobs))

    def run(job):
        round_, by = job
        try:
            barrier.wait(timeout=20)
            return str(approve(round_, by).state)
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_two_planners_who_approve_at_once_are_first_and_second(committed, kampung, yohanes, ester, esti):
    round_ = scored(kampung["line"], OESAPA, yohanes)
    answers = together((round_, ester), (round_, esti))
    assert sorted(answers) == ["approved", "checked"]
    found = Round.objects.get(pk=round_.pk)
    assert {found.approved_by_id, found.closed_by_id} == {ester.pk, esti.pk}


def test_two_rounds_approved_at_once_do_not_promise_one_budget_twice(committed, kampung, yohanes, ester, esti):
    rounds = [scored(kampung["line"], place, yohanes) for place in (OESAPA, LASIANA)]
    approve(rounds[0], esti)
    approve(rounds[1], ester)
    with acting_as(ester):
        # Enough for Oesapa's two families or for Lasiana's one, not for all three.
        programmes.set_budget(kampung["line"], fund="city", amount=800_000, document="DPA 2", by=ester, on=TODAY)
    answers = together((rounds[0], ester), (rounds[1], esti))
    assert sorted(type(answer).__name__ for answer in answers) == ["Refusal", "str"]
    assert queries.promised(kampung["line"].pk) <= 800_000
