"""Where book and borrower say two things: both are kept, with papers, until one person has proposed and another decided."""

from datetime import date

from django.db import IntegrityError, transaction

from lontar.city.journal.actions import record
from lontar.city.loans import queries
from lontar.city.loans.actions.easing import clear, ease
from lontar.city.loans.actions.guards import checked_words, locked_loan, require_ward
from lontar.city.loans.models import Change, Dispute, DisputePaper, Loan
from lontar.city.registry import queries as registry
from lontar.city.registry.actions.life.papers import scanned
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.sealing import seal, unseal
from lontar.science.trouble import NotAllowed, Refusal, words

PAPERS_MAX = 10
State, Verdict = Dispute.State, Dispute.Verdict
# Whose borrowers still answer for money, so that they may say the book is wrong.
ASKED_FOR = (Loan.State.LIVE, Loan.State.WRITTEN_OFF)
REASON = words("Tuliskan alasannya, paling panjang %(most)s huruf.")
ONE_OPEN = words("Pinjaman ini sudah mempunyai perkara yang terbuka.")


@deed
def open_dispute(loan_id: int, *, said_left: int, statement: str, by: Actor, on: date) -> Dispute:
    """Write down that a borrower says something else than the book; nothing of the loan changes by it."""
    require(by, *queries.WHO_DISPUTE)
    loan = locked_loan(loan_id, by)
    left = queries.left_of(loan, on=on)
    if loan.state not in ASKED_FOR or left == 0:
        raise Refusal(
            words("Pinjaman ini tidak lagi berjalan, dan tidak ada yang masih ditagih."),
            advice=words("Muat ulang halamannya."),
        )
    statement = checked_words(
        statement, "statement", 500, words("Tuliskan apa kata peminjam, paling panjang %(most)s huruf.")
    )
    if type(said_left) is not int or said_left < 0 or said_left == left:
        raise Refusal(
            words("Menurut buku sisanya juga sebesar itu, jadi tidak ada yang berbeda."), field="said_left"
        )  # fmt: skip
    return open_case(loan, book_left=left, said_left=said_left, statement=statement, by=by, on=on)


def open_case(loan: Loan, *, book_left: int, said_left: int, statement: str, by: Actor, on: date) -> Dispute:
    try:
        with transaction.atomic():
            made = Dispute.objects.create(
                loan=loan, place_id=loan.place_id, book_left=book_left, said_left=said_left, statement=statement,
                by_id=by.id, on=on,
            )  # fmt: skip
    except IntegrityError as taken:
        raise Refusal(ONE_OPEN, advice=words("Lampirkan suratnya di sana.")) from taken
    record(
        "open_dispute", subject=made, by=by, on=on, place_id=loan.place_id,
        details={"loan": loan.pk, "book": book_left, "said": said_left},
    )  # fmt: skip
    return made


@deed
def add_dispute_paper(dispute_id: int, *, title: str, scan: bytes, by: Actor, on: date) -> DisputePaper:
    """Put a document beside one of the two versions, sealed."""
    require(by, *queries.WHO_DISPUTE)
    found = _locked(dispute_id, by)
    title = checked_words(title, "title", 80, words("Tuliskan surat apa ini, paling panjang %(most)s huruf."))
    if found.papers.count() >= PAPERS_MAX:
        raise Refusal(words("Perkara ini sudah memuat %(most)s surat."), field="scan", values={"most": PAPERS_MAX})
    kept = scanned(scan)
    made = DisputePaper.objects.create(
        dispute=found, place_id=found.place_id, title=title, media_type=kept.media_type, sha256=kept.sha256,
        cipher=seal(kept.content), by_id=by.id, on=on,
    )  # fmt: skip
    record(
        "add_dispute_paper", subject=found, by=by, on=on, place_id=found.place_id, details={"sha256": kept.sha256}
    )  # fmt: skip
    return made


@deed
def see_dispute_paper(dispute_id: int, paper_id: int, *, by: Actor, on: date) -> tuple[str, bytes]:
    """Open a document; who did is written down. Where the borrower's address is hidden it may stand on the paper."""
    require(by, *queries.WHO_SEE_LOANS)
    found = queries.dispute_or_refuse(dispute_id, by)
    paper = found.papers.filter(pk=paper_id).first()
    if paper is None or registry.is_hidden(found.loan.person_id):
        raise queries.NotFound(words("Surat itu tidak ada di perkara ini."))
    record("see_dispute_paper", subject=found, by=by, on=on, place_id=found.place_id)
    return paper.media_type, unseal(paper.cipher)


