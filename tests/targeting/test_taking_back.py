"""Each step of a round is taken back, with a reason, until the next is done; and no further."""

import pytest

from cast import CITY, TODAY
from lontar.city.targeting import actions
from lontar.city.targeting.models import Round, Step
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from rounds import approve, checked, decreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(kampung, yohanes):
    with acting_as(yohanes):
        opened = actions.open_round(kampung["line"], place_id=CITY, wish=actions.Wish(quota=2), by=yohanes, on=TODAY)
        return actions.score_round(opened, by=yohanes, on=TODAY)


def test_each_step_is_taken_back_until_the_next_is_done(round_, yohanes, ester, esti):
    def back(by):
        with acting_as(by):
            return actions.take_back(round_, reason="Salah catat", by=by, on=TODAY).state

    with pytest.raises(Refusal, match="tidak dapat ditarik"):
        back(yohanes)
    checked(round_, yohanes)
    approve(round_, ester)
    with pytest.raises(NotAllowed, match="oleh perencana"):
        back(yohanes)
    assert back(ester) == "checked"
    assert Round.objects.get(pk=round_.pk).approved_by_id is None
    approve(round_, esti)
    approve(round_, ester)
    assert back(ester) == "checked"
    kept = Round.objects.get(pk=round_.pk)
    assert (kept.approved_by.username, kept.closed_by) == ("esti", None), "the first signature stands"
    with pytest.raises(NotAllowed, match="sudah menyetujuinya"):
        approve(round_, esti)
    approve(round_, ester)
    assert back(ester) == "checked"
    assert back(esti) == "checked"
    assert back(yohanes) == "met"
    with acting_as(yohanes):
        actions.note_check(round_, campaign_id=None, note="Diverval lagi", by=yohanes, on=TODAY)
    approve(round_, esti)
    approve(round_, ester)
    decreed(round_, yohanes)
    with pytest.raises(Refusal, match="dibatalkan satu per satu"):
        back(yohanes)
    kept = list(Step.objects.filter(round=round_).exclude(taken_back_on=None).values_list("kind", flat=True))
    assert kept.count("approval") == 3, "two that were signed, one that still lay there"
    assert kept.count("second") == 4, "two that were signed, two that still lay there"
