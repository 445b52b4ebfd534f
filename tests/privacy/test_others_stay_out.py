"""What one person's own document may not tell about the others: their ages, their later lives, their new homes."""

import json
from datetime import date
from typing import Any

import pytest

from cast import OESAPA, TODAY
from lives import benu
from lontar.city.delivery import queries as delivery
from lontar.city.fieldwork.models import Campaign, Change, Report, Visit
from lontar.city.privacy import queries
from lontar.city.registry import queries as registry
from lontar.city.registry.models import Decile, Happening, Identifier, LivingConditions, Membership
from lontar.kit.sealing import blind, seal

pytestmark = pytest.mark.django_db
LEFT = date(2024, 6, 1)
BEFORE, AFTER = date(2023, 5, 5), date(2025, 5, 5)


@pytest.fixture
def home(acting, maria):
    """The family Benu, which Markus left in 2024; what it did before and after bears a mark of the year."""
    with acting(maria):
        family, people = benu()
        Membership.objects.filter(person=people[0]).update(until=LEFT)
        for on, mark in ((BEFORE, "tahun-2023"), (AFTER, "tahun-2025")):
            Happening.objects.create(place_id=OESAPA, family=family, on=on, kind="visited", message=mark)
            Decile.objects.create(place_id=OESAPA, family=family, decile=2, version_on=on, source=mark)
            LivingConditions.objects.create(
                place_id=OESAPA, family=family, on=on, source="import", note=mark, columns={}, version="1", by=maria
            )
        Identifier.objects.create(
            place_id=OESAPA, kind="kk", family=family, cipher=seal(b"5371032505250001"), since=AFTER,
            blind=blind("kk", "5371032505250001"),
        )  # fmt: skip
        return family, people


def told(person: Any, by: Any) -> str:
    return json.dumps(queries.document(person, by), ensure_ascii=False)


def test_who_left_a_family_is_told_nothing_of_it_since_and_who_stayed_is_told_all(acting, maria, home):
    _family, (markus, yuliana, *_rest) = home
    with acting(maria):
        his, hers = told(markus, maria), told(yuliana, maria)
    assert "tahun-2023" in his
    assert "tahun-2025" not in his
    assert "5371032505250001" not in his, "the card that the family got later"
    for mark in ("tahun-2023", "tahun-2025", "5371032505250001"):
        assert mark in hers


def test_who_joined_a_family_later_is_told_nothing_of_the_time_before(acting, maria, home):
    _family, (_markus, _yuliana, salomi, _agustina) = home
    with acting(maria):
        Membership.objects.filter(person=salomi).update(since=LEFT)
        hers = told(salomi, maria)
    assert "tahun-2025" in hers
    assert "tahun-2023" not in hers


def test_of_a_visit_each_is_told_what_was_reported_about_themselves_and_no_newcomer_is_named(acting, maria, home):
    family, (_markus, yuliana, salomi, _agustina) = home
    with acting(maria):
        campaign = Campaign.objects.create(
            place_id=OESAPA, name="Verval 2026", begins=TODAY, due=TODAY, split="by_rt", second_percent=0, seed=1,
            opened_by=maria, opened_on=TODAY,
        )  # fmt: skip
        visit = Visit.objects.create(campaign=campaign, family=family, place_id=OESAPA, officer=maria, state="reported")
        report = Report.objects.create(
            visit=visit, place_id=OESAPA, outcome="found", visited_on=TODAY, checker=maria, by=maria, way="form",
            note="Ada tamu", command_key="k",
        )  # fmt: skip
        seen = {"report": report, "place_id": OESAPA, "family": family, "happened": TODAY, "seen_by": maria}
        Change.objects.create(**seen, kind="moved_country", person=salomi, where="Soe")
        Change.objects.create(**seen, kind="joined", newcomer={"name": "Melki Rahasia", "sex": "L"})
        hers, daughters = told(yuliana, maria), told(salomi, maria)
        part = next(one for one in queries.document(salomi, maria)["parts"] if one["title"] == "Kunjungan di rumah")
    assert [row["Hasil"] for row in part["rows"]] == ["Ditemui di rumah", "Pindah di dalam negeri"]
    assert part["rows"][0]["Keterangan"] == "disimpan juga: catatan petugas"
    assert "Pindah di dalam negeri" not in hers
    for secret in ("Melki Rahasia", "Soe"):
        assert secret not in hers + daughters


def test_aid_that_another_took_in_does_not_name_them(world, acting, maria):
    _family, head = world.inside
    assert world.given
    with acting(maria):
        times = registry.belongings_of(head)
        mine, anothers = (delivery.held_about(times, name, maria) for name in (head.name, "Orang Lain"))
    assert head.name in mine.rows[0]
    assert head.name not in str(anothers.rows)
    assert "anggota lain atau wakilnya" in anothers.rows[0]
