"""What cannot be true is refused where it is recorded, with words, and writes nothing."""

from datetime import date, timedelta

import pytest

from cast import OESAPA
from lives import BEGAN, benu, family, now, person, told
from lontar.city.registry import actions
from lontar.city.registry.models import LifeEvent, Membership, Person
from lontar.science.trouble import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)


@pytest.fixture
def town(acting, maria):
    """Maria acts in Oesapa, where the Benus live."""
    with acting(maria):
        yield benu()


REFUSED = {
    "dies before birth": lambda b, p, m: actions.died(p[2].pk, **told(m, date(2005, 1, 1))),
    "happens tomorrow": lambda b, p, m: actions.died(p[0].pk, **told(m, date(2026, 11, 23))),
    "leaves before birth": lambda b, p, m: actions.person_moved_out(p[2].pk, **told(m, date(2005, 1, 1))),
    "moves away before one of them was born": lambda b, p, m: actions.moved_out(b.pk, **told(m, date(2005, 1, 1))),
    "heads a family before birth": lambda b, p, m: actions.head_changed(
        b.pk, head_id=p[2].pk, **told(m, date(2005, 1, 1))
    ),
    "a death certificate from before the death": lambda b, p, m: actions.died(p[0].pk, **told(m, issued=date(2026, 11, 9))),
    "is followed as head by oneself": lambda b, p, m: actions.died(p[0].pk, heir_id=p[0].pk, **told(m)),
    "is followed as head by a child of nine": lambda b, p, m: actions.died(
        p[0].pk, heir_id=p[2].pk, **told(m, p[2].birth_date.replace(year=p[2].birth_date.year + 10) - timedelta(days=1))
    ),
    "marries a woman, and is one": lambda b, p, m: actions.married(p[2].pk, person_alone(), to=actions.Destination(), **told(m)),
    "comes as husband of a man": lambda b, p, m: actions.person_moved_in(
        b.pk, actions.Newcomer("Dua", "L", date(1975, 1, 1), "spouse", no_nik_reason="hilang"), **told(m)
    ),
    "comes where they live already": lambda b, p, m: actions.person_moved_in(
        b.pk, actions.Newcomer(person_id=p[2].pk, relation="relative"), **told(m)
    ),
    "marries a daughter": lambda b, p, m: actions.married(
        _widower(p[0], m), p[2].pk, to=actions.Destination(), **told(m)
    ),
    "takes oneself along after a divorce": lambda b, p, m: actions.divorced(
        p[0].pk, p[1].pk, to=actions.Destination(relations={p[0].pk: "child"}), **told(m)
    ),
    "mother is younger": lambda b, p, m: actions.person_moved_in(
        b.pk, actions.Newcomer("Tua", "L", date(1975, 1, 1), "child", no_nik_reason="hilang", mother_id=p[1].pk), **told(m)
    ),
    "mother is a day short of the age that births are counted from": lambda b, p, m: actions.person_moved_in(
        b.pk,
        actions.Newcomer(
            "Anak", "L", p[1].birth_date.replace(year=p[1].birth_date.year + 10) - timedelta(days=1), "child",
            no_nik_reason="hilang", mother_id=p[1].pk,
        ),
        **told(m),
    ),
    "mother is a man": lambda b, p, m: actions.born(
        b.pk, actions.Newcomer("X", "L", DAY, "child", no_nik_reason="bayi", mother_id=p[0].pk), **told(m)
    ),
    "second head": lambda b, p, m: actions.person_moved_in(
        b.pk, actions.Newcomer("Dua", "L", date(1975, 1, 1), "head", no_nik_reason="hilang"), **told(m)
    ),
    "no nik and no reason": lambda b, p, m: actions.person_moved_in(
        b.pk, actions.Newcomer("Dua", "L", date(1975, 1, 1), "other"), **told(m)
    ),
    "no nik at all": lambda b, p, m: actions.nik_given(p[1].pk, nik="5371", **told(m)),
    "already a member elsewhere": lambda b, p, m: actions.person_moved_in(
        family(("Petrus", "head", None, "L"))[0].pk, actions.Newcomer(person_id=p[2].pk, relation="other"), **told(m)
    ),
    "everybody splits off": lambda b, p, m: actions.split(
        b.pk,
        to=actions.Destination(relations={one.pk: "head" if one == p[0] else "other" for one in p}), **told(m)
    ),
    "a split with two heads": lambda b, p, m: actions.split(
        b.pk, to=actions.Destination(relations={p[1].pk: "head", p[2].pk: "head"}), **told(m)
    ),
    "marries oneself": lambda b, p, m: actions.married(p[2].pk, p[2].pk, to=actions.Destination(), **told(m)),
    "marries while married": lambda b, p, m: actions.married(
        p[0].pk, person_alone(), to=actions.Destination(), **told(m)
    ),
    "divorces a daughter": lambda b, p, m: actions.divorced(p[0].pk, p[2].pk, **told(m)),
    "a heir of another family": lambda b, p, m: actions.died(p[0].pk, heir_id=person_alone(), **told(m)),
    "born after living here": lambda b, p, m: actions.corrected(p[0].pk, actions.Correction(birth_date=date(2021, 1, 1)), **told(m)),
    "nothing to correct": lambda b, p, m: actions.corrected(p[0].pk, actions.Correction(p[0].name), **told(m)),
    "moves to no ward": lambda b, p, m: actions.moved_house(b.pk, actions.Home(5371030000), **told(m)),
    "moves out to nowhere": lambda b, p, m: actions.moved_out(b.pk, to="moon", **told(m)),
    "a family joins itself": lambda b, p, m: actions.joined(b.pk, b.pk, relations={}, **told(m)),
    "no paper and no reason": lambda b, p, m: actions.died(p[0].pk, **told(m, kind="none", number="")),
    "a paper without number": lambda b, p, m: actions.died(p[0].pk, **told(m, number="")),
    "a scan that is none": lambda b, p, m: actions.died(p[0].pk, **told(m, scan=b"MZ not a picture")),
    "a scan of 100 MB": lambda b, p, m: actions.died(p[0].pk, **told(m, scan=b"%PDF-" + b"0" * 5_000_001)),
    "a pdf with a script": lambda b, p, m: actions.died(p[0].pk, **told(m, scan=b"%PDF-1.4 /JavaScript %%EOF")),
    "a family that nobody knows": lambda b, p, m: actions.moved_out(2**40, **told(m)),
    "a person whom nobody knows": lambda b, p, m: actions.died(2**40, **told(m)),
}  # fmt: skip


