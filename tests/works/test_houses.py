"""A house is built for a family by name: behind the walls, in its story, and gone when it is erased."""

import pytest
from django.db import connection

from cast import LASIANA, OESAPA, TODAY, officer
from lontar.city.ledger import queries as book
from lontar.city.registry.models import Happening
from lontar.city.works import actions, queries
from lontar.city.works.models import Photo, Report, Tranche, Work
from lontar.kit.gate import acting_as
from lontar.kit.sealing import unseal
from lontar.science.trouble import Refusal
from works.conftest import COST, confirmed, drain, houses, paid, plan, reported

pytestmark = pytest.mark.django_db


def test_each_family_of_a_decreed_list_gets_one_house_and_reads_of_it_in_its_story(houses_town, acting, yohanes, maria):
    (house,) = houses(houses_town)
    family = houses_town.families[0]
    assert (house.family_id, house.place_id, house.named, house.cost) == (family.pk, OESAPA, True, COST)
    confirmed(house, 1)
    with acting(yohanes):
        open_ = {one for one, _place, _amount in queries.families_to_build(house.round_id, yohanes)}
        assert open_ == {one.pk for one in houses_town.families[1:]}
        with pytest.raises(Refusal, match="tidak ada di daftar"):
            actions.plan_houses(house.round_id, [family.pk], _plan(), key="lagi", by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="memberi"):
            actions.plan_houses(house.round_id, [min(open_)], _plan(cost=COST + 1), key="mahal", by=yohanes, on=TODAY)
    with acting(maria):
        told = list(
            Happening.objects.filter(family=family, kind="works").order_by("pk").values_list("message", flat=True)
        )
        assert ["akan dibangun" in told[0], "tahap" in told[1], len(told)] == [True, True, 2]
    second = reported(house, 2, officer("petrus"))
    with acting(maria), pytest.raises(Refusal, match="tidak dibuka"):
        actions.confirm_stage(second.pk, photos_open=True, by=maria, on=TODAY)


def _plan(**values):
    return plan(kind="house", title="", spot="", homes=None, **values)


def test_a_house_is_seen_in_its_ward_and_by_nobody_elsewhere_and_an_areas_work_by_everybody(houses_town, acting, maria):
    inside, outside = houses(houses_town, [houses_town.families[0], houses_town.families[3]])
    assert outside.place_id == LASIANA
    confirmed(inside, 1)
    with acting(maria):
        assert list(Work.objects.values_list("pk", flat=True)) == [inside.pk]
    for table in (Work, Report, Photo):
        assert table.objects.count() == 0  # nobody acts
    assert queries.area_works().count() == 0


def test_what_is_built_for_an_area_is_open_to_all_and_only_photos_that_were_opened(works_town, yohanes, acting):
    work = drain(works_town.line, yohanes)
    confirmed(work, 1)
    assert [one.pk for one in queries.area_works()] == [work.pk]
    shown = queries.open_photos([work])[work.pk]
    assert [one.side for one in shown] == ["before", "after"]
    assert queries.open_photo_or_none(shown[0].pk) is not None
    with acting(yohanes):
        report = Report.objects.get(work=work)
        actions.take_back_stage(report.pk, reason="Salah tempat", by=yohanes, on=TODAY)
    assert queries.open_photos([work]) == {}
    assert queries.open_photo_or_none(shown[0].pk) is None


def test_a_shielded_family_has_no_house_planned_and_the_house_it_has_is_hidden(
    houses_town, acting, maria, yohanes, petrus
):
    from lontar.city.registry import actions as registry

    (house,) = houses(houses_town)
    confirmed(house, 1)
    with acting(yohanes):
        asked = actions.ask_tranche(house.pk, 1, spm_number="S-1", by=yohanes, on=TODAY)
        members = houses_town.families[0].memberships.all()
        head = members[0].person
        registry.shield(head.pk, paper="Surat 1", keepers=[petrus.pk], by=yohanes, on=TODAY)
    with acting(yohanes):
        assert Work.objects.count() == Photo.objects.count() == Report.objects.count() == 0
    with acting(petrus):
        assert Work.objects.count() == 1
    tobias = officer("tobias")
    with acting(tobias):  # its money goes on: the treasurer meets a number and no family
        done = actions.pay_tranche(
            asked.pk, sp2d_number="S", sp2d_on=TODAY, amount=str(asked.amount), by=tobias, on=TODAY
        )
        assert done.state == "paid"


def test_erasing_takes_photos_places_words_and_the_tie_to_the_book_and_leaves_the_sums(houses_town, acting, ester):
    (house,) = houses(houses_town)
    confirmed(house, 1)
    paid(house, 1)
    with acting(ester):
        before = book.totals(["built"], purpose="2026:rumah")
        with connection.cursor() as cursor:
            cursor.execute("SELECT works_forget(%s::bigint[])", [[houses_town.families[0].pk]])
            assert len(cursor.fetchone()[0]) == 2  # what was promised, and what was paid
        assert {bytes(one) for one in Photo.objects.values_list("cipher", flat=True)} == {b""}
        assert (Work.objects.get().subject, Tranche.objects.get().subject) == (None, None)
        assert (Report.objects.get().latitude, Report.objects.get().note) == (None, "")
        assert queries.opened(Photo.objects.first()) is None
        assert book.totals(["built"], purpose="2026:rumah") == before


def test_the_photo_is_small_sealed_and_says_no_place(work, acting, petrus):
    confirmed(work, 1)
    with acting(petrus):
        kept = unseal(Photo.objects.first().cipher)
    assert kept.startswith(b"\xff\xd8")
    assert b"Telepon Contoh" not in kept


def test_a_decree_of_a_line_that_builds_owes_nothing_by_name(houses_town, acting, ester):
    from lontar.city.delivery import actions as delivery

    round_ = houses_town.make_round(amount=COST)
    with acting_as(ester):
        assert delivery.entitle(round_.pk, by=ester, on=TODAY).families == 0
