"""What each person is called: given names, the family's name, mononyms and titles, as written on a card."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from lontar.science.example_city import kin
from lontar.science.example_city.dice import Bools, Dice, Ints
from lontar.science.example_city.peoples import FAMILY_NAMES, GIVEN_NAMES, RELIGION_WEIGHTS

_MUSLIM = 0
_SIBLING_STEP = 11
_CHRISTIAN_LIST, _MUSLIM_LIST, _JAVANESE_LIST = range(3)


@dataclass(frozen=True, slots=True)
class Roots:
    """Each family's people and religion, as positions in the region's peoples and in RELIGIONS."""

    people: Ints
    religion: Ints


def roots(families: int, peoples: Sequence[tuple[str, int]], dice: Dice) -> Roots:
    """People and religion of each family."""
    people = dice.pick("people", families, [weight for _, weight in peoples])
    religion = dice.pick_by("religion", people, [RELIGION_WEIGHTS[name] for name, _ in peoples])
    return Roots(people, religion)


class _Ragged:
    """Lists of different length, drawn from by row."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        self.lengths = np.array([len(words) for words in lists], dtype=np.int64)
        self.starts = np.cumsum(self.lengths) - self.lengths
        self.words = pl.Series([word for words in lists for word in words], dtype=pl.String)

    def draw(self, stream: str, which: Ints, dice: Dice) -> Ints:
        """A word of list which[i] for each row; -1 where that list is empty."""
        place = self.starts[which] + dice.below(stream, len(which), np.maximum(self.lengths[which], 1))
        return np.where(self.lengths[which] > 0, place, -1)

    def text(self, place: Ints) -> pl.Series:
        """The words, empty where -1."""
        return self.words.gather(np.maximum(place, 0)).set(pl.Series(place < 0), "")


def names(
    members: kin.Members, roots_of: Roots, peoples: Sequence[tuple[str, int]], degree: Bools, dice: Dice
) -> pl.Series:
    """[TITLE] GIVEN [GIVEN] [FAMILY NAME][, DEGREE], in the capitals of a card.

    In one Rote family of six the children bear their father's given name, the old custom, so that a family
    name is not always shared.
    """
    size = len(members.family)
    people = _people_of(members, roots_of, len(peoples), dice)
    style = _style(people, roots_of.religion[members.family], peoples)
    given = _Ragged([words for pair in GIVEN_NAMES for words in pair])
    which = style * 2 + members.sex
    first = _siblings_apart(given.draw("given", which, dice), given, which, members, dice)
    second = given.draw("given/second", which, dice)
    kin_name = _Ragged([FAMILY_NAMES[name] for name, _ in peoples])
    shared = _shared_last(members, kin_name.draw("family name", people, dice))
    heads = np.flatnonzero(members.relation == kin.HEAD)
    rote = np.array([name == "rote" for name, _ in peoples])[roots_of.people] & dice.chance("adat", len(heads), 0.16)
    by_father = rote[members.family] & _heirs(members)

    alone = _mononym(members, style, dice)
    two = ~alone & (second != first) & dice.chance("two given", size, np.where(shared < 0, 0.9, 0.55))
    frame = pl.DataFrame(
        {
            "title": _title(members, roots_of.religion[members.family], degree, dice),
            "first": given.text(first),
            "second": given.text(np.where(two, second, -1)),
            "last": kin_name.text(np.where(alone | by_father, -1, shared)),
            "father": given.text(np.where(by_father, first[heads[members.family]], -1)),
            "degree": _degree(degree & ~alone & (members.age < 55), dice),
        }
    )
    full = pl.concat_str(["title", "first", "second", "last", "father"], separator=" ").str.replace_all(r"\s+", " ")
    return frame.select((full.str.strip_chars() + pl.col("degree")).alias("name"))["name"]


def _people_of(members: kin.Members, roots_of: Roots, peoples: int, dice: Dice) -> Ints:
    """A spouse, and whoever comes with one, is of another people in a third of the families."""
    base = roots_of.people[members.family]
    other = dice.below("other people", len(base), peoples)
    married_in = np.isin(members.relation, (kin.WIFE, kin.HUSBAND, kin.IN_LAW_CHILD, kin.PARENT_IN_LAW, kin.RELATIVE))
    return np.where(married_in & dice.chance("mixed", len(base), 0.33), other, base)


def _style(people: Ints, religion: Ints, peoples: Sequence[tuple[str, int]]) -> Ints:
    javanese = np.array([name == "jawa" for name, _ in peoples])[people]
    return np.where(javanese, _JAVANESE_LIST, np.where(religion == _MUSLIM, _MUSLIM_LIST, _CHRISTIAN_LIST))


