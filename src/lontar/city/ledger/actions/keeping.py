"""What this city keeps as the witness of others: their checkpoints, each grown from the one before.

Whoever sends one needs no sign-in: it is signed by the log's own key, and only logs whose key was written down are kept.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from lontar.city.ledger.models import KeptCheckpoint
from lontar.kit.formats import number
from lontar.science import notes, proofs
from lontar.science.trouble import NotAllowed, Refusal


def keep_checkpoint(note: str, *, old: int, path: Sequence[bytes]) -> KeptCheckpoint:
    """Keep another city's checkpoint; `path` proves that its log grew from the `old` leaves that were kept last.

    A second root of one size is kept beside the first, as the evidence, and refused.
    """
    point = notes.verified(note, _verifier_of(notes.read_checkpoint(note).origin))
    with transaction.atomic():
        with connection.cursor() as cursor:  # two at once come one after the other
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger.kept'))")
        kept = KeptCheckpoint.objects.filter(origin=point.origin)
        last = kept.filter(forked=False).order_by("-size").first()
        same = kept.filter(size=point.size, forked=False).first()
        if same is None:
            _require_growth(last, point, old, path)
        forked = same is not None and bytes(same.root) != point.root
        made, _new = kept.get_or_create(
            origin=point.origin, size=point.size, root=point.root, defaults={"note": note, "forked": forked}
        )
    if made.forked:
        raise Refusal(
            _("Log ini menandatangani dua akar untuk %(n)s daun: ada dua cerita.") % {"n": number(point.size)},
            advice=_("Keduanya disimpan di sini sebagai bukti."),
        )
    return made


def _verifier_of(origin: str) -> notes.Verifier:
    for key in settings.LOG_WITNESS_FOR:
        verifier = notes.read_verifier(key)
        if verifier.name == origin:
            return verifier
    raise NotAllowed(
        _("Kota ini tidak menjadi saksi log %(origin)s.") % {"origin": origin[:60]},
        advice=_("Mintalah kota ini mencatat kunci publik log Anda."),
    )


def _require_growth(last: KeptCheckpoint | None, point: notes.Checkpoint, old: int, path: Sequence[bytes]) -> None:
    if last is None:
        return
    if point.size < last.size or old != last.size:
        raise Refusal(
            _("Yang disimpan terakhir di sini berisi %(n)s daun.") % {"n": number(last.size)},
            advice=_("Kirim yang lebih baru, dengan bukti pertumbuhan sejak itu."),
        )
    if not proofs.is_consistent(last.size, point.size, bytes(last.root), point.root, path):
        raise Refusal(
            _("Tidak terbukti bahwa log ini tumbuh dari %(n)s daun yang disimpan di sini.") % {"n": number(last.size)},
            advice=_("Bila buktinya memang begitu, log itu ditulis ulang: simpan kedua tanda tangannya."),
        )
