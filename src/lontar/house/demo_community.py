"""Meetings and proposals of the made-up city, and a list of who receives the ministry's aid."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from lontar.city.community import actions as community
from lontar.city.community import queries as meetings
from lontar.city.programmes import actions as programmes
from lontar.city.programmes import queries as offered

As = Callable[[str], AbstractContextManager[Any]]
MUSRENBANG, HELD, SIGNED = (
    "Usulan mana yang didahulukan untuk tahun 2027? (contoh)",
    date(2026, 9, 14),
    date(2026, 9, 16),
)
NEXT, NEXT_DAY = "Siapa yang belum menerima sembako triwulan IV? (contoh)", date(2026, 11, 20)
PEOPLE = (
    ("Yuliana Contoh", "001", "ketua RT"), ("Markus Contoh", "003", "LPM"), ("Salomi Contoh", "003", "warga"),
    ("Ferdy Contoh", "007", "kader posyandu"),
)  # fmt: skip
PROPOSALS = (
    ("water", "Sumur bor dan bak untuk 40 keluarga", "RT 003/RW 001", 180_000_000, 41),
    ("sanitation", "Jamban keluarga untuk 12 rumah", "RT 007/RW 002", 96_000_000, 29),
    ("road", "Jalan setapak ke pantai, 300 meter", "RT 001/RW 001", 240_000_000, 12),
    ("training", "Pelatihan menjahit untuk 20 ibu", "balai kelurahan", None, 33),
)
LIST_SINCE, LIST_UNTIL, LIST_ON = date(2026, 10, 1), date(2026, 12, 31), date(2026, 10, 19)
LISTED_EVERY = 4


def signed_paper(words: str) -> bytes:
    """A page that stands for a scan."""
    page = Image.new("RGB", (620, 877), "#fdfcf8")
    pen = ImageDraw.Draw(page)
    pen.text((60, 80), "BERITA ACARA (REKAAN)", fill="#222222")
    pen.text((60, 120), words, fill="#222222")
    pen.line((60, 760, 260, 760), fill="#222222", width=2)
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=70)
    return kept.getvalue()


def gather(ward_id: int, place_id: int, year: int, officers: tuple[str, str], as_: As) -> None:
    """A musrenbang with its signed paper and four proposals, two of them answered; a meeting that lacks its minutes."""
    planner, ward_officer = officers
    with as_(ward_officer) as by:
        if meetings.meetings().exists():
            return
        held = community.call_meeting(
            ward_id, kind="planning", question=MUSRENBANG, held_on=HELD, venue="Balai kelurahan, 16.00", by=by, on=HELD,
            made_up=True,
        )  # fmt: skip
        community.put_before(held, "Urutan usulan yang dibawa ke kota", by=by, on=HELD)
        community.hold_meeting(
            held, minutes="Empat usulan dibacakan, lalu dipilih dengan mengangkat tangan.",
            decisions="Sumur bor didahulukan; jamban dan pelatihan menyusul; jalan setapak terakhir.",
            people=[community.Attended(*one) for one in PEOPLE], outcomes={}, by=by, on=SIGNED,
        )  # fmt: skip
        community.close_meeting(
            held,
            number="BA contoh 4/2026",
            signed_on=SIGNED,
            scan=signed_paper("Musrenbang contoh 2026"),
            by=by,
            on=SIGNED,
        )
        for field, title, spot, cost, votes in PROPOSALS:
            draft = community.Draft(
                field=field, title=title, spot=spot, year=year + 1, cost=cost, votes=votes, meeting_id=held.pk
            )  # fmt: skip
            community.propose(draft, place_id=ward_id, by=by, on=SIGNED, made_up=True)
        community.call_meeting(
            ward_id, kind="ward", question=NEXT, held_on=NEXT_DAY, venue="Kantor lurah, 16.00", by=by,
            on=date(2026, 11, 16), made_up=True,
        )  # fmt: skip
    _answer(place_id, year, planner, as_)


def _answer(place_id: int, year: int, planner: str, as_: As) -> None:
    with as_(planner) as by:
        by_field = {one.field: one for one in meetings.proposals()}
        line = offered.line_by_key(place_id, year, "spam-perpipaan")
        if line is not None:
            programmes.adopt_proposal(
                by_field["water"], line, reason="Jaringan pipa lewat di sana; sumur bor diganti sambungan.", by=by,
                on=date(2026, 10, 28),
            )  # fmt: skip
        programmes.refuse_proposal(
            by_field["road"], reason="Tanahnya belum dibebaskan. Dapat diusulkan lagi bila sudah.", by=by,
            on=date(2026, 10, 28),
        )  # fmt: skip


def recipients(files: Path, place_id: int, operator: str, as_: As) -> None:
    """Who receives the ministry's food aid: a fourth of the families with a card, and three rows of nobody known."""
    with as_(operator) as by:
        if offered.recipient_lists().exists():
            return
        with (files / "keluarga.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            cards = dict.fromkeys((row["Nomor KK"], row["Desa/Kel"]) for row in rows if row["Nomor KK"])
        listed = list(cards)[::LISTED_EVERY]
        path = files / "penerima-sembako.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["no_kk", "Nama", "Kelurahan", "Nominal"])
            writer.writerows([card, "Penerima Contoh", ward, 600_000] for card, ward in listed)
            for at, (_card, ward) in enumerate(listed[:3], 1):
                writer.writerow([f"537103010190000{at}", f"Contoh Tak Dikenal {at}", ward, 600_000])
        head = programmes.ListHead("sembako", LIST_SINCE, LIST_UNTIL, True, "SIKS-NG contoh, triwulan IV 2026 (rekaan)")
        programmes.take_in_recipients(
            path, head, file=path.name, place_id=place_id, by=by, on=LIST_ON, made_up=True
        )  # fmt: skip
