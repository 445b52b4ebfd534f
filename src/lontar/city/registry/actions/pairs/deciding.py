"""People decide whether two records are one person; what they decided can be taken back whole."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.registry.actions.contradicting import look_at
from lontar.city.registry.actions.pairs.changes import catch_up, changed_since
from lontar.city.registry.actions.pairs.joining import join, part
from lontar.city.registry.actions.timeline import Story, tell_many
from lontar.city.registry.models import Merge, Pair, Person
from lontar.city.registry.queries import pairs as queries
from lontar.city.registry.queries.shields import require_open_address
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor, Role, require
from lontar.science.trouble import NotAllowed, Refusal

MAY_DECIDE: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
WHY_LETTERS_MAX: Final = 200
VERDICTS: Final = (Pair.State.SAME, Pair.State.DIFFERENT, Pair.State.UNSURE)
MERGED: Final = noop("Seorang anggota tercatat dua kali: catatan %(merged)s kini satu dengan %(survivor)s")
PARTED: Final = noop("Catatan %(merged)s dan %(survivor)s dipisahkan lagi: ternyata dua orang")


@deed
def decide(pair_id: int, *, verdict: str, survivor_id: int | None = None, why: str = "", by: Actor, on: date) -> Pair:
    """Say that a pair is one person, two, or not to be told; `same` merges the one record into the other.

    `survivor_id` is the record that stays; without it the better kept one does. Who comes second is told who was first.
    """
    require(by, *MAY_DECIDE)
    if verdict not in VERDICTS:
        raise Refusal(_("Pilih: sama, beda, atau ragu."), field="verdict")
    pair = _locked(pair_id)
    if pair.state in (Pair.State.SAME, Pair.State.DIFFERENT):
        raise Refusal(already(pair), advice=_("Muat ulang antrean; keputusan itu dapat diurungkan bila keliru."))
    _require_all_wards([pair.person_a_id, pair.person_b_id], by)
    pair.state, pair.why = verdict, why.strip()[:WHY_LETTERS_MAX]
    pair.decided_by_id, pair.decided_role = by.id, by.role
    pair.decided_on, pair.decided_at = on, timezone.now()
    details: dict[str, Any] = {"verdict": str(verdict), "persons": [pair.person_a_id, pair.person_b_id]}
    if verdict == Pair.State.SAME:
        merge = _merge(pair, survivor_id, by=by, on=on)
        details |= {"survivor": merge.survivor_id} if merge else {}
    pair.save(update_fields=["state", "why", "decided_by", "decided_role", "decided_on", "decided_at"])
    record("decide_pair", subject=pair, by=by, on=on, place_id=pair.place_id, reason=pair.why, details=details)
    return pair


def already(pair: Pair) -> str:
    """Who decided a pair before, and what."""
    words = {"same": _("sama"), "different": _("beda"), "unsure": _("ragu")}
    who = pair.decided_by.name if pair.decided_by else ""
    return _("Pasangan ini sudah diputuskan %(verdict)s oleh %(who)s pada %(on)s.") % {
        "verdict": words[pair.state], "who": who, "on": day(pair.decided_on),
    }  # fmt: skip


@deed
def undo_decision(pair_id: int, *, why: str = "", knowing: bool = False, by: Actor, on: date) -> Pair:
    """Take a decision back: the pair waits again, and a merge is undone whole."""
    require(by, *MAY_DECIDE)
    pair = _locked(pair_id)
    if pair.state == Pair.State.WAITING:
        raise Refusal(_("Pasangan ini belum diputuskan atau keputusannya sudah diurungkan."))
    _require_all_wards([pair.person_a_id, pair.person_b_id], by)
    verdict, persons = pair.state, [pair.person_a_id, pair.person_b_id]
    merge = Merge.objects.select_for_update().filter(pair=pair, undone_on=None).first()
    if merge is not None:
        _undo(merge, why=why, knowing=knowing, by=by, on=on)
    _wait_again(pair)
    details = {"verdict": str(verdict), "persons": persons}
    record("undo_decision", subject=pair, by=by, on=on, place_id=pair.place_id, reason=why.strip(), details=details)
    return pair


def _merge(pair: Pair, survivor_id: int | None, *, by: Actor, on: date) -> Merge | None:
    """Make the records of a pair one; None when other merges have made them one already."""
    one, other = _roots(pair)
    if one.pk == other.pk:
        return None
    _require_no_contradiction(one.pk, other.pk)
    survivor = _survivor(one, other, pair, survivor_id)
    merged = other if survivor.pk == one.pk else one
    _require_all_wards([survivor.pk, merged.pk], by)
    require_open_address(persons=[survivor.pk, merged.pk])
    merge = Merge(
        pair=pair, survivor=survivor, merged=merged, place_id=merged.place_id, other_place_id=survivor.place_id,
        by_id=by.id, by_role=by.role, on=on,
    )  # fmt: skip
    join(merge, on=on)
    merge.save()
    _tell(merge, MERGED, "merged", on=on)
    return merge


def _survivor(one: Person, other: Person, pair: Pair, wanted: int | None) -> Person:
    best = queries.better_kept(one, other)
    if wanted is None:
        return best
    # A record of the pair that was merged meanwhile stands for the one above it.
    chosen = {pair.person_a_id: one, pair.person_b_id: other, one.pk: one, other.pk: other}.get(wanted)
    if chosen is None:
        raise Refusal(_("Pilih salah satu dari kedua catatan ini."), field="survivor")
    left = other if chosen.pk == one.pk else one
    if queries.open_family(chosen.pk) is None and queries.open_family(left.pk) is not None:
        raise Refusal(
            _("%(who)s tidak lagi tercatat dalam keluarga mana pun.") % {"who": chosen.local_number},
            advice=_("Pertahankan %(who)s, yang masih anggota keluarga.") % {"who": left.local_number},
            field="survivor",
        )
    return chosen


def _roots(pair: Pair) -> tuple[Person, Person]:
    """The records that stand above the two of a pair now, locked in the order of their keys."""
    records = Person.objects.filter(pk__in=[pair.person_a_id, pair.person_b_id])
    above = {one.pk: one.merged_into_id or one.pk for one in records}
    locked = {
        one.pk: one
        for one in Person.objects.select_for_update().filter(pk__in=set(above.values())).order_by("pk")
    }  # fmt: skip
    try:
        one, other = locked[above[pair.person_a_id]], locked[above[pair.person_b_id]]
    except KeyError:
        raise _beyond() from None
    if one.merged_into_id or other.merged_into_id:
        raise Refusal(_("Catatan ini baru saja digabung oleh petugas lain."), advice=_("Muat ulang antrean."))
    return one, other


def _require_no_contradiction(one: int, other: int) -> None:
    """Somebody said of two records on the two sides that they are different people."""
    sides = [Person.objects.filter(Q(pk=root) | Q(merged_into_id=root)).values("pk") for root in (one, other)]
    said = Pair.objects.filter(
        Q(person_a__in=sides[0], person_b__in=sides[1]) | Q(person_a__in=sides[1], person_b__in=sides[0]),
        state=Pair.State.DIFFERENT,
    ).first()
    if said is not None:
        numbers = [Person(pk=key).local_number for key in (said.person_a_id, said.person_b_id)]
        raise Refusal(
            _("%(one)s dan %(other)s sudah diputuskan beda, padahal penggabungan ini akan menyatukannya.")
            % {"one": numbers[0], "other": numbers[1]},
            advice=_("Urungkan dulu salah satu keputusan itu."),
        )


@deed
def undo_merge(merge_id: int, *, why: str = "", knowing: bool = False, by: Actor, on: date) -> Merge:
    """Part two records again, by their merge; the pair that caused it waits for another decision."""
    require(by, *MAY_DECIDE)
    merge = Merge.objects.filter(pk=merge_id).first()
    if merge is None or merge.undone_on is not None:
        raise Refusal(_("Penggabungan ini sudah diurungkan."))
    undo_decision(merge.pair_id, why=why, knowing=knowing, by=by, on=on)
    merge.refresh_from_db()
    return merge


def _undo(merge: Merge, *, why: str, knowing: bool, by: Actor, on: date) -> None:
    """Part what was joined later first, then this, and join the later ones again: any order ends alike."""
    _require_all_wards([merge.survivor_id, merge.merged_id], by)
    require_open_address(persons=[merge.survivor_id, merge.merged_id])
    if not merge.moved:
        raise Refusal(_("Data orang ini sudah dihapus; kedua catatannya tinggal kosong dan tidak dapat dipisahkan."))
    later = _later(merge, by)
    told: list[str] = []
    theirs = {one.family_id for one in [*later, merge]} - {None}
    if len(queries.families_by_key(theirs)) < len(theirs):
        raise _beyond()
    for one in [*later, merge]:
        told += [words for words in changed_since(one) if words not in told]
        part(one)
    if told and not knowing:
        raise Refusal(
            " ".join([_("Sejak digabung, ada yang berubah:"), *told]),
            advice=_("Tidak ada yang hilang; urungkan lagi dengan menyatakan bahwa Anda tahu."),
            field="knowing",
        )
    merge.undone_by_id, merge.undone_on, merge.undone_at = by.id, on, timezone.now()
    merge.undone_why = why.strip()[:WHY_LETTERS_MAX]
    merge.save(update_fields=["undone_by", "undone_on", "undone_at", "undone_why"])
    _tell(merge, PARTED, "parted", on=on)
    for one in [*later, merge]:
        catch_up(one)
    for one in reversed(later):
        _join_again(one, on=on)
    _doubt_the_rest(merge)


def _later(merge: Merge, by: Actor) -> list[Merge]:
    """The merges around this one that were made after it, the newest first; refused where one lies beyond the wall."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_merges_around(%s)", [merge.survivor_id])
        keys = {key for (key,) in cursor.fetchall()}
    later = [key for key in keys if key > merge.pk]
    found = list(Merge.objects.select_for_update().filter(pk__in=later).order_by("-pk"))
    if len(found) < len(later):
        raise _beyond()
    _require_all_wards([key for one in found for key in (one.survivor_id, one.merged_id)], by)
    return found


