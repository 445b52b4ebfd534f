"""The paper that makes a round real, its hand-in to the ministry or province, and what they answer."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families_of
from lontar.city.registry.actions.timeline import Story
from lontar.city.targeting import events, queries
from lontar.city.targeting.actions.guards import locked, require_own_line, require_state, require_whole_area
from lontar.city.targeting.actions.steps import begin, finish
from lontar.city.targeting.models import Answer, Decision, Layout, Round, Step
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science import leaves
from lontar.science.titled_rows import titled_rows
from lontar.science.trouble import Finding, Refusal, Source, words

PROPOSED = gettext_noop("Diusulkan untuk %(what)s, periode %(period)s")
PROPOSED_QUIETLY = gettext_noop("Diusulkan untuk bantuan, periode %(period)s")
PAPER_LETTERS_MAX: Final = 80
COLUMNS_MAX: Final = 40
HEAD_LETTERS_MAX: Final = 80
NUMBERS: Final = ("local_number", "kk", "nik")
HEADS: Final[dict[str, tuple[str, ...]]] = {
    "local_number": ("nomor_lokal", "Nomor lokal"),
    "kk": ("no_kk", "Nomor KK", "No. KK", "nokk", "kk"),
    "nik": ("NIK", "nik_kepala", "nik_kepala_keluarga"),
    "answer": ("jawaban", "Jawaban", "status", "Status", "hasil", "Hasil"),
    "note": ("catatan", "Catatan", "alasan", "Alasan", "keterangan", "Keterangan"),
}
YES: Final = frozenset({"ya", "diterima", "disetujui", "layak", "1", "y", "setuju"})
NO: Final = frozenset({"tidak", "ditolak", "tidak layak", "0", "t", "tolak"})
NOT_CHOSEN: Final = words("Keluarga ini tidak ada di usulan.\nPeriksa nomornya, atau berkasnya milik usulan lain.")
NOT_READ: Final = words("Jawaban “%(answer)s” tidak dikenal.\nTulis diterima atau ditolak.")
TWICE: Final = words("Keluarga ini dijawab dua kali dalam berkas.\nSisakan satu baris.")


@deed
def decree_round(round_: Round, *, number: str, signed_on: date | None, by: Actor, on: date) -> Round:
    """Record the signed paper. A decision's families are owed from then on; a proposal's are told that they are on it."""
    require(by, *queries.WHO_SCORE)
    round_ = locked(round_)
    require_own_line(by, round_.line)
    require_whole_area(by, round_.place_id)
    require_state(
        round_, (Round.State.APPROVED,), _("Daftar ini belum disetujui dua orang."), _("Lihat langkah yang terbuka.")
    )
    number = " ".join(number.split())
    if not number or len(number) > PAPER_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan nomor suratnya, paling panjang %(most)d huruf.") % {"most": PAPER_LETTERS_MAX}, field="number"
        )
    if signed_on is None or round_.closed_on is None or not round_.closed_on <= signed_on <= on:
        raise Refusal(
            _("Tanggal surat harus sejak persetujuan kedua sampai hari ini."),
            advice=_("Periksa tanggal pada suratnya."),
            field="signed_on",
        )
    round_.paper_number, round_.paper_on, round_.state = number, signed_on, Round.State.DECREED
    round_.save(update_fields=["paper_number", "paper_on", "state"])
    finish(round_, Step.Kind.DECREE, by=by, on=on, number=number, paper_on=signed_on)
    if round_.outcome == Round.Outcome.PROPOSES:
        _tell_proposed(round_, on=on)
        begin(round_, Step.Kind.EXPORT, on=on, agency_id=queries.agency_with(round_, Step.Kind.EXPORT))
    record(
        "decree_round", subject=round_, by=by, on=on, place_id=round_.place_id,
        details={"number": number, "signed_on": signed_on.isoformat(), "outcome": round_.outcome},
    )  # fmt: skip
    if round_.outcome == Round.Outcome.ENTITLES:
        # What the city itself grants and refuses from here on cannot be taken back, so it is committed to.
        ledger.log_leaves(leaves.DECISION, queries.decision_contents([round_.pk]))
        events.round_decreed.send(sender=Round, round_id=round_.pk, by=by, on=on)
    return round_


def _tell_proposed(round_: Round, *, on: date) -> None:
    quietly = round_.line.sensitive
    details = {"period": round_.period, **({} if quietly else {"what": round_.line.name})}
    stories = [Story(family_id, place_id, details) for family_id, place_id, _amount in queries.qualifying(round_.pk)]
    registry.tell_many(stories, kind="proposed", message=PROPOSED_QUIETLY if quietly else PROPOSED, on=on)


@deed
def save_layout(name: str, columns: Sequence[tuple[str, str]], *, by: Actor, on: date) -> Layout:
    """Keep under a name in which columns, in which order, a ministry wants a list; the same name is replaced."""
    require(by, *queries.WHO_SCORE)
    name = " ".join(name.split())
    heads = [" ".join(head.split()) for head, _field in columns]
    if not 0 < len(name) <= HEAD_LETTERS_MAX:
        raise Refusal(_("Beri nama susunannya."), field="name")
    if not columns or len(columns) > COLUMNS_MAX or len({head.lower() for head in heads}) != len(heads):
        raise Refusal(
            _("Susunan memuat satu sampai %(most)d kolom dengan judul yang berbeda.") % {"most": COLUMNS_MAX},
            field="columns",
        )
    wrong = [field for _head, field in columns if field not in queries.EXPORTABLE]
    if wrong or any(not 0 < len(head) <= HEAD_LETTERS_MAX for head in heads):
        raise Refusal(_("Ada kolom tanpa judul atau dengan isi yang tidak dikenal."), field="columns")
    layout, _new = Layout.objects.update_or_create(
        name=name,
        defaults={
            "columns": [[head, field] for head, (_old, field) in zip(heads, columns, strict=True)], "by_id": by.id,
            "on": on,
        },
    )  # fmt: skip
    record("save_layout", subject=layout, by=by, on=on, details={"columns": layout.columns})
    return layout


@deed
def hand_in(round_: Round, *, layout: Layout, by: Actor, on: date) -> Round:
    """Note that the list left the house in these columns; a proposal then waits for its answer."""
    require(by, Role.OPERATOR)
    round_ = locked(round_)
    require_own_line(by, round_.line)
    require_whole_area(by, round_.place_id)
    if round_.state not in (Round.State.DECREED, Round.State.EXPORTED, Round.State.ANSWERED):
        raise Refusal(
            _("Daftar ini belum punya surat, jadi belum dapat dikirim."), advice=_("Catat dahulu nomor suratnya.")
        )
    if round_.outcome == Round.Outcome.PROPOSES and round_.state == Round.State.DECREED:
        finish(round_, Step.Kind.EXPORT, by=by, on=on, details={"layout": layout.name})
        begin(round_, Step.Kind.ANSWER, on=on)
        round_.state = Round.State.EXPORTED
        round_.save(update_fields=["state"])
    record("hand_in_round", subject=round_, by=by, on=on, place_id=round_.place_id, details={"layout": layout.name})
    return round_


@deed
def take_answers(round_: Round, path: Path, *, file: str, by: Actor, on: date) -> tuple[int, list[Finding]]:
    """Read what the ministry or province answered: a column with the family's number, one with the answer.

    Columns are known by the titles under which the city sends its own lists, too. All findings at once; while there is
    one, nothing is written. Families that the file does not name, or leaves without an answer, stay unanswered.
    """
    require(by, *queries.WHO_SCORE)
    round_ = locked(round_)
    require_own_line(by, round_.line)
    require_whole_area(by, round_.place_id)
    if round_.state not in (Round.State.EXPORTED, Round.State.ANSWERED):
        raise Refusal(_("Usulan ini belum dikirim, jadi belum ada jawabannya."), advice=_("Kirim dahulu daftarnya."))
    titles = _titles()
    found = (
        (grid.sheet, rows)
        for grid in read_book(path, name=file).grids
        for key in NUMBERS
        if (rows := titled_rows(grid, titles, (key, "answer"))) is not None
    )
    sheet, rows = next(found, ("", None))
    if rows is None:
        raise Refusal(
            _("Berkas %(file)s tidak punya kolom nomor keluarga dan kolom jawaban.") % {"file": file},
            advice=_("Beri judul nomor_lokal (atau no_kk, NIK) dan jawaban, lalu unggah lagi."),
            field="file",
        )
    answers, findings = _read(round_, rows, file, sheet)
    if findings:
        return 0, findings
    if not answers:
        raise Refusal(
            _("Berkas %(file)s tidak memuat satu jawaban pun.") % {"file": file},
            advice=_("Isi kolom jawaban dengan diterima atau ditolak, lalu unggah lagi."), field="file",
        )  # fmt: skip
    Answer.objects.filter(round=round_, family_id__in=[one.family_id for one in answers]).delete()
    for one in answers:
        one.by_id, one.on = by.id, on
    Answer.objects.bulk_create(answers, batch_size=5_000)
    if round_.state == Round.State.EXPORTED:
        round_.state = Round.State.ANSWERED
        round_.save(update_fields=["state"])
        finish(round_, Step.Kind.ANSWER, by=by, on=on, details={"file": file})
    accepted = sum(one.accepted for one in answers)
    record(
        "take_answers", subject=round_, by=by, on=on, place_id=round_.place_id,
        details={"answers": len(answers), "accepted": accepted},
    )  # fmt: skip
    return len(answers), []


def _titles() -> dict[str, tuple[str, ...]]:
    """The columns' titles, also those that the city has given them in what it sends."""
    sent = [(head, field) for layout in queries.layouts() for head, field in layout.columns if field in NUMBERS]
    return {key: (*ways, *(head for head, field in sent if field == key)) for key, ways in HEADS.items()}