def _widower(man: Person, _maria: object) -> int:
    Person.objects.filter(pk=man.pk).update(marital_status="widowed")
    return man.pk


def person_alone() -> int:
    return int(family(("Lena Kase", "head", date(1950, 1, 1), "P"))[1][0].pk)


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_true_is_refused_with_words(town, maria, what):
    home, people = town
    with pytest.raises(Refusal) as refused:
        REFUSED[what](home, people, maria)
    assert str(refused.value)
    assert not LifeEvent.objects.exists()
    assert len(now(home.pk)) == 4


def test_children_of_one_mother_do_not_marry_and_step_brothers_may(town, maria):
    home, (_markus, _yuliana, salomi, _agustina) = town
    yonas = person("Yonas Benu", sex="L", born=date(2004, 1, 1))
    Membership.objects.create(place_id=OESAPA, person=yonas, family=home, relation="child", since=BEGAN)
    Person.objects.filter(pk__in=(yonas.pk, salomi.pk)).update(mother_name="Yuliana Ndun")
    with pytest.raises(Refusal, match="saudara kandung"):
        actions.married(salomi.pk, yonas.pk, to=actions.Destination(), **told(maria))
    Person.objects.filter(pk=yonas.pk).update(mother_name="Ester Kase")
    actions.married(salomi.pk, yonas.pk, to=actions.Destination(), **told(maria))


def test_one_child_is_not_born_twice_and_twins_have_two_names(town, maria):
    home, (_markus, yuliana, *_rest) = town
    for name in ("Dewi Benu", "Dewa Benu"):
        child = actions.Newcomer(name, "P", DAY, "child", no_nik_reason="bayi baru lahir", mother_id=yuliana.pk)
        actions.born(home.pk, child, **told(maria))
    again = actions.Newcomer("DEWI  BENU", "P", DAY, "child", no_nik_reason="bayi baru lahir", mother_id=yuliana.pk)
    with pytest.raises(Refusal, match="sudah anggota keluarga ini"):
        actions.born(home.pk, again, **told(maria))
    assert len(now(home.pk)) == 6
