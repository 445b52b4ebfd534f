"""Who lives in a family: head, spouse, children, parents, relatives, with ages that fit together."""

from dataclasses import dataclass

import numpy as np

from lontar.science.example_city.dice import Bools, Dice, Ints

COUPLE, MOTHER, FATHER, ALONE = range(4)
HEAD, HUSBAND, WIFE, CHILD, IN_LAW_CHILD, GRANDCHILD, PARENT, PARENT_IN_LAW, RELATIVE = range(9)
MALE, FEMALE = 0, 1
SINGLE, MARRIED, DIVORCED, WIDOWED = range(4)

CHILDREN_MAX = 7
_FIRST_CHILD = 2
_ELDER, _GRAND, _IN_LAW, _RELATIVE = 9, 10, 12, 13
SLOTS = 15

_KINDS = (715, 125, 25, 135)
_COUPLE_AGES = (
    (20, 24, 4), (25, 29, 11), (30, 34, 14), (35, 39, 15), (40, 44, 14), (45, 49, 12),
    (50, 54, 10), (55, 59, 8), (60, 64, 6), (65, 74, 5), (75, 84, 1),
)  # fmt: skip
_LONE_PARENT_AGES = ((25, 34, 12), (35, 44, 22), (45, 54, 25), (55, 64, 21), (65, 74, 13), (75, 88, 7))
_ALONE_AGES = ((19, 29, 45), (30, 49, 25), (50, 64, 15), (65, 88, 15))
_CHILDREN_WISHED = (60, 160, 270, 245, 140, 75, 35, 15)
# Of grown children, how many in a thousand still stand on their parents' card, by age from 22.
_STAYING = np.array([860] * 3 + [640] * 5 + [290] * 10 + [80] * 40, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Members:
    """Persons in family order; `family` is each one's family, `sibling_birth` is shared by twins."""

    family: Ints
    slot: Ints
    relation: Ints
    sex: Ints
    age: Ints
    marital: Ints
    twin_of_previous: Bools
    kind: Ints


def members(families: int, dice: Dice) -> Members:
    """All members of `families` families, heads first."""
    kind = dice.pick("kind", families, _KINDS)
    age = np.full((families, SLOTS), -1, dtype=np.int64)
    sex = (dice.below("sex", families * SLOTS, 1000) >= 520).astype(np.int64).reshape(families, SLOTS)
    relation = np.zeros((families, SLOTS), dtype=np.int64)
    twin = np.zeros((families, SLOTS), dtype=bool)

    _heads_and_spouses(kind, age, sex, relation, dice)
    _children(kind, age, sex, relation, twin, dice)
    _elders(kind, age, sex, relation, dice)
    _younger_generations(kind, age, sex, relation, dice)
    _relatives(kind, age, relation, dice)

    present = age >= 0
    family, slot = np.nonzero(present)
    married_child = np.zeros((families, SLOTS), dtype=bool)
    married_child[np.arange(families), _eldest_child(age)] = present[:, _IN_LAW]
    flat = present.ravel()
    members_kind = kind[family]
    marital = _marital(relation[present], age[present], members_kind, married_child.ravel()[flat], dice)
    return Members(family, slot, relation[present], sex[present], age[present], marital, twin[present], members_kind)


def _heads_and_spouses(kind: Ints, age: Ints, sex: Ints, relation: Ints, dice: Dice) -> None:
    size = len(kind)
    lone = (kind == MOTHER) | (kind == FATHER)
    head = np.where(kind == COUPLE, dice.ages("head/couple", size, _COUPLE_AGES), 0)
    head = np.where(lone, dice.ages("head/lone", size, _LONE_PARENT_AGES), head)
    age[:, 0] = np.where(kind == ALONE, dice.ages("head/alone", size, _ALONE_AGES), head)
    wife_heads = (kind == COUPLE) & dice.chance("wife heads", size, 0.015)
    sex[:, 0] = np.where(kind == COUPLE, np.where(wife_heads, FEMALE, MALE), sex[:, 0])
    sex[:, 0] = np.where(kind == MOTHER, FEMALE, np.where(kind == FATHER, MALE, sex[:, 0]))
    relation[:, 0] = HEAD

    couple = kind == COUPLE
    gap = np.rint(dice.normal("gap", size) * 3.0).astype(np.int64)
    younger = np.clip(age[:, 0] - 3 + gap, 19, age[:, 0] + 3)
    older = np.clip(age[:, 0] + 3 + gap, np.maximum(19, age[:, 0] - 3), 90)
    age[:, 1] = np.where(couple, np.where(wife_heads, older, younger), -1)
    sex[:, 1] = 1 - sex[:, 0]
    relation[:, 1] = np.where(sex[:, 1] == FEMALE, WIFE, HUSBAND)


def _mother_age(kind: Ints, age: Ints, sex: Ints) -> Ints:
    mother = np.where(sex[:, 0] == FEMALE, age[:, 0], age[:, 1])
    return np.where(kind == FATHER, age[:, 0] - 3, np.where(kind == ALONE, 0, mother))


def _children(kind: Ints, age: Ints, sex: Ints, relation: Ints, twin: Bools, dice: Dice) -> None:
    size = len(kind)
    mother = _mother_age(kind, age, sex)
    wished = dice.pick("wished", size, _CHILDREN_WISHED)
    wished = np.where(kind == ALONE, 0, wished)
    at_birth = 19 + dice.below("first birth", size, 7) + dice.below("first birth/late", size, 7)
    lone = (kind == MOTHER) | (kind == FATHER)
    at_birth = np.where(lone, np.minimum(at_birth, mother - 1), at_birth)
    spacing = np.ones(size, dtype=np.int64)
    for place in range(CHILDREN_MAX):
        column = _FIRST_CHILD + place
        years = mother - at_birth
        stays = dice.below(f"stays/{place}", size, 1000) < _STAYING[np.clip(years - 22, 0, len(_STAYING) - 1)]
        # A lone parent's family is one because a child is there: the first always stays.
        needed = lone if place == 0 else np.zeros(size, dtype=bool)
        here = ((place < wished) & (years >= 0) & (at_birth <= 45) & ((years < 22) | stays)) | needed
        age[:, column] = np.where(here, years, -1)
        relation[:, column] = CHILD
        if place:
            twin[:, column] = here & (age[:, column - 1] == years) & (spacing == 0)
        spacing = np.where(dice.chance(f"twin/{place}", size, 0.012), 0, 2 + dice.below(f"spacing/{place}", size, 4))
        at_birth = at_birth + spacing


def _eldest_child(age: Ints) -> Ints:
    return _FIRST_CHILD + np.argmax(age[:, _FIRST_CHILD : _FIRST_CHILD + CHILDREN_MAX], axis=1)


def _elders(kind: Ints, age: Ints, sex: Ints, relation: Ints, dice: Dice) -> None:
    size = len(kind)
    of_spouse = (kind == COUPLE) & dice.chance("elder/spouse's", size, 0.35)
    child = np.where(of_spouse, age[:, 1], age[:, 0])
    here = (kind != ALONE) & (age[:, 0] < 62) & dice.chance("elder", size, 0.085)
    age[:, _ELDER] = np.where(here, np.minimum(child + 19 + dice.below("elder/age", size, 17), 96), -1)
    relation[:, _ELDER] = np.where(of_spouse, PARENT_IN_LAW, PARENT)
    sex[:, _ELDER] = np.where(dice.chance("elder/mother", size, 0.74), FEMALE, MALE)


def _younger_generations(kind: Ints, age: Ints, sex: Ints, relation: Ints, dice: Dice) -> None:
    size = len(kind)
    eldest = _eldest_child(age)
    rows = np.arange(size)
    grown = age[rows, eldest]
    own = grown >= 21
    here = (
        (age[:, 0] >= 46)
        & (kind != ALONE)
        & np.where(own, dice.chance("grandchild/own", size, 0.36), dice.chance("grandchild/left", size, 0.07))
    )
    oldest = np.where(own, grown - 19, np.minimum(age[:, 0] - 44, 17))
    for place in range(2):
        years = dice.below(f"grandchild/age/{place}", size, np.clip(oldest, 0, 17) + 1)
        also = here if place == 0 else here & dice.chance("grandchild/second", size, 0.45)
        age[:, _GRAND + place] = np.where(also, years, -1)
        relation[:, _GRAND + place] = GRANDCHILD
    married = here & own & dice.chance("in-law", size, 0.55)
    age[:, _IN_LAW] = np.where(married, np.maximum(grown - 2 + dice.below("in-law/age", size, 5), 19), -1)
    sex[:, _IN_LAW] = 1 - sex[rows, eldest]
    relation[:, _IN_LAW] = IN_LAW_CHILD


def _relatives(kind: Ints, age: Ints, relation: Ints, dice: Dice) -> None:
    size = len(kind)
    first = dice.chance("relative", size, np.where(kind == ALONE, 0.06, 0.15))
    for place, here in enumerate((first, first & dice.chance("relative/second", size, 0.3))):
        years = dice.ages(f"relative/age/{place}", size, ((5, 14, 22), (15, 24, 56), (25, 39, 14), (40, 69, 8)))
        age[:, _RELATIVE + place] = np.where(here, years, -1)
        relation[:, _RELATIVE + place] = RELATIVE


def _marital(relation: Ints, age: Ints, kind: Ints, married_child: Bools, dice: Dice) -> Ints:
    # Rows: lone parents under 50, lone parents of 50 and more, alone under 35, alone older, elders,
    # relatives over 30.
    tables = (
        (280, 0, 380, 340), (40, 0, 210, 750), (930, 0, 60, 10),
        (330, 0, 240, 430), (0, 250, 30, 720), (450, 250, 150, 150),
    )  # fmt: skip
    lone = (kind == MOTHER) | (kind == FATHER)
    group = np.where(lone, np.where(age < 50, 0, 1), np.where(age < 35, 2, 3))
    group = np.where((relation == PARENT) | (relation == PARENT_IN_LAW), 4, group)
    group = np.where(relation == RELATIVE, 5, group)
    drawn = dice.pick_by("marital", group.astype(np.int64), tables)
    wed = (kind == COUPLE) & ((relation == HEAD) | (relation == WIFE) | (relation == HUSBAND))
    wed = wed | (relation == IN_LAW_CHILD) | married_child
    young = (relation == CHILD) | (relation == GRANDCHILD) | ((relation == RELATIVE) & (age < 30))
    return np.where(wed, MARRIED, np.where(young, SINGLE, drawn)).astype(np.int64)