def _siblings_apart(first: Ints, given: _Ragged, which: Ints, members: kin.Members, dice: Dice) -> Ints:
    """No two children of a family share a first name: steps are prime to the length of every list."""
    children = np.flatnonzero(members.relation == kin.CHILD)
    families = int(members.family[-1]) + 1 if len(first) else 0
    start = dice.below("given/family", families, 1 << 20)[members.family[children]]
    lists = which[children]
    place = (start + _SIBLING_STEP * members.slot[children]) % given.lengths[lists]
    named = first.copy()
    named[children] = given.starts[lists] + place
    return named


def _heirs(members: kin.Members) -> Bools:
    heirs: Bools = (members.relation == kin.CHILD) | (members.relation == kin.GRANDCHILD)
    return heirs


def _shared_last(members: kin.Members, last: Ints) -> Ints:
    """Children bear the head's name; in most families of a mother alone, that of a father not there."""
    heads = np.flatnonzero(members.relation == kin.HEAD)
    bearer = heads.copy()
    husbands = np.flatnonzero(members.relation == kin.HUSBAND)
    bearer[members.family[husbands]] = husbands
    heirs = np.flatnonzero(_heirs(members))
    first_heir = bearer.copy()
    first_heir[members.family[heirs[::-1]]] = heirs[::-1]
    absent = (members.kind[heads] == kin.MOTHER) & (np.arange(len(heads)) % 5 < 3)
    bearer = np.where(absent, first_heir, bearer)
    shared = last.copy()
    shared[heirs] = last[bearer[members.family[heirs]]]
    fathers = np.flatnonzero((members.relation == kin.PARENT) & (members.sex == kin.MALE))
    shared[fathers] = last[heads[members.family[fathers]]]
    return shared


def _mononym(members: kin.Members, style: Ints, dice: Dice) -> Bools:
    """One name only: many older Javanese, few others; the young have two since the rule of 2022."""
    old = members.age >= 45
    share = np.where(style == _JAVANESE_LIST, np.where(old, 0.55, 0.12), np.where(old, 0.03, 0.004))
    return dice.chance("mononym", len(style), np.where(members.age < 4, 0.0, share))


def _title(members: kin.Members, religion: Ints, degree: Bools, dice: Dice) -> pl.Series:
    size = len(religion)
    pilgrim = (religion == _MUSLIM) & (members.age >= 45) & dice.chance("pilgrim", size, 0.12)
    doctor = degree & (members.age >= 55) & dice.chance("drs", size, 0.35)
    choice = np.where(doctor, 3 + members.sex, np.where(pilgrim, 1 + members.sex, 0))
    return pl.Series(["", "H.", "HJ.", "DRS.", "DRA."]).gather(choice)


def _degree(degree: Bools, dice: Dice) -> pl.Series:
    words = pl.Series(["", ", S.PD", ", S.E.", ", S.H.", ", S.SOS", ", S.KOM", ", S.T."])
    drawn = 1 + dice.below("degree", len(degree), 6)
    return words.gather(np.where(degree & dice.chance("degree shown", len(degree), 0.45), drawn, 0))


def parents_names(
    members: kin.Members, full: pl.Series, roots_of: Roots, peoples: Sequence[tuple[str, int]], dice: Dice
) -> tuple[Ints, Ints, pl.Series, pl.Series]:
    """Father's and mother's rows where they are in the family (else -1), and their names for everybody."""
    families = len(roots_of.people)
    child = members.relation == kin.CHILD
    rows = {}
    for sex, partner in ((kin.MALE, kin.HUSBAND), (kin.FEMALE, kin.WIFE)):
        parent = np.full(families, -1, dtype=np.int64)
        adult = ((members.relation == kin.HEAD) & (members.sex == sex)) | (members.relation == partner)
        here = np.flatnonzero(adult & (members.kind != kin.ALONE))
        parent[members.family[here]] = here
        rows[sex] = np.where(child, parent[members.family], -1)
    style = _style(_people_of(members, roots_of, len(peoples), dice), roots_of.religion[members.family], peoples)
    # Brothers and sisters have one absent parent in common; everybody else has their own.
    key = np.where(child, members.family, families + np.arange(len(child)))
    given = _Ragged([words for pair in GIVEN_NAMES for words in pair])
    named = []
    for sex, stream in ((kin.MALE, "father's name"), (kin.FEMALE, "mother's name")):
        words = []
        for part in ("first", "second"):
            list_of = np.repeat(np.arange(3, dtype=np.int64) * 2 + sex, families + len(child)).reshape(3, -1)
            drawn = np.stack([given.draw(f"{stream}/{part}", row, dice) for row in list_of])
            words.append(given.text(drawn[style, key]))
        absent = pl.select(pl.concat_str(words, separator=" "))[:, 0]
        row = rows[sex]
        known = full.gather(np.maximum(row, 0))
        named.append(absent.zip_with(pl.Series(row < 0), known))
    return rows[kin.MALE], rows[kin.FEMALE], named[0], named[1]
