"""Rounds of the made-up city walked by the officers' own verbs: the wards meet, two people approve, the paper is signed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import typst

from lontar.city.targeting import actions as targeting
from lontar.city.targeting import frames as lists
from lontar.city.targeting import queries as rounds

# From here on a visitor's work goes on where it stands.
DONE = ("decreed", "exported", "answered", "rejected")
type Acting = Callable[[str], AbstractContextManager[Any]]
PAPER = b"""
#set page(paper: "a4", margin: 2.5cm)
= Berita acara musyawarah (rekaan)
#sys.inputs.number

Semua orang dan tanda tangan di sini dibuat-buat. / Everybody and every signature here is made up.
"""
STRUCK = "Menurut musyawarah sudah pindah ke kabupaten (rekaan)"
OBJECTS = "Kami tidak pindah, hanya bekerja di sana dua bulan (rekaan)"
NAMED = "Rumahnya roboh waktu angin kencang, menumpang di saudara (rekaan)"
NO_VISIT = "Keluarganya dikunjungi dalam kampanye sebelumnya (rekaan)"


@dataclass(frozen=True)
class People:
    """Who walks a round: who works on it, and who approves it."""

    operator: str
    approvers: tuple[str, str]


def minutes(number: str, held_on: date) -> targeting.Minutes:
    """Signed minutes, as a scanner gives them; made up and saying so."""
    scan: bytes = typst.compile(PAPER, sys_inputs={"number": number}, format="pdf")
    return targeting.Minutes(number, held_on, scan)


def strike_one(round_: Any, ward_id: int, by: Any, *, day: date) -> None:
    """The meeting of a ward strikes its last family on the list, with the reason."""
    if round_.state != "scored" or rounds.amendments_of(round_).exists():
        return
    last = rounds.decisions_of(round_.pk, verdict="chosen", place_id=ward_id, order="-rank").first()
    if last is not None:
        targeting.amend(round_, last.family_id, kind="strike", reason=STRUCK, by=by, on=day)


def object_to_strike(round_: Any, by: Any, *, day: date) -> None:
    """The struck family objects; whoever answers is the visitor's to play."""
    for change in rounds.amendments_of(round_).filter(kind="strike")[:1]:
        if not rounds.objections_of(round_, change.family_id).exists():
            targeting.receive_objection(round_, change.family_id, words=OBJECTS, by=by, on=day)


def sample_homes(round_: Any, by: Any, *, day: date) -> None:
    """Homes are drawn to be asked what they consume; the doors are the visitor's to knock at."""
    if rounds.surveys_for(by).exists():
        return
    there = rounds.homes_there(rounds.frame_of(round_)[0]).homes
    plan = targeting.SurveyPlan(
        chosen=max(2, min(120, there["chosen"])), others=max(2, min(240, there["others"])), due=day + timedelta(days=45), seed="contoh 2026", made_up=True, line_amount=666_633,
        line_region="Nusa Tenggara Timur, perkotaan", line_period="Maret 2025",
        line_source="BPS NTT menurut beritabuana.co, 25 Juli 2025",
    )  # fmt: skip
    targeting.open_survey(round_, plan, by=by, on=day)


def walk(round_: Any, people: People, acting: Acting, *, day: date) -> Any:
    """From wherever the round stands to its paper; each step on a later day, each by whose it is."""
    if round_.state == "scored":
        with acting(people.operator) as by:
            on = day + timedelta(days=8)
            paper = minutes(f"BA/{round_.pk}/{on.year} (rekaan)", on)
            round_ = targeting.close_meeting(round_, round_.place_id, minutes=paper, by=by, on=on)
    if round_.state == "met":
        with acting(people.operator) as by:
            round_ = targeting.note_check(round_, campaign_id=None, note=NO_VISIT, by=by, on=day + timedelta(days=13))
    for days, username in zip((15, 19), people.approvers, strict=True):
        if round_.state == "checked":
            with acting(username) as by:
                seen = lists.fingerprint(lists.on_list(round_.pk))
                round_ = targeting.approve_round(round_, seen=seen, by=by, on=day + timedelta(days=days))
    if round_.state == "approved":
        with acting(people.operator) as by:
            on = day + timedelta(days=21)
            number = f"{round_.pk}/KEP/{on.year} (rekaan)"
            round_ = targeting.decree_round(round_, number=number, signed_on=on, by=by, on=on)
    return round_
