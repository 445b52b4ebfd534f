"""Accounts are opened, entries posted, mistakes reversed. Nothing is ever changed.

An entry says itself who posted it, on which day and what for, so posting writes no line into the journal;
the deed that posts (an approval, a hand-over) writes its own. Each entry brings its leaf of the log in the same
statement; nobody waits for the leaf's number.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.ledger import queries
from lontar.city.ledger.actions.log import fresh_secrets
from lontar.city.ledger.actions.periods import require_open
from lontar.city.ledger.models import Account, Entry
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science import leaves
from lontar.science.postings import MEMO_LENGTH_MAX, RUPIAH, Posting
from lontar.science.postings import Entry as EntryValue
from lontar.science.trouble import Refusal

# Whoever hands over posts by it. The inspector changes nothing, and the analyst sees only columns.
WHO_MAY_POST = tuple(role for role in Role if role not in (Role.INSPECTOR, Role.ANALYST))
WHO_MAY_REVERSE = (Role.ADMINISTRATOR, Role.PLANNER, Role.OPERATOR)
KEY_LENGTH_MAX = 120
BATCH_ENTRIES = 20_000


class DifferentContent(Refusal):
    """The key was used before, for something else."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened where it is not open yet."""

    code: str
    kind: str
    purpose: str
    place_id: int | None = None
    unit: str = RUPIAH


