"""The filled workbook that came back: each row a visit, with a finding for each row that cannot be taken in."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from lontar.city.fieldwork.actions.rosters import as_kept
from lontar.city.fieldwork.actions.visiting import AlreadyReported, Found, Presence, report_visit
from lontar.city.fieldwork.models import Report, Sheet
from lontar.city.fieldwork.queries import campaigns
from lontar.city.fieldwork.queries.visits import visits_for
from lontar.city.fieldwork.queries.who import WHO_BRING_SHEETS
from lontar.city.journal.actions import record
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.titled_rows import Row, titled_rows
from lontar.science.trouble import BETWEEN_SENTENCES, Finding, Refusal, Source
from lontar.science.visit_sheet import (
    MEMBER_TITLES,
    ONLY_MEMBERS,
    OUTCOME,
    TWICE,
    VISIT,
    VISIT_TITLES,
    NotReadable,
    read_member,
    read_visit,
    title_of,
    visit_number,
)

FINDINGS_MAX: Final = 2000
FILE_BYTES_MAX: Final = 20_000_000


@deed
def take_in_sheet(campaign_id: int, path: Path, *, file: str, by: Actor, on: date) -> Sheet:
    """Report every row that is filled and right, and tell of every other. The same file again adds nothing."""
    require(by, *WHO_BRING_SHEETS)
    campaign = campaigns.campaign_or_none(campaign_id, by)
    if campaign is None:
        raise campaigns.NotFound(_("Kampanye itu tidak ada di wilayah Anda."))
    data = path.read_bytes()
    if len(data) > FILE_BYTES_MAX:
        raise Refusal(
            _("Berkas itu lebih dari %(most)d MB.") % {"most": FILE_BYTES_MAX // 1_000_000},
            advice=_("Kirim kembali buku kerja yang diunduh dari kampanye ini, tanpa gambar di dalamnya."), field="file",
        )  # fmt: skip
    visits, members, name, second = _tables(path, file)
    counts = {"rows": len(visits), "empty": 0, "taken": 0, "before": 0, "errors": 0}
    findings: list[Finding] = []
    seen: dict[int, int] = {}
    for number, cells in visits:
        try:
            key = visit_number(cells)
            if set(cells) - {"visit"} and (before := seen.setdefault(key, number)) != number:
                raise NotReadable(TWICE, VISIT, {"row": before})
            present, unread = _presences(members.get(key, []), Source(file, second))
            found = read_visit(cells, present)
            if found is None and key not in members:
                counts["empty"] += 1
                continue
            if found is None or unread:
                counts["errors"] += 1
                findings += unread or [Finding("error", ONLY_MEMBERS, Source(file, name, number, OUTCOME), "cell")]
                continue
            _report(campaign_id, key, found, cells, by=by, on=on)
            counts["taken"] += 1
        except AlreadyReported as told:
            counts["before"] += 1
            findings.append(Finding("warning", str(told), Source(file, name, number), "reported_before"))
        except NotReadable as trouble:
            counts["errors"] += 1
            findings += [
                Finding("error", one.template, Source(file, name, number, one.column), "cell", one.values)
                for one in (trouble, *trouble.others)
            ]
        except Refusal as refusal:
            counts["errors"] += 1
            findings.append(_as_finding(refusal, Source(file, name, number, title_of(refusal.field))))
    sheet = Sheet.objects.create(
        campaign=campaign, by_id=by.id, on=on, file_name=file[:200], sha256=hashlib.sha256(data).hexdigest(),
        counts=counts, findings=[as_kept(one) for one in findings[:FINDINGS_MAX]],
    )  # fmt: skip
    record("take_in_sheet", subject=campaign, by=by, on=on, place_id=campaign.place_id, details=counts)
    return sheet


def _presences(rows: list[Row], source: Source) -> tuple[list[dict[str, Any]], list[Finding]]:
    """The members of one visit, and a finding on their own sheet for each row that cannot be read."""
    read: list[dict[str, Any]] = []
    unread: list[Finding] = []
    for number, cells in rows:
        try:
            read.append(read_member(cells))
        except NotReadable as trouble:
            at = replace(source, row=number, column=trouble.column)
            unread.append(Finding("error", trouble.template, at, "cell", trouble.values))
    return read, unread


def _as_finding(refusal: Refusal, source: Source) -> Finding:
    sentences = filter(None, (refusal.template, refusal.advice_template))
    return Finding("error", BETWEEN_SENTENCES.join(sentences), source, "visit_refused", refusal.values)


def _tables(path: Path, file: str) -> tuple[list[Row], dict[int, list[Row]], str, str]:
    visits: list[Row] | None = None
    members: dict[int, list[Row]] = {}
    name = second = ""
    for grid in read_book(path, name=file).grids:
        if (rows := titled_rows(grid, MEMBER_TITLES, ("visit", "person"))) is not None:
            second = grid.sheet
            for number, cells in rows:
                if (digits := "".join(sign for sign in cells.get("visit", "") if sign.isdigit())) and cells.get(
                    "presence"
                ):
                    members.setdefault(int(digits), []).append((number, cells))
        elif visits is None and (rows := titled_rows(grid, VISIT_TITLES, ("visit", "outcome"))) is not None:
            visits, name = rows, grid.sheet
    if visits is None:
        raise Refusal(
            _("Berkas %(file)s bukan buku kerja kampanye ini: kolom Nomor kunjungan dan Hasil tidak ada.") % {"file": file},
            advice=_("Unduh buku kerjanya dari halaman kampanye, isi, lalu unggah lagi."), field="file",
        )  # fmt: skip
    return visits, members, name, second


def _report(
    campaign_id: int, key: int, found: Mapping[str, Any], cells: Mapping[str, str], *, by: Actor, on: date
) -> None:
    """One row, whole or not at all: a row that is refused leaves the others standing."""
    visit = visits_for(by).filter(pk=key, campaign_id=campaign_id).first()
    if visit is None:
        raise Refusal(_("Kunjungan itu bukan dari kampanye ini di wilayah Anda."), field=VISIT)
    if visit.officer_id is None:
        raise Refusal(_("Kunjungan itu belum punya petugas."), advice=_("Tunjuk dulu petugasnya."), field="Petugas")
    members = [Presence(**one) for one in found["members"]]
    values = {name: value for name, value in found.items() if name != "members"}
    digest = hashlib.sha256(repr(sorted(cells.items())).encode()).hexdigest()[:32]
    with transaction.atomic():
        done = report_visit(
            key, Found(**values, members=members), by=by, on=on, key=f"lembar-{digest}", way=Report.Way.SHEET
        )
        if not done.fresh:
            raise AlreadyReported(_("Baris ini sudah dimasukkan sebelumnya."))