def _join_again(merge: Merge, *, on: date) -> None:
    """A later merge once more, between the records that stand above its pair now."""
    pair = Pair.objects.get(pk=merge.pair_id)
    one, other = _roots(pair)
    if merge.survivor_id not in (one.pk, other.pk):
        merge.survivor = one if merge.merged_id == other.pk else other
    merge.merged = other if merge.survivor_id == one.pk else one
    merge.place_id, merge.other_place_id = merge.merged.place_id, merge.survivor.place_id
    join(merge, on=on)
    merge.save()


def _doubt_the_rest(merge: Merge) -> None:
    """Pairs that were the same by way of this merge alone were never looked at by themselves: they wait again."""
    both = Person.objects.filter(pk__in=[merge.survivor_id, merge.merged_id])
    tops = list(both.values_list(Coalesce("merged_into_id", "pk"), flat=True))
    records = Person.objects.filter(Q(pk__in=tops) | Q(merged_into_id__in=tops))
    above = dict(records.values_list("pk", Coalesce("merged_into_id", "pk")))
    merges = Merge.objects.filter(pair=OuterRef("pk"), undone_on=None)
    by_the_way = Pair.objects.filter(~Exists(merges), state=Pair.State.SAME, person_a__in=above, person_b__in=above)
    for pair in by_the_way:
        if above[pair.person_a_id] != above[pair.person_b_id]:
            _wait_again(pair)


