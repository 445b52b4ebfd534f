"""Signed checkpoints leave the house: into a folder that somebody else keeps, by mail, and to other cities.

What is sent holds no name and no amount: sizes, hashes and a signature. A witness that cannot be reached is noted and
tried again; nothing else waits for it.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage

from lontar.city.ledger.models import Checkpoint, Leaf, Witnessing
from lontar.city.ledger.queries import log
from lontar.city.ledger.queries.witnesses import FOLDER, MAIL, witnesses
from lontar.kit.calling import CallFailed, call
from lontar.science.proofs import HASH_BYTES

LEAVES_FILE = "leaves.bin"
CHUNK = 10_000


def send_to_witnesses() -> list[Witnessing]:
    """Give the newest checkpoint to every witness that does not have it yet; tells what came of it."""
    newest = log.newest_checkpoint()
    if newest is None:
        return []
    have = set(newest.witnessings.filter(trouble="").values_list("witness", flat=True))
    return [_sent(newest, witness, _way_to(witness)) for witness in witnesses() if witness not in have]


def _way_to(witness: str) -> Callable[[Checkpoint], None]:
    return {FOLDER: write_into_folder, MAIL: _mail}.get(witness) or partial(_to_city, witness)


def _sent(point: Checkpoint, witness: str, send: Callable[[Checkpoint], None]) -> Witnessing:
    trouble = ""
    try:
        send(point)
    except Exception as failure:  # whatever a mail server or a disk does, the log goes on and the next run tries again
        trouble = f"{type(failure).__name__}: {failure}"[:200] or type(failure).__name__
    return Witnessing.objects.create(checkpoint=point, witness=witness, trouble=trouble)


def write_into_folder(point: Checkpoint) -> None:
    """The note under its size, and the leaves up to it appended: by them a rewritten leaf is found to the number.

    The leaves are written first: after a crash they are there without their note, and the next run goes on from there.
    """
    folder = Path(settings.LOG_WITNESS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LEAVES_FILE).open("ab") as file:
        kept = file.tell() // HASH_BYTES
        file.truncate(kept * HASH_BYTES)  # half a hash is what a crash leaves
        for first in range(kept, point.size, CHUNK):
            rows = Leaf.objects.filter(number__gte=first, number__lt=min(first + CHUNK, point.size)).order_by("number")
            file.write(b"".join(bytes(one) for one in rows.values_list("commitment", flat=True)))
        file.flush()
        os.fsync(file.fileno())
    final = folder / _file_name(point)
    part = final.with_suffix(".part")
    part.write_text(point.note, encoding="utf-8")
    part.replace(final)


# Whoever gets it may never have heard of the log, and it lies in an archive for years: Indonesian, and short.
LETTER = """\
Ini tanda tangan kota atas {size} catatan bantuan ({origin}).

Simpan surel ini apa adanya; tidak perlu dibalas. Siapa pun yang memegangnya dapat membuktikan bila catatan sebelum hari
ini diubah atau dihapus. Caranya tertulis di halaman Log pada situs kota; berkas yang diperiksa ada di lampiran.

Kunci publik: {key}

{note}"""


def _mail(point: Checkpoint) -> None:
    key = log.verifier()
    letter = EmailMessage(
        subject=f"{log.origin()}: {point.size}",
        body=LETTER.format(size=point.size, origin=log.origin(), key=key, note=point.note),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=settings.LOG_WITNESS_MAIL,
    )
    letter.attach(_file_name(point), point.note.encode(), "application/octet-stream")  # byte for byte what was signed
    letter.send()


def _file_name(point: Checkpoint) -> str:
    return f"checkpoint-{point.size:012d}.txt"


def _to_city(city: str, point: Checkpoint) -> None:
    """Another city keeps it once it has seen that the log only grew since what it kept last."""
    told = call(f"{city}/api/log/kept?origin={quote(log.origin(), safe='')}")["items"]
    last: tuple[int, str] = next(((one["size"], one["root"]) for one in told if not one["forked"]), (0, ""))
    old, root = last
    if old > point.size:
        raise CallFailed(f"it keeps a checkpoint of {old} leaves; this log was cut off or restored from a copy")
    if old and log.root_at(old).hex() != root:
        raise CallFailed(f"it keeps another root of {old} leaves; this log was rewritten")
    path = [step.hex() for step in log.consistency(old, point.size)] if 0 < old < point.size else []
    call(f"{city}/api/log/kept", {"checkpoint": point.note, "old": old, "consistency": path})
