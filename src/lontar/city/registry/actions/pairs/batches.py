"""Obvious pairs confirmed at once by a person, after a random sample of them was looked at and none of it was wrong.

What the sample proves is told as the upper bound of errors (`science.samples.most_wrong`). The worker then merges pair
by pair, each in its own transaction, so that what others decide meanwhile is left as they decided it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry.actions.pairs.deciding import MAY_DECIDE, decide
from lontar.city.registry.models import Batch, Pair
from lontar.city.registry.queries import pairs as queries
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.samples import most_wrong, sample_for
from lontar.science.trouble import Refusal

SAMPLES: Final = tuple(sample_for(share) for share in (0.10, 0.05, 0.02, 0.01))
"""Sizes that prove, when none is wrong, at most 10, 5, 2 and 1 percent of errors."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of a sample so far; `most` is the largest share of errors that it still allows."""

    looked: int
    wrong: int
    size: int

    @property
    def most(self) -> float:
        return most_wrong(self.looked, self.wrong)

    @property
    def clean(self) -> bool:
        return self.looked == self.size and not self.wrong


@deed
def begin_batch(size: int, *, by: Actor, on: date) -> Batch:
    """Draw the sample: chance alone chooses, and nobody can draw again until they like it without leaving a trace."""
    require(by, *MAY_DECIDE)
    if size not in SAMPLES:
        raise Refusal(_("Pilih salah satu ukuran contoh."), field="size")
    keys = list(queries.queue("same").order_by("pk").values_list("pk", flat=True))
    if len(keys) <= size:
        raise Refusal(
            _("Hanya %(n)s pasangan yang hampir pasti sama.") % {"n": len(keys)},
            advice=_("Putuskan satu per satu, atau pilih contoh yang lebih kecil."),
        )
    for before in Batch.objects.select_for_update().filter(by_id=by.id, state=Batch.State.LOOKING):
        _close(before)
    spans = access.spans(by.id)
    batch = Batch.objects.create(
        place_id=spans[0][0] if len(spans) == 1 else places.home_or_refuse().pk,
        pairs=keys, sample=random.SystemRandom().sample(keys, size), by_id=by.id, by_role=by.role, on=on,
    )  # fmt: skip
    details = {"pairs": len(keys), "sample": size}
    record("begin_batch", subject=batch, by=by, on=on, place_id=batch.place_id, details=details)
    return batch


def looked_at(batch: Batch) -> Looked:
    """How much of the sample was looked at, and how much of it was not the same."""
    states = list(Pair.objects.filter(pk__in=batch.sample).values_list("state", flat=True))
    return Looked(
        looked=sum(state != Pair.State.WAITING for state in states),
        wrong=sum(state in (Pair.State.DIFFERENT, Pair.State.UNSURE) for state in states),
        size=len(batch.sample),
    )


@deed
def confirm_batch(batch_id: int, *, by: Actor, on: date) -> Batch:
    """Say that the rest is the same too; refused while the sample was not looked at, or something in it was wrong."""
    require(by, *MAY_DECIDE)
    batch = _mine(batch_id, by)
    found = looked_at(batch)
    if found.wrong:
        raise Refusal(
            _(
                "Dalam contoh ada %(wrong)s dari %(looked)s yang ternyata tidak sama, jadi sisanya tidak disahkan bersama."
            )
            % {"wrong": found.wrong, "looked": found.looked},
            advice=_("Putuskan sisanya satu per satu."),
        )
    if not found.clean:
        raise Refusal(
            _("Baru %(looked)s dari %(size)s contoh yang dilihat.") % {"looked": found.looked, "size": found.size},
            advice=_("Lihat semuanya dulu."),
        )
    batch.state, batch.confirmed_on = Batch.State.CONFIRMED, on
    batch.counts = {"looked": found.looked, "most_wrong": found.most}
    batch.save(update_fields=["state", "confirmed_on", "counts"])
    details = {"pairs": len(batch.pairs), **batch.counts}
    record("confirm_batch", subject=batch, by=by, on=on, place_id=batch.place_id, details=details)
    return batch


@deed
def leave_batch(batch_id: int, *, by: Actor, on: date) -> Batch:
    """Give a batch up; what was decided of its sample stays decided."""
    require(by, *MAY_DECIDE)
    batch = _mine(batch_id, by)
    _close(batch)
    record("leave_batch", subject=batch, by=by, on=on, place_id=batch.place_id, details=batch.counts)
    return batch


def work_off_batch(batch: Batch, *, by: Actor, on: date, tell: Callable[[int, int, str], None]) -> Batch:
    """Merge what is still waiting of a confirmed batch. Run twice, it goes on where it stopped."""
    if batch.state != Batch.State.CONFIRMED:
        return batch
    share = f"{batch.counts['most_wrong'] * 100:.1f}".replace(".", ",")
    # What is kept for good is Indonesian, whatever language the officer reads.
    why = f"Disahkan bersama: {batch.counts['looked']} contoh tanpa salah, paling banyak {share}% salah"
    waiting = list(queries.queue("same").filter(pk__in=batch.pairs).values_list("pk", flat=True))
    left = 0
    for done, key in enumerate(waiting):
        tell(done, len(waiting), "")
        try:
            decide(key, verdict=Pair.State.SAME, why=why, by=by, on=on)
        except Refusal:
            left += 1  # somebody was quicker, or said otherwise of another part: it stays in the queue
    merged = Pair.objects.filter(pk__in=batch.pairs, state=Pair.State.SAME).count()
    return _finish(batch, merged=merged, left=left, by=by, on=on)


@deed
def _finish(batch: Batch, *, merged: int, left: int, by: Actor, on: date) -> Batch:
    batch.state, batch.counts = Batch.State.DONE, {**batch.counts, "merged": merged, "left": left}
    batch.save(update_fields=["state", "counts"])
    record("finish_batch", subject=batch, by=by, on=on, place_id=batch.place_id, details=batch.counts)
    return batch


def _mine(batch_id: int, by: Actor) -> Batch:
    batch = Batch.objects.select_for_update().filter(pk=batch_id, by_id=by.id).first()
    if batch is None or batch.state != Batch.State.LOOKING:
        raise Refusal(_("Contoh ini sudah ditutup atau diambil petugas lain."), advice=_("Mulai contoh baru."))
    return batch


def _close(batch: Batch) -> None:
    found = looked_at(batch)
    batch.state = Batch.State.REFUSED if found.wrong else Batch.State.LEFT
    batch.counts = {"looked": found.looked, "wrong": found.wrong}
    batch.save(update_fields=["state", "counts"])
