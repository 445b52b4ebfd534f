"""Targeting at the terminal: the doors of a sample of homes, and what was answered there."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.targeting import actions, queries
from lontar.city.targeting.forms import NamedHomeAnswer
from lontar.kit.formats import number
from lontar.kit.gate import require
from lontar.kit.terminal import command, group, table, tell, tell_json
from lontar.science.trouble import Refusal, words

ANSWERS_BYTES_MAX: Final = 10_000_000


def add_commands(subparsers: Any) -> None:
    surveys = group(subparsers, "surveys", summary="How wrong a list was: the homes of a sample, and their answers.")
    listing = command(surveys, "homes", homes, summary="Where a field worker is to ask (--as USERNAME).")
    answering = command(
        surveys, "answer", answer, summary="Write down what homes answered, from JSON: all or none (--as USERNAME)."
    )
    answering.add_argument("file", type=Path, help="a list of answers, or one a line; - reads from a pipe")
    for parser in (listing, answering):
        parser.add_argument("--json", action="store_true", help="answer as JSON")


def homes(options: argparse.Namespace) -> int:
    """The doors, with the questions of each sample in JSON."""
    require(options.actor, *queries.WHO_ASK)
    found = list(queries.homes_to_ask(options.actor))
    saw("list", [one.family_id for one in found], by=options.actor, on=places.today())
    if options.json:
        asked = {one.survey_id: one.survey.items for one in found}
        tell_json({
            "homes": [
                {"home": one.pk, "survey": one.survey_id, "family": one.family_id, "place": places.code_of(one.place_id),
                 "due": one.survey.due, "state": one.state}
                for one in found
            ],
            "questions": {survey: [each["key"] for each in items] for survey, items in asked.items()},
        })  # fmt: skip
    else:
        table([
            ("home", "family", "ward", "until", "state"),
            *((one.pk, f"K-{one.family_id:07d}", one.place.name, one.survey.due, one.state) for one in found),
        ])  # fmt: skip
    return 0


def answer(options: argparse.Namespace) -> int:
    """All answers of a file in one transaction."""
    sent = [(one.home, one.asked()) for one in _answers_in(options.file)]
    done = actions.answer_homes(sent, by=options.actor, on=places.today())
    if options.json:
        tell_json([{"home": one.pk, "state": one.state} for one in done])
    else:
        tell(f"{number(len(done))} answers written down")
    return 0


def _answers_in(file: Path) -> list[NamedHomeAnswer]:
    try:
        text = sys.stdin.read(ANSWERS_BYTES_MAX + 1) if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise Refusal(words("Berkas %(name)s tidak dapat dibaca."), values={"name": str(file)}) from trouble
    if len(text) > ANSWERS_BYTES_MAX:
        raise Refusal(words("Berkas itu terlalu besar."))
    try:
        whole = json.loads(text)
        rows = whole if isinstance(whole, list) else [whole]
    except ValueError:
        rows = [_line(line, at) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    answers = []
    for at, row in enumerate(rows, start=1):
        try:
            answers.append(NamedHomeAnswer.model_validate(row))
        except ValidationError as trouble:
            wrong = trouble.errors()[0]
            where = ".".join(str(part) for part in wrong["loc"])
            raise Refusal(
                words("Jawaban nomor %(n)s tidak dapat dibaca: %(where)s, %(why)s."),
                values={"n": at, "where": where or "-", "why": wrong["msg"]},
            ) from trouble  # fmt: skip
    return answers


def _line(line: str, at: int) -> Any:
    try:
        return json.loads(line)
    except ValueError as trouble:
        raise Refusal(words("Baris %(n)s bukan JSON."), values={"n": at}) from trouble
