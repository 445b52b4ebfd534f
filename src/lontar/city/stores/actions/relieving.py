"""After a declared emergency goods go out first, by name or by count; who a name is, a person says later."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.places import queries as places
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families
from lontar.city.stores import queries
from lontar.city.stores.actions.moving import checked_quantity, open_for, require_in_store
from lontar.city.stores.models import Emergency, Movement, Relief
from lontar.kit.deeds import deed
from lontar.kit.formats import day, number
from lontar.kit.gate import Actor, require
from lontar.science.postings import transfer
from lontar.science.trouble import NotAllowed, Refusal

WORDS_MIN, DAYS_MAX, PERSONS_MAX, KEY_LETTERS_MAX = 3, 366, 100_000, 40
RELIEVED = gettext_noop("Menerima %(goods)s dalam keadaan darurat: %(what)s")
State = Relief.State


@dataclass(frozen=True, slots=True)
class Out:
    """What went out: how much of which goods, to how many people, where, by which signed paper; a name where given."""

    item_id: int
    quantity: int
    persons: int
    spot: str
    paper: str
    name: str = ""


@deed
def declare_emergency(
    place_id: int, *, number: str, what: str, days: tuple[date, date], by: Actor, on: date
) -> Emergency:  # fmt: skip
    """Note a decree that declares an emergency: its area, its first and its last day. The same number is noted once."""
    require(by, *queries.WHO_DECLARE)
    number, what = _words(number, 80, "number"), _words(what, 160, "what")
    since, until = days
    if places.by_id(place_id) is None or not access.serves(by.id, place_id):
        raise NotAllowed(_("Wilayah itu di luar tugas Anda."), advice=_("Pilih wilayah yang Anda layani."))
    if since > on:
        raise Refusal(_("Hari pertamanya belum tiba."), field="since")
    if not 0 <= (until - since).days <= DAYS_MAX:
        raise Refusal(
            _("Hari terakhir tidak sebelum hari pertama, dan paling lama setahun sesudahnya."), field="until"
        )  # fmt: skip
    before = Emergency.objects.filter(number=number).first()
    if before is not None:
        if (before.place_id, before.since, before.until) != (place_id, since, until):
            raise Refusal(_("Keputusan nomor %(number)s sudah dicatat.") % {"number": number}, field="number")
        return before
    made = Emergency.objects.create(
        place_id=place_id, number=number, what=what, since=since, until=until, by_id=by.id, on=on,
        made_up=places.is_made_up(),
    )  # fmt: skip
    record(
        "declare_emergency", subject=made, by=by, on=on, place_id=place_id,
        details={"number": number, "since": since.isoformat(), "until": until.isoformat()},
    )  # fmt: skip
    return made


@deed
def hand_out_relief(
    emergency_id: int, out: Out, *, store_id: int, place_id: int, key: str, by: Actor, on: date
) -> Relief:  # fmt: skip
    """Hand goods out now; they leave the store in the book at once. The same key again answers as the first time."""
    require(by, *queries.WHO_RELIEVE)
    emergency = _in_force(emergency_id, place_id, on)
    ward = places.by_id(place_id)
    if ward is None or ward.level != "ward" or not access.serves(by.id, place_id):
        raise NotAllowed(_("Wilayah itu di luar tugas Anda."), advice=_("Pilih kelurahan yang Anda layani."))
    if not 0 < len(key) <= KEY_LETTERS_MAX:
        raise Refusal(_("Kunci perintah paling panjang %(most)d huruf.") % {"most": KEY_LETTERS_MAX}, field="key")
    command = f"relief:{key}"
    before = Relief.objects.filter(command_key=command).first()
    if before is not None:
        return before
    store, item = queries.store_or_refuse(store_id, by), queries.item_or_none(out.item_id)
    if item is None:
        raise Refusal(_("Pilih barangnya."), field="item")
    quantity, spot, paper = (
        checked_quantity(out.quantity),
        _words(out.spot, 120, "spot"),
        _words(out.paper, 120, "paper"),
    )
    if not 0 < out.persons <= PERSONS_MAX:
        raise Refusal(_("Tuliskan berapa orang yang menerima."), field="persons")
    name = " ".join(out.name.split())[:120]
    require_in_store(store, item, quantity)
    given = queries.account_of(book.Kind.GIVEN, item, ward.code)
    _supplied, stored = open_for(item, store, by=by, on=on)
    ledger.open_accounts(
        [ledger.NewAccount(given, book.Kind.GIVEN, f"goods:{item.key}", ward.pk, item.unit)], by=by, on=on
    )
    memo = f"Darurat {emergency.number}: {item.name}"[:200]
    ledger.post(transfer(stored, given, quantity, memo=memo, unit=item.unit), key=command, by=by, on=on)
    Movement.objects.create(
        kind=Movement.Kind.GIVEN, item=item, store=store, quantity=quantity, on=on, document=paper, entry_key=command,
        command_key=command, by_id=by.id,
    )  # fmt: skip
    made = Relief.objects.create(
        emergency=emergency, place_id=ward.pk, store=store, item=item, quantity=quantity, persons=out.persons, name=name,
        spot=spot, paper=paper, on=on, by_id=by.id, state=State.WAITING if name else State.COUNTED, command_key=command,
    )  # fmt: skip
    record(
        "hand_out_relief", subject=made, by=by, on=on, place_id=ward.pk,
        details={"item": item.name, "quantity": quantity, "unit": item.unit, "people": out.persons},
    )  # fmt: skip
    return made


@deed
def match_relief(relief_id: int, *, family_number: str, by: Actor, on: date) -> Relief:
    """Say which family a name was. The family's story then tells what it received, and the name goes."""
    require(by, *queries.WHO_MATCH)
    found = _waiting(relief_id, by)
    asked = "".join(family_number.split())
    family = families.families_of_numbers([asked]).get(asked)
    if family is None:
        raise Refusal(
            _("Tidak ada keluarga dengan nomor ini di wilayah Anda."),
            advice=_("Periksa nomornya: nomor lokal, KK atau NIK."), field="family_number",
        )  # fmt: skip
    families.require_open_address(family)
    if families.shielded_families([family]):
        # Where they fetched rice on which day would tell where they are.
        raise Refusal(
            _("Alamat keluarga ini dilindungi, jadi penyerahan ini tidak dicocokkan dengannya."),
            advice=_("Catat sebagai tidak dikenal; barangnya tetap tercatat diserahkan."), field="family_number",
        )  # fmt: skip
    ward = families.wards_of_families([family])[family]
    _settle(found, State.MATCHED, family=family, note="", by=by, on=on)
    registry.tell(
        family, ward, kind="relief", message=RELIEVED, on=found.on,
        details={
            "goods": f"{number(found.quantity)} {found.item.unit} {found.item.name}", "what": found.emergency.what,
        },
    )  # fmt: skip
    record("match_relief", subject=found, by=by, on=on, place_id=found.place_id, details={"family": family})
    return found


