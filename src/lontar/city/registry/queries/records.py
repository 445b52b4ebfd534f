"""Two records side by side: all that the registry holds of each, where they differ, why the model thinks so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.registry.models import Dwelling, Family, Membership, Merge, Pair, Person
from lontar.city.registry.queries import story
from lontar.city.registry.queries.over_time import dwelling_on
from lontar.city.registry.queries.pairs import merges_into
from lontar.city.registry.queries.shields import hidden_families
from lontar.city.registry.queries.spoken import spoken
from lontar.kit.formats import day
from lontar.science.differences import Parts, marked
from lontar.science.linkage.levels import FIELDS, UNKNOWN, level_at
from lontar.science.names import name_key

SAME, WRITTEN_OTHERWISE, DIFFERENT, NOT_TOLD = "same", "written", "different", "unknown"
# The waterfall is drawn on a line of this width.
WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Record:
    """One record, as the page shows it and as the model compares it."""

    person: Person
    nik: str
    card: str
    membership: Membership | None
    family: Family | None
    dwelling: Dwelling | None
    ward: str
    others: list[str]  # who else stands in the family
    merged: list[Merge]
    hidden: bool  # the address is kept from this officer; it is not unknown

    def compared(self) -> dict[str, Any]:
        """The same for the linkage engine."""
        home = self.dwelling
        return {
            "record_id": self.person.pk, "nik": self.nik or None, "no_kk": self.card or None, "nama": self.person.name,
            "nama_ibu": self.person.mother_name or None, "tanggal_lahir": self.person.birth_date,
            "jenis_kelamin": self.person.sex or None, "kode_kelurahan": self.person.place_id,
            "rt": (home.rt or None) if home else None, "rw": (home.rw or None) if home else None,
            "alamat": (home.address or None) if home else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that both records may tell, in parts of which some are marked, and how the two agree."""

    label: str
    left: Parts
    right: Parts
    mark: str
    covers: str = ""  # name, date, home: covered while the masks are up; number: always


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field says of a pair, in bits for (+) or against (-) one person."""

    field: str
    level: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Fall:
    """One step of the waterfall: from where to where it falls on a line of WIDTH."""

    label: str
    words: str
    weight: float
    x: str  # as SVG reads it, whatever the language writes
    width: str
    kind: str  # up, down, none, sum
    zero: str


def record_of(person: Person) -> Record:
    """A record with its family, home and numbers; of somebody who left, those of the last family."""
    # Descending, an open end comes before every day.
    days = Membership.objects.filter(person=person).select_related("family")
    now = days.order_by(F("until").desc(nulls_first=True), "-since").first()
    family = now.family if now else None
    others = Membership.objects.filter(family=family, until=None).exclude(person=person).select_related("person")
    ward = places.by_id(person.place_id)
    return Record(
        person=person,
        nik=story.numbers_of([person.pk]).get(person.pk, ""),
        card=story.card_of(family) if family else "",
        membership=now,
        family=family,
        dwelling=dwelling_on(family) if family else None,
        ward=ward.name if ward else "",
        others=sorted(one.person.name for one in others) if family else [],
        merged=merges_into([person.pk]).get(person.pk, []),
        hidden=bool(family and hidden_families([family.pk])),
    )


def lines_between(one: Record, other: Record) -> list[Line]:
    """What both tell, line by line, in the order in which people compare."""

    def of(ask: Callable[[Record], Any]) -> tuple[str, str]:
        return tuple(_text(ask(record)) for record in (one, other))  # type: ignore[return-value]  # two records, two texts

    def home(record: Record) -> str:
        at = record.dwelling
        if record.hidden:
            return f"{record.ward} ({_('alamat tidak diperlihatkan')})"
        return f"{at.address}, RT {at.rt or '–'}/RW {at.rw or '–'}, {record.ward}" if at else record.ward

    def relation(record: Record) -> str:
        found = record.membership
        if found is None:
            return ""
        left = f" ({_('sampai %(day)s') % {'day': day(found.until, 'short')}})" if found.until else ""
        return f"{spoken('relation', found.relation)}{left}"

    return [
        _line(_("Nama"), *of(lambda r: r.person.name), covers="name", key=name_key),
        _line("NIK", *of(lambda r: r.nik), covers="number"),
        _line(_("Tanggal lahir"), *of(lambda r: r.person.birth_date), covers="date"),
        _line(_("Jenis kelamin"), *of(lambda r: spoken("sex", r.person.sex)), letters=False),
        _line(_("Nama ibu"), *of(lambda r: r.person.mother_name), covers="name", key=name_key),
        _line(_("Nama ayah"), *of(lambda r: r.person.father_name), covers="name", key=name_key),
        _line(_("Tempat lahir"), *of(lambda r: r.person.birth_place)),
        _line(_("Dalam keluarga sebagai"), *of(relation), letters=False),
        _line(_("Nomor KK"), *of(lambda r: r.card), covers="number"),
        _line(_("Alamat"), *of(home), covers="home"),
        _line(_("Pendidikan"), *of(lambda r: spoken("education", r.person.education)), letters=False),
        _line(_("Pekerjaan"), *of(lambda r: r.person.occupation), letters=False),
        _line(_("Meninggal"), *of(lambda r: r.person.died_on), letters=False),
    ]


def _text(value: Any) -> str:
    return day(value) if isinstance(value, date) else str(value or "")


def _line(label: str, one: str, other: str, *, covers: str = "", letters: bool = True, key: Callable[[str], str] = str.casefold) -> Line:  # fmt: skip
    left, right = marked(one, other)
    if not one or not other:
        mark = NOT_TOLD
    elif one.casefold() == other.casefold():
        mark = SAME
    else:
        mark = WRITTEN_OTHERWISE if key(one) == key(other) else DIFFERENT
    if mark == NOT_TOLD or not letters:
        left, right = [(text, False) for text in (one,) if text], [(text, False) for text in (other,) if text]
    return Line(label, left, right, mark, covers)


def shared_names(one: Record, other: Record) -> set[str]:
    """Keys of names that stand in both families beside the two: one family written twice, or brothers and sisters."""
    return {name_key(name) for name in one.others} & {name_key(name) for name in other.others}


def reasons(pair: Pair) -> list[Reason]:
    """What was compared when the pair was found, what was found, and how it weighs, in the reader's language."""
    english = (get_language() or "id").startswith("en")
    told = []
    for field in FIELDS:
        level, weight = pair.reasons.get(field, (UNKNOWN, 0.0))
        if level == UNKNOWN:
            told.append(Reason(field, f"{field}.unknown", _("belum diketahui"), 0.0))
            continue
        found = level_at(field, level)
        words = found.english if english else found.indonesian
        told.append(Reason(field, f"{field}.{found.code}", words, weight))
    return told