@dataclass(frozen=True, slots=True)
class Command:
    """An entry with the key by which it is posted once, however often it is sent."""

    key: str
    entry: EntryValue


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a command stands in the book, and whether this call put it there."""

    id: int
    key: str
    fresh: bool


@deed
def open_account(
    code: str, *, kind: str, purpose: str, place_id: int | None = None, unit: str = RUPIAH, by: Actor, on: date
) -> None:  # fmt: skip
    """Open one account; an open one stays as it is."""
    open_accounts([NewAccount(code, kind, purpose, place_id, unit)], by=by, on=on)


@deed
def open_accounts(wanted: Iterable[NewAccount], *, by: Actor, on: date) -> None:
    """Open those accounts that are not open; one that is open for something else is refused."""
    require(by, *WHO_MAY_POST)
    by_code = {account.code: account for account in wanted}
    known = queries.accounts(by_code)
    missing = [account for code, account in by_code.items() if code not in known]
    Account.objects.bulk_create(
        [
            Account(
                code=account.code, kind=account.kind, unit=account.unit, purpose=account.purpose,
                place_id=account.place_id, opened_on=on,
            )
            for account in missing
        ],
        # Two first approvals at once open the same account; the second finds it open.
        ignore_conflicts=True,
    )  # fmt: skip
    for code, account in queries.accounts(by_code).items():
        asked = by_code[code]
        if (account.kind, account.unit, account.place_id) != (asked.kind, asked.unit, asked.place_id):
            raise Refusal(
                _("Rekening %(code)s sudah dibuka untuk hal lain.") % {"code": code},
                advice=_("Pakailah kode rekening yang lain."),
            )
    if missing:
        codes = sorted(account.code for account in missing)
        record(
            "open_accounts", subject=("ledger.account", codes[0]), by=by, on=on,
            details={"accounts": len(codes), "first": codes[0], "last": codes[-1]},
        )  # fmt: skip


@deed
def post(entry: EntryValue, *, key: str, by: Actor, on: date) -> Posted:
    """Put one entry into the book, once for its key."""
    require(by, *WHO_MAY_POST)
    return _post([Command(key, entry)], by=by, on=on)[0]


@deed
def post_many(commands: Sequence[Command], *, by: Actor, on: date) -> list[Posted]:
    """Put many entries into the book, all or none; those whose key was posted before are left as they are.

    Refuses a key that stands in the book with another content, and a key that comes twice in one call.
    """
    require(by, *WHO_MAY_POST)
    return _post(commands, by=by, on=on)


@deed
def reverse(entry_id: int, *, reason: str, by: Actor, on: date) -> Posted:
    """Undo an entry by its opposite, once, with the reason. The first one stays in the book."""
    require(by, *WHO_MAY_REVERSE)
    reason = reason.strip()
    if not reason or len(reason) > MEMO_LENGTH_MAX:
        raise Refusal(
            _("Pembatalan memerlukan alasan, paling panjang %(most)d huruf.") % {"most": MEMO_LENGTH_MAX},
            field="reason",
        )
    first = queries.entry(entry_id)
    if first is None:
        raise Refusal(_("Catatan nomor %(id)s tidak ada di buku.") % {"id": entry_id})
    if first.reverses_id is not None:
        raise Refusal(
            _("Catatan nomor %(id)s sendiri adalah pembatalan.") % {"id": entry_id},
            advice=_("Pembatalan tidak dibatalkan; buatlah catatan baru."),
        )
    content = queries.content_of([first.pk])[first.pk]
    value = EntryValue(
        tuple(Posting(code, amount, unit, subject or None) for code, amount, unit, subject in content), first.memo
    )
    posted = _post([Command(f"reverse:{first.pk}", value.reversed(reason))], by=by, on=on, reverses=first.pk)[0]
    if posted.fresh:
        record("reverse", subject=("ledger.entry", first.pk), by=by, on=on, reason=reason)
    return posted


def _post(commands: Sequence[Command], *, by: Actor, on: date, reverses: int | None = None) -> list[Posted]:
    """Check names and units against the open accounts, write, and compare what stood there before."""
    keys = [command.key for command in commands]
    if len(set(keys)) != len(keys):
        raise Refusal(_("Satu kunci dipakai dua kali dalam satu perintah."))
    if any(not key or len(key) > KEY_LENGTH_MAX for key in keys):
        raise Refusal(_("Kunci sebuah catatan berisi 1 sampai %(most)d huruf.") % {"most": KEY_LENGTH_MAX})
    accounts, closed = _opened({posting.account for command in commands for posting in command.entry.postings})
    for command in commands:
        for posting in command.entry.postings:
            _require_open(posting, accounts)
    require_open(on, closed)
    fresh: dict[str, int] = {}
    for batch in batched(commands, BATCH_ENTRIES):
        fresh |= _insert(batch, accounts, by=by, on=on, reverses=reverses)
    known = _posted_before([command for command in commands if command.key not in fresh], on, reverses)
    return [Posted(fresh.get(key) or known[key], key, key in fresh) for key in keys]


class Opened(NamedTuple):
    """An account that is open: what never changes of it."""

    id: int
    code: str
    kind: str
    unit: str


OPENED = """
SELECT id, code, kind, unit, (SELECT max(until) FROM ledger_closedperiod) FROM ledger_account WHERE code = ANY(%s)
"""


def _opened(codes: set[str]) -> tuple[dict[str, Opened], date | None]:
    """The accounts behind these codes and the last closed day, in one question: single postings wait for each."""
    with connection.cursor() as cursor:
        cursor.execute(OPENED, [list(codes)])
        rows = cursor.fetchall()
    return {row[1]: Opened(*row[:4]) for row in rows}, rows[0][4] if rows else None


def _require_open(posting: Posting, accounts: dict[str, Opened]) -> None:
    account = accounts.get(posting.account)
    if account is None:
        raise Refusal(
            _("Rekening %(code)s belum dibuka.") % {"code": posting.account},
            advice=_("Bukalah rekening itu dahulu, atau periksa kodenya."),
        )
    if account.unit != posting.unit:
        raise Refusal(
            _("Rekening %(code)s berisi %(unit)s, bukan %(other)s.")
            % {"code": account.code, "unit": account.unit, "other": posting.unit}
        )


# One statement for entries, postings and leaves: the triggers refuse a posting that does not come with its entry.
# A key that is taken inserts nothing, waits for whoever is just posting it, and is compared afterwards.
INSERT = """
WITH fresh AS (
    INSERT INTO ledger_entry (key, "on", at, memo, postings_count, reverses_id, by_id, by_role)
    SELECT key, %(on)s, %(at)s, memo, size, %(reverses)s, %(by_id)s, %(by_role)s
    FROM unnest(%(keys)s::text[], %(memos)s::text[], %(sizes)s::smallint[]) WITH ORDINALITY
        AS given (key, memo, size, place)
    ORDER BY place
    ON CONFLICT (key) DO NOTHING
    RETURNING id, key
), posted AS (
    INSERT INTO ledger_posting (entry_id, account_id, amount, subject)
    SELECT fresh.id, given.account_id, given.amount, given.subject
    FROM unnest(%(of)s::text[], %(accounts)s::bigint[], %(amounts)s::bigint[], %(subjects)s::uuid[]) WITH ORDINALITY
        AS given (key, account_id, amount, subject, place)
    JOIN fresh USING (key)
    ORDER BY given.place
), committed AS (
    INSERT INTO ledger_leaf (kind, about, commitment, secret)
    SELECT 'entry', key, given.commitment, given.secret
    FROM unnest(%(keys)s::text[], %(commitments)s::bytea[], %(secrets)s::bytea[]) WITH ORDINALITY
        AS given (key, commitment, secret, place)
    JOIN fresh USING (key)
    ORDER BY given.place
)
SELECT key, id FROM fresh
"""


def _insert(
    batch: Sequence[Command], accounts: dict[str, Opened], *, by: Actor, on: date, reverses: int | None
) -> dict[str, int]:
    """Write one batch; gives back the ids of those keys that were not in the book yet."""
    rows = [(command.key, posting) for command in batch for posting in command.entry.postings]
    at, secrets = timezone.now(), fresh_secrets(len(batch))
    contents = [
        leaves.entry_content(
            key=command.key, on=on, at=at, memo=command.entry.memo, reverses=reverses, by=(str(by.id), by.role),
            postings=[_moved(posting, accounts[posting.account]) for posting in command.entry.postings],
        )
        for command in batch
    ]  # fmt: skip
    values: dict[str, Any] = {
        "on": on,
        "at": at,
        "commitments": leaves.commitments(contents, secrets),
        "secrets": secrets,
        "reverses": reverses,
        "by_id": str(by.id),
        "by_role": by.role,
        "keys": [command.key for command in batch],
        "memos": [command.entry.memo for command in batch],
        "sizes": [len(command.entry.postings) for command in batch],
        "of": [key for key, _posting in rows],
        "accounts": [accounts[posting.account].id for _key, posting in rows],
        "amounts": [posting.amount for _key, posting in rows],
        "subjects": [posting.subject for _key, posting in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        return dict(cursor.fetchall())


def _moved(posting: Posting, account: Opened) -> leaves.Moved:
    subject = posting.subject.lower() if posting.subject else None
    return leaves.Moved(account.code, account.kind, account.unit, posting.amount, subject)


def _posted_before(commands: Sequence[Command], on: date, reverses: int | None) -> dict[str, int]:
    """The ids of commands that were posted earlier; refuses those that said something else then."""
    if not commands:
        return {}
    entries = {entry.key: entry for entry in Entry.objects.filter(key__in=[command.key for command in commands])}
    contents = queries.content_of([entry.pk for entry in entries.values()])
    for command in commands:
        entry = entries[command.key]
        then = (entry.on, entry.memo, entry.reverses_id, contents[entry.pk])
        if then != (on, command.entry.memo, reverses, list(_content(command.entry))):
            raise DifferentContent(
                _("Perintah %(key)s sudah dibukukan dengan isi yang lain.") % {"key": command.key},
                advice=_("Catatan nomor %(id)s tetap berlaku; periksa dahulu sebelum mencoba lagi.") % {"id": entry.pk},
            )
    return {key: entry.pk for key, entry in entries.items()}


def _content(entry: EntryValue) -> Iterator[tuple[Any, ...]]:
    yield from sorted((p.account, p.amount, p.unit, str(p.subject or "").lower()) for p in entry.postings)