def _wait_again(pair: Pair) -> None:
    pair.state, pair.why, pair.decided_by, pair.decided_role = Pair.State.WAITING, "", None, ""
    pair.decided_on = pair.decided_at = None
    pair.save(update_fields=["state", "why", "decided_by", "decided_role", "decided_on", "decided_at"])


def _locked(pair_id: int) -> Pair:
    pair = Pair.objects.select_for_update().filter(pk=pair_id).first()
    if pair is None:
        raise _beyond()
    # An import that runs now reads and writes the same people.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(hashtext('lontar registry import'))")
        (free,) = cursor.fetchone()
    if not free:
        raise Refusal(_("Sebuah impor sedang menulis ke registri."), advice=_("Coba lagi sebentar lagi."))
    return pair


def _require_all_wards(persons: Sequence[int], by: Actor) -> None:
    """Every ward in which these records hold anything must be one that the officer serves."""
    spans = access.spans(by.id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_wards_of_records(%s)", [list(persons)])
        wards = [place for (place,) in cursor.fetchall()]
    if not all(any(low <= ward <= high for low, high in spans) for ward in wards):
        raise _beyond()


def _beyond() -> NotAllowed:
    return NotAllowed(
        _("Salah satu catatan ini berada di luar wilayah Anda."),
        advice=_("Mintalah perencana atau operator yang melayani seluruh kota memutuskannya."),
    )


def _tell(merge: Merge, message: str, kind: str, *, on: date) -> None:
    families = {merge.family_id, merge.survivor_family_id} - {None}
    details = {"merged": merge.merged.local_number, "survivor": merge.survivor.local_number}
    stories = [
        Story(family.pk, family.place_id, details) for family in queries.families_by_key(families)
    ]  # fmt: skip
    tell_many(stories, kind=kind, message=message, on=on)
    look_at((story.family_id for story in stories), on=on)
