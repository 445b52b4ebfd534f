"""The terminal's door to privacy."""

import argparse
import csv
import sys
import time
from pathlib import Path
from typing import Any

from django.utils import timezone

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.privacy import actions, queries
from lontar.kit.gate import require
from lontar.kit.progress import telling
from lontar.kit.terminal import a_day, command, group, table, tell, tell_json, writing
from lontar.science.trouble import Refusal

SECONDS_BETWEEN_LINES = 2.0


def add_commands(subparsers: Any) -> None:
    privacy = group(subparsers, "privacy", summary="Keys, what is due to be erased, who saw whose data.")
    rotating = command(
        privacy, "rotate-key", rotate_key, summary="Seal every number anew with a new key; goes on after a crash."
    )
    leaking = command(
        privacy, "breach-report", breach_report, summary="Whose data were seen by whom, and the notice of art. 46."
    )
    leaking.add_argument(
        "--from", dest="since", type=a_day, required=True, metavar="DATE", help="first day, as 2026-11-22"
    )
    leaking.add_argument("--to", dest="until", type=a_day, required=True, metavar="DATE", help="last day")
    leaking.add_argument("--officer", default="", metavar="USERNAME", help="of this officer only")
    leaking.add_argument("--csv", type=Path, metavar="FILE", help="one row for each family seen, without names")
    keeping = command(privacy, "retention", retention, summary="List who and what is kept longer than its period.")
    for parser in (rotating, leaking, keeping):
        parser.add_argument("--json", action="store_true", help="answer as JSON")


def breach_report(options: argparse.Namespace) -> int:
    """Exit status: 0 told, 2 refused."""
    # Behind the wall others would be told that nobody saw anything.
    require(options.actor, *queries.WHO_SEE_BREACH)
    if options.until < options.since:
        raise Refusal("The last day lies before the first.", advice="--from the first day, --to the last.", field="to")
    found = queries.breach(options.since, options.until, officer_id=_officer_id(options.officer))
    if options.csv:
        with writing(options.csv, field="csv"), options.csv.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(queries.HEADS)
            writer.writerows(found.rows())
        tell(f"{len(found.sightings)} sightings, {found.families} families, {found.persons} persons: {options.csv}")
    elif options.json:
        tell_json(found.as_json())
    else:
        rows = [
            (
                f"{one.at:%Y-%m-%d %H:%M}",
                one.actor_name,
                one.way,
                "named" if one.named else "unnamed",
                one.count,
                one.purpose,
            )
            for one in found.sightings
        ]
        table([("at (UTC)", "officer", "way", "names", "families", "purpose"), *rows])
        tell("", f"{found.families} families, {found.persons} persons, {len(found.officers)} officers", "")
        tell(queries.notice(found, known_at=timezone.now()))
    return 0


def _officer_id(username: str) -> str:
    if not username:
        return ""
    officer = access.officer_named(username)
    if officer is None:
        raise Refusal(f"There is no officer {username}.", advice="./lontar officers list shows all of them.")
    return str(officer.pk)


def retention(options: argparse.Namespace) -> int:
    """What is due: people who left or died long ago, and old files. Nothing is erased here; a person decides."""
    due = queries.due_persons(on=places.today())
    rows = [(person.local_number, since, "; ".join(one.words for one in kept) or "-") for person, since, kept in due]
    if options.json:
        tell_json({"persons": [dict(zip(("person", "since", "kept"), row, strict=True)) for row in rows],
                   "worklists": queries.old_worklists(on=places.today())})  # fmt: skip
        return 0
    table([("person", "since", "must be kept because"), *rows])
    tell(f"{len(rows)} persons are due; {queries.old_worklists(on=places.today())} files of rejected rows are old.")
    tell("A planner decides on the page Data pribadi > Jatuh tempo.")
    return 0


def rotate_key(options: argparse.Namespace) -> int:
    """Exit status: 0 changed, 2 refused."""
    last = time.monotonic()
    with telling("privacy-rotate-key") as note:

        def say(done: int, total: int, what: str) -> None:
            nonlocal last
            note(done, total, what)
            if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
                last = time.monotonic()
                print(f"{done} / {total}  {what}", file=sys.stderr)

        done = actions.rotate(by=options.actor, on=places.today(), tell=say)
    if options.json:
        tell_json(done)
        return 0
    tell(
        "The key was changed; the old one is out of the key file. Back up the key file together with the database now."
    )
    table([("table", "rows sealed anew"), *done.items()])
    return 0