@deed
def leave_unmatched(relief_id: int, *, note: str, by: Actor, on: date) -> Relief:
    """Say that the registry has no such family, and what is known; the name goes, the goods stay handed over."""
    require(by, *queries.WHO_MATCH)
    found = _waiting(relief_id, by)
    note = _words(note, 300, "note")
    _settle(found, State.UNKNOWN, family=None, note=note, by=by, on=on)
    record("leave_unmatched", subject=found, by=by, on=on, place_id=found.place_id, reason=note)
    return found


def _in_force(emergency_id: int, place_id: int, on: date) -> Emergency:
    emergency = Emergency.objects.filter(pk=emergency_id).first()
    if emergency is None:
        raise queries.NotFound(_("Keadaan darurat itu tidak ada."), advice=_("Pilih dari daftarnya."))
    lowest, highest = places.span(emergency.place_id)
    if not lowest <= place_id <= highest:
        raise Refusal(
            _("Kelurahan itu di luar wilayah keadaan darurat ini."),
            advice=_("Pilih kelurahan yang tertulis di keputusannya."), field="place",
        )  # fmt: skip
    if not emergency.since <= on <= emergency.until:
        raise Refusal(
            _("Keadaan darurat ini berakhir pada %(day)s.") % {"day": day(emergency.until)},
            advice=_("Sesudahnya barang diserahkan menurut hak."),
        )
    return emergency


def _waiting(relief_id: int, by: Actor) -> Relief:
    Relief.objects.select_for_update().filter(pk=relief_id).first()
    found = queries.reliefs(by).filter(pk=relief_id).first()
    if found is None:
        raise queries.NotFound(_("Penyerahan itu tidak ada di wilayah Anda."), advice=_("Muat ulang daftarnya."))
    if found.state != State.WAITING:
        raise Refusal(_("Nama ini sudah dicocokkan orang lain."), advice=_("Muat ulang daftarnya."))
    return found


def _settle(found: Relief, state: str, *, family: int | None, note: str, by: Actor, on: date) -> None:
    values: dict[str, Any] = {"state": state, "family_id": family, "name": "", "note": note, "settled_on": on}
    found.settled_by_id = by.id
    for field, value in values.items():
        setattr(found, field, value)
    found.save(update_fields=["state", "family", "name", "note", "settled_by", "settled_on"])


def _words(given: str, most: int, field: str) -> str:
    given = " ".join(given.split())
    if not WORDS_MIN <= len(given) <= most:
        raise Refusal(
            _("Isi ini, %(least)d sampai %(most)d huruf.") % {"least": WORDS_MIN, "most": most}, field=field
        )  # fmt: skip
    return given
