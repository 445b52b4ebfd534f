"""Take lists of recipients in, find the families of the rest by hand, withdraw what was wrong."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.programmes import queries
from lontar.city.programmes.models import Recipient, RecipientList
from lontar.city.registry import queries as registry
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.kit.sealing import seal_all
from lontar.science.family_file.columns import plain_title
from lontar.science.rupiah_text import rupiah_in
from lontar.science.titled_rows import Row, titled_rows
from lontar.science.trouble import NotAllowed, Refusal

FILE_BYTES_MAX: Final = 50_000_000
ROWS_MAX: Final = 200_000
YEAR_MIN: Final = 2000
DAYS_MAX: Final = 3 * 366
REASON_LETTERS_MIN, REASON_LETTERS_MAX = 5, 300
TITLES: Final = {
    "nik": ("NIK", "No. NIK", "Nomor NIK", "NIK Penerima", "nik_penerima", "Peserta", "No. KTP"),
    "kk": ("no_kk", "Nomor KK", "No. KK", "KK", "Nomor Kartu Keluarga"),
    "local": ("nomor_lokal", "Nomor Keluarga"),
    "name": ("Nama", "Nama Penerima", "Nama Lengkap", "nama_penerima", "Nama KPM", "Nama Pengurus"),
    "ward": ("Kelurahan", "Desa", "Desa/Kelurahan", "Kelurahan/Desa", "nama_kelurahan", "kode_kelurahan", "Desa/Kel"),
    "amount": ("Nominal", "Jumlah", "Nilai", "Besar Bantuan", "Rupiah"),
}
State = Recipient.State


@dataclass(frozen=True, slots=True)
class ListHead:
    """What an officer says of a list: of which programme, for which days, from where, and whether it is the whole."""

    programme: str
    since: date
    until: date
    complete: bool
    source: str


@deed
def take_in_recipients(
    path: Path, head: ListHead, *, file: str, place_id: int, by: Actor, on: date, made_up: bool = False
) -> RecipientList:  # fmt: skip
    """Keep who is on a list: families by their numbers, and the rows without one on a worklist, sealed."""
    require(by, *queries.WHO_BRING_LISTS)
    if not queries.may_bring_lists(by, place_id):
        raise NotAllowed(_("Wilayah ini tidak seluruhnya dalam tugas Anda."), advice=_("Mintalah kepada petugas kota."))
    _check_head(head, on)
    data = path.read_bytes()
    if len(data) > FILE_BYTES_MAX:
        raise Refusal(_("Berkas itu lebih dari 50 MB."), advice=_("Bagi menurut kecamatan."), field="file")
    digest = hashlib.sha256(data).hexdigest()
    with connection.cursor() as cursor:  # pressed twice, it is taken in once
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('programmes.recipients'), %s)", [place_id % 2**31])
    if RecipientList.objects.filter(programme=head.programme, sha256=digest, withdrawn_on=None).exists():
        raise Refusal(
            _("Daftar yang sama sudah dibawa."), advice=_("Tidak ada yang perlu dilakukan lagi."), field="file"
        )
    rows = _rows(path, file)
    families = _families(rows)
    made = RecipientList.objects.create(
        place_id=place_id, programme=head.programme, since=head.since, until=head.until, complete=head.complete,
        source=" ".join(head.source.split())[:160], file_name=file[:200], sha256=digest, rows=len(rows), by_id=by.id, on=on,
        made_up=made_up,
    )  # fmt: skip
    kept = _recipients(made, rows, families)
    Recipient.objects.bulk_create(kept, batch_size=2000)
    matched = sum(one.state == State.MATCHED for one in kept)
    unplaced = sum(one.state == State.OPEN and one.place_id == place_id for one in kept)
    RecipientList.objects.filter(pk=made.pk).update(unplaced=unplaced)
    made.unplaced = unplaced
    made.unread = sum(  # said once, to whoever brings it
        one.amount is None and bool(cells.get("amount", "").strip())
        for one, (_number, cells) in zip(kept, rows, strict=True)
    )
    made.repeated = matched - len({one.family_id for one in kept if one.family_id})
    record(
        "take_in_recipients", subject=made, by=by, on=on, place_id=place_id,
        details={"programme": head.programme, "rows": len(rows), "matched": matched, "source": made.source},
    )  # fmt: skip
    return made


def _check_head(head: ListHead, on: date) -> None:
    if head.programme not in queries.listable_programmes(on.year):
        raise Refusal(
            _("Untuk program itu tidak disimpan daftar nama."),
            advice=_("Pilih program per nama dari katalog. Program peka tidak punya daftar nama di sini."),
            field="programme",
        )
    if head.until < head.since:
        raise Refusal(_("Daftar itu berakhir sebelum mulai."), field="until")
    if head.since > on:
        raise Refusal(_("Hari itu belum tiba."), field="since")
    if head.since.year < YEAR_MIN:
        raise Refusal(
            _("Tahunnya keliru: daftar itu mulai sebelum tahun %(year)s.") % {"year": YEAR_MIN}, field="since"
        )
    if (head.until - head.since).days > DAYS_MAX:
        raise Refusal(
            _("Daftar itu berlaku lebih dari tiga tahun."),
            advice=_("Tulis masa yang disebut daftarnya; daftar berikutnya menyambungnya."), field="until",
        )  # fmt: skip
    if not head.source.strip():
        raise Refusal(
            _("Tulis dari mana daftarnya."), advice=_("Contoh: SIKS-NG, Kemensos, triwulan III."), field="source"
        )


def _rows(path: Path, file: str) -> list[Row]:
    for grid in read_book(path, name=file).grids:
        for key in ("nik", "kk", "local"):
            rows = titled_rows(grid, TITLES, (key,))
            if rows is not None:
                found = [
                    (number, cells)
                    for number, cells in rows
                    if any(cells.get(k) for k in ("nik", "kk", "local", "name"))
                ]
                if len(found) > ROWS_MAX:
                    raise Refusal(
                        _("Berkas itu lebih dari 200.000 baris."), advice=_("Bagi menurut kecamatan."), field="file"
                    )
                if found:
                    return found
    raise Refusal(
        _("Berkas %(file)s tidak punya baris dengan kolom NIK, no_kk atau nomor_lokal.") % {"file": file},
        advice=_("Beri judul kolomnya salah satu dari itu, lalu unggah lagi."),
        field="file",
    )


def _families(rows: Sequence[Row]) -> dict[int, int]:
    """The family of each row by its numbers; a row whose numbers name two families has none."""
    numbers = {text for _row, cells in rows for key in ("nik", "kk", "local") if (text := _number(cells, key))}
    known = registry.families_of_numbers(numbers)
    found: dict[int, int] = {}
    for number, cells in rows:
        its = {known[text] for key in ("nik", "kk", "local") if (text := _number(cells, key)) in known}
        if len(its) == 1:
            found[number] = its.pop()
    return found


def _number(cells: Mapping[str, str], key: str) -> str:
    return "".join(cells.get(key, "").replace("'", "").split())


def _recipients(made: RecipientList, rows: Sequence[Row], families: Mapping[int, int]) -> list[Recipient]:
    wards = dict(
        registry.families_matching(registry.FamilyFilter())
        .filter(pk__in=set(families.values()))
        .values_list("pk", "place_id")
    )  # fmt: skip
    named = _wards_by_name(made.place_id)
    left = [(number, cells) for number, cells in rows if number not in families]
    texts = [
        json.dumps({key: cells[key] for key in ("name", "nik", "kk", "local") if key in cells}).encode()
        for _number, cells in left
    ]
    sealed = dict(zip((number for number, _cells in left), seal_all(texts), strict=True))
    kept = []
    for number, cells in rows:
        family = families.get(number)
        place = wards.get(family) if family else named.get(plain_title(cells.get("ward", "")))
        amount = rupiah_in(cells.get("amount", ""))
        kept.append(
            Recipient(
                list=made, place_id=place or made.place_id, family_id=family, row=number, amount=amount,
                state=State.MATCHED if family else State.OPEN, cipher=sealed.get(number, b""),
            )
        )  # fmt: skip
    return kept


def _wards_by_name(place_id: int) -> dict[str, int]:
    """Wards by name, by other names and by code; a name that two wards bear names none."""
    found: dict[str, set[int]] = {}
    for ward in places.wards_in(place_id):
        for text in (ward.name, ward.code):
            found.setdefault(plain_title(text), set()).add(ward.pk)
    for alias in places.aliases_in(place_id):
        found.setdefault(plain_title(alias.name), set()).add(alias.place_id)
    return {text: keys.pop() for text, keys in found.items() if len(keys) == 1 and text}


@deed
def settle_recipient(recipient: Recipient, *, number: str, note: str, by: Actor, on: date) -> Recipient:
    """Say which family a row means, by one of its numbers; without a number, that it is no family of this city."""
    require(by, *queries.WHO_SETTLE)
    recipient = Recipient.objects.select_for_update(of=("self",)).select_related("list").get(pk=recipient.pk)
    if recipient.state != State.OPEN:
        raise Refusal(_("Baris ini sudah selesai."), advice=_("Muat ulang daftarnya."))
    number, note = "".join(number.split()), " ".join(note.split())
    if number:
        family = registry.families_of_numbers([number]).get(number)
        if family is None:
            raise Refusal(
                _("Tidak ada keluarga dengan nomor ini di wilayah Anda."),
                advice=_("Periksa nomornya, atau impor dulu keluarganya."), field="number",
            )  # fmt: skip
        place = queries.ward_of_family(family)
        values: dict[str, Any] = {"state": State.MATCHED, "family_id": family, "place_id": place or recipient.place_id}
    else:
        if not REASON_LETTERS_MIN <= len(note) <= REASON_LETTERS_MAX:
            raise Refusal(_("Tulis nomornya, atau mengapa baris ini bukan keluarga kota ini."), field="note")
        values = {"state": State.ASIDE}
    if recipient.place_id == recipient.list.place_id:
        RecipientList.objects.filter(pk=recipient.list_id, unplaced__gt=0).update(unplaced=F("unplaced") - 1)
    # What was sealed is not needed any more, so it is not kept.
    Recipient.objects.filter(pk=recipient.pk).update(
        **values, cipher=b"", note=note, settled_by_id=by.id, settled_on=on
    )
    record(
        "settle_recipient", subject=recipient.list, by=by, on=on, place_id=recipient.place_id,
        details={"row": recipient.row, "state": values["state"]},
    )  # fmt: skip
    recipient.state = values["state"]
    return recipient


@deed
def withdraw_list(found: RecipientList, *, reason: str, by: Actor, on: date) -> RecipientList:
    """A list that was wrong counts no more; what it had sealed is forgotten."""
    require(by, *queries.WHO_BRING_LISTS)
    reason = checked_reason(reason)
    if not queries.may_bring_lists(by, found.place_id):
        raise NotAllowed(_("Wilayah ini tidak seluruhnya dalam tugas Anda."), advice=_("Mintalah kepada petugas kota."))
    found = RecipientList.objects.select_for_update().get(pk=found.pk)
    if found.withdrawn_on is not None:
        raise Refusal(_("Daftar ini sudah ditarik."))
    found.withdrawn_on, found.withdraw_reason = on, reason
    found.save(update_fields=["withdrawn_on", "withdraw_reason"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programmes_recipient SET cipher = ''::bytea WHERE list_id = %s", [found.pk])
    record("withdraw_list", subject=found, by=by, on=on, place_id=found.place_id, reason=reason)
    return found