def speaks_apart(pair: Pair) -> bool:
    """Whether another card or home speaks for one person, which has to be explained."""
    return any(
        one.field in ("card", "home") and one.weight > 0 and one.level.endswith(".different") for one in reasons(pair)
    )


def falls(pair: Pair) -> list[Fall]:
    """The waterfall: from what one would think of any two records, reason by reason, to the sum."""
    labels = {
        "name": _("nama"), "birth": _("tanggal lahir"), "sex": _("jenis kelamin"), "nik": "NIK", "mother": _("nama ibu"),
        "card": _("nomor KK"), "home": _("tempat tinggal"),
    }  # fmt: skip
    told = reasons(pair)
    start = pair.weight - sum(one.weight for one in told)
    steps = [(_("sebelum dibandingkan"), _("dua catatan sembarang jarang satu orang"), start)]
    steps += [(labels[one.field], one.words, one.weight) for one in told]
    ends = [0.0]
    for _label, _words, weight in steps:
        ends.append(ends[-1] + weight)
    low, high = min(ends), max(ends)
    scale = WIDTH / ((high - low) or 1)
    zero = (0 - low) * scale
    drawn = [
        Fall(
            label, words, weight, _drawn((min(start, end) - low) * scale), _drawn(abs(weight) * scale),
            "none" if not weight else "up" if weight > 0 else "down", _drawn(zero),
        )
        for (label, words, weight), start, end in zip(steps, ends, ends[1:], strict=False)
    ]  # fmt: skip
    total = ends[-1]
    words = _("condong ke satu orang") if total > 0 else _("condong ke dua orang")
    x, width = _drawn(min(zero, zero + total * scale)), _drawn(abs(total) * scale)
    return [*drawn, Fall(_("jumlah"), words, total, x, width, "sum", _drawn(zero))]


def _drawn(length: float) -> str:
    return f"{length:.2f}"


def tops_of(pair: Pair) -> tuple[Person, Person]:
    """The records that now stand above the two of a pair; the two themselves where they are one by now."""
    found = Person.objects.select_related("merged_into").in_bulk([pair.person_a_id, pair.person_b_id])
    one, other = found[pair.person_a_id], found[pair.person_b_id]
    tops = one.merged_into or one, other.merged_into or other
    return (one, other) if tops[0] == tops[1] else tops


def of_their_own(lines: list[Line]) -> list[Line]:
    """What two records that were merged still say each by itself: numbers, home and family are the survivor's now."""
    return [line for line in lines if line.mark != NOT_TOLD and line.covers not in ("number", "home")]
