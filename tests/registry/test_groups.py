"""Who is easily overlooked is found as such by those who serve them, and by nobody through the back door."""

from datetime import date

import pytest

from cast import OESAPA, TODAY
from lives import family
from lontar.city.registry import queries
from lontar.city.registry.models import Household as Kitchen
from lontar.city.registry.models import Identifier, LivingConditions, Person, Sharing

pytestmark = pytest.mark.django_db
MAN = ("Markus Benu", "head", date(1980, 3, 1), "L")


def keys_of(group):
    return set(queries.families_matching(queries.FamilyFilter(group=group, on=TODAY)).values_list("pk", flat=True))


def asked(person, home, by, on=TODAY, **columns):
    LivingConditions.objects.create(
        place_id=OESAPA, family=home, person=person, on=on, source="officer", columns=columns, version="x", by=by
    )


@pytest.fixture
def papers(acting, maria):
    """Families whose people all have papers, so that only what a test does makes a difference."""

    def made(*members):
        home, people = family(*members, card="5371031011260001")
        Person.objects.filter(pk__in=[one.pk for one in people]).update(nik_state="good")
        return home, people

    with acting(maria):
        yield made


def test_a_lot_of_difficulty_is_the_cut_off_and_the_newest_word_counts(papers, maria):
    (some, (a,)), (much, (b,)), (better, (c,)), (unasked, _people) = (papers(MAN) for _ in range(4))
    asked(a, some, maria, difficulty_seeing=3)
    asked(b, much, maria, difficulty_walking=2, difficulty_seeing=4)
    asked(c, better, maria, on=date(2025, 1, 1), difficulty_seeing=1)
    asked(c, better, maria, difficulty_seeing=4)
    assert keys_of("disability") == {much.pk}
    assert queries.groups_of([much.pk, unasked.pk], TODAY) == {much.pk: ["disability"], unasked.pk: []}


def test_an_old_person_alone_is_one_who_shares_no_kitchen(papers):
    old = ("Lena Kase", "head", date(1950, 1, 1), "P")
    (alone, _a), (fed, _b), (host, _c), (_young, _d) = papers(old), papers(old), papers(MAN), papers(MAN)
    kitchen = Kitchen.objects.create(place_id=OESAPA)
    for one in (fed, host):
        Sharing.objects.create(place_id=OESAPA, family=one, household=kitchen, since=date(2024, 1, 1))
    assert keys_of("elderly_alone") == {alone.pk}


def test_widowed_heads_and_children_out_of_school_are_found(papers, maria):
    (widow, (head,)) = papers(MAN)
    Person.objects.filter(pk=head.pk).update(marital_status="widowed")
    child = ("Dewi Benu", "child", date(2015, 1, 1), "P")
    (out, (_h, dropped)), (at, (_i, pupil)), (_unasked, _p) = papers(MAN, child), papers(MAN, child), papers(MAN, child)
    asked(dropped, out, maria, school_participation=3)
    asked(pupil, at, maria, school_participation=2)
    assert keys_of("widowed_head") == {widow.pk}
    assert keys_of("out_of_school") == {out.pk}


def test_no_nik_or_no_card_is_without_papers(papers):
    with_all, _people = papers(MAN)
    without_nik, (head,) = papers(MAN)
    Person.objects.filter(pk=head.pk).update(nik_state="missing")
    without_card, (_other,) = papers(MAN)
    Identifier.objects.filter(family=without_card).delete()
    type(without_card).objects.filter(pk=without_card.pk).update(has_card=False)
    assert keys_of("without_papers") == {without_nik.pk, without_card.pk}
    assert with_all.pk not in keys_of("without_papers")


def test_the_inspector_reads_the_list_and_is_told_nobody_vulnerable(papers, sign_in, maria, daud):
    papers(MAN)
    _without_nik, (head,) = papers(MAN)
    Person.objects.filter(pk=head.pk).update(nik_state="missing")
    for who, rows in ((maria, 1), (daud, 2)):
        answer = sign_in(who).get("/keluarga/", {"group": "without_papers"})
        assert len(answer.context["rows"]) == rows
        assert ('name="group"' in answer.content.decode()) == (who is maria)


@pytest.mark.parametrize("who", ["rita", "agus", "marten", "anna"])
def test_partners_analysts_and_others_see_no_group_at_all(sign_in, request, who):
    browser = sign_in(request.getfixturevalue(who))
    for page in ("/keluarga/", "/keluarga/unduh.csv"):
        assert browser.get(page, {"group": "disability"}).status_code == 403