@deed
def propose_verdict(
    dispute_id: int, *, verdict: str, credited: int = 0, reason: str, by: Actor, on: date
) -> Dispute:  # fmt: skip
    """Say as the first person how the case should end: by the book, or how much less is owed than it says."""
    require(by, *queries.WHO_DISPUTE)
    found = _locked(dispute_id, by)
    if found.state != State.OPEN:
        raise Refusal(words("Untuk perkara ini sudah ada usulan."), advice=words("Muat ulang halamannya."))
    reason = checked_words(reason, "reason", 300, REASON)
    if verdict not in Verdict.values:
        raise Refusal(words("Pilih versi siapa yang diikuti."), field="verdict")
    left = queries.left_of(found.loan, on=on)
    if verdict == Verdict.BORROWER:
        _require_asked_for(found.loan)
    if verdict == Verdict.BORROWER and (type(credited) is not int or not 0 < credited <= left):
        raise Refusal(
            words("Pengurangannya harus lebih dari nol dan paling banyak sisa menurut buku."), field="credited"
        )  # fmt: skip
    found.state, found.verdict, found.reason = State.PROPOSED, verdict, reason
    found.credited = credited if verdict == Verdict.BORROWER else 0
    found.proposed_by_id, found.proposed_on = by.id, on
    found.save(update_fields=["state", "verdict", "reason", "credited", "proposed_by", "proposed_on"])
    record(
        "propose_verdict", subject=found, by=by, on=on, place_id=found.place_id, reason=reason,
        details={"verdict": verdict, "rupiah": found.credited},
    )  # fmt: skip
    return found


@deed
def decide_dispute(dispute_id: int, *, agreed: bool, by: Actor, on: date) -> Dispute:
    """End a case as it was proposed, as a second person; who does not agree gives it back."""
    require(by, *queries.WHO_CORRECT)
    found = _locked(dispute_id, by)
    if found.state != State.PROPOSED:
        raise Refusal(words("Perkara ini belum diusulkan, atau sudah diputus."), advice=words("Muat ulang halamannya."))
    if str(found.proposed_by_id) == str(by.id):
        raise NotAllowed(
            words("Anda sendiri yang mengusulkannya, jadi orang lain yang memutus."),
            advice=words("Mintalah orang kedua."),
        )
    if not agreed:
        found.state, found.verdict, found.credited = State.OPEN, "", 0
        found.proposed_by, found.proposed_on = None, None
    else:
        if found.verdict == Verdict.BORROWER:
            loan = locked_loan(found.loan_id, by)
            _require_asked_for(loan)
            paper = f"P-{found.pk:05d}"
            if loan.state == Loan.State.WRITTEN_OFF:
                clear(loan, found.credited, paper, found.reason, by=by, on=on)
            else:
                ease(loan, found.credited, Change.Kind.CORRECTED, paper, found.reason, by=by, on=on)
        found.state, found.decided_on = State.DECIDED, on
        found.decided_by_id = by.id
    found.save(
        update_fields=[
            "state", "verdict", "credited", "proposed_by", "proposed_on", "decided_by", "decided_on",
        ]
    )  # fmt: skip
    record(
        "decide_dispute", subject=found, by=by, on=on, place_id=found.place_id,
        details={"agreed": agreed, "verdict": found.verdict, "rupiah": found.credited},
    )  # fmt: skip
    return found


def _require_asked_for(loan: Loan) -> None:
    """Less can be owed only of what is still asked for: nothing is taken off a loan that is whole or waived."""
    if loan.state not in ASKED_FOR:
        raise Refusal(
            words("Pinjaman ini tidak lagi berjalan, jadi sisanya tidak dapat dikurangi."),
            advice=words("Usulan itu dikembalikan, lalu buku yang diikuti."),
        )


def _locked(dispute_id: int, by: Actor) -> Dispute:
    found = queries.dispute_or_refuse(dispute_id, by)
    require_ward(by, found.place_id)
    locked = Dispute.objects.select_for_update(of=("self",)).select_related("loan__fund").get(pk=found.pk)
    if locked.state == State.DECIDED:
        raise Refusal(words("Perkara ini sudah diputus."), advice=words("Muat ulang halamannya."))
    return locked