def _read(
    round_: Round, rows: Sequence[tuple[int, dict[str, str]]], file: str, sheet: str
) -> tuple[list[Answer], list[Finding]]:  # fmt: skip
    said = [(row, cells) for row, cells in rows if cells.get("answer")]  # sums and remarks have none
    numbers = {row: ["".join(cells[key].split()) for key in NUMBERS if key in cells] for row, cells in said}
    known = families_of.families_of_numbers(number for each in numbers.values() for number in each)
    chosen = dict(
        Decision.objects.filter(round=round_, standing=Decision.Standing.CHOSEN).values_list("family_id", "place_id")
    )
    answers: dict[int, Answer] = {}
    findings = []
    for row, cells in said:
        answer = " ".join(cells["answer"].lower().split())
        family = next((known[number] for number in numbers[row] if number in known), None)
        here = Source(file, sheet, row)
        if family not in chosen:
            findings.append(Finding("error", NOT_CHOSEN, here, "not_proposed"))
        elif answer not in YES | NO:
            findings.append(Finding("error", NOT_READ, here, "answer_unknown", {"answer": answer[:40]}))
        elif family in answers:
            findings.append(Finding("error", TWICE, here, "answered_twice"))
        else:
            note = " ".join(cells.get("note", "").split())[:300]
            answers[family] = Answer(
                round=round_, family_id=family, place_id=chosen[family], accepted=answer in YES, note=note
            )
    return list(answers.values()), findings
