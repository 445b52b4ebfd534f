"""Bringing the figures of BPS and of the city's plan, and withdrawing a wrong one."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction

from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.portal import queries
from lontar.city.portal.models import PublishedFigure
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.poverty_figures import FigureFile, Given, checked, read_figures
from lontar.science.trouble import Refusal, words

REASON_CHARS_MAX = 200


@deed
def bring_figure(indicator: str, period: str, value: str, source: str, *, by: Actor, on: date) -> bool:
    """One figure as typed; whether anything changed. Another value for the same indicator and period replaces it."""
    require(by, Role.PLANNER)
    return _bring([checked(indicator, period, value, source, on=on)], by=by, on=on) > 0


@deed
def bring_figures(path: Path, *, name: str = "", dry_run: bool = False, by: Actor, on: date) -> tuple[FigureFile, int]:
    """All of a file or nothing; the same file twice changes nothing. Answers what it says and how many changed."""
    require(by, Role.PLANNER)
    home = places.home_or_refuse()
    called = name or path.name
    found = read_figures(read_book(path, name=called).grids, code=home.code, on=on, file=called)
    if found.has_errors:
        return found, 0
    if dry_run:
        return found, len(_new(found.figures, home.pk))
    return found, _bring(found.figures, by=by, on=on)


def _new(figures: Iterable[Given], place_id: int) -> list[Given]:
    """Those that do not stand already with this value and source."""
    known = {(one.indicator, one.period): (one.value, one.source) for one in queries.standing_figures(place_id)}
    return [one for one in figures if known.get((one.indicator, one.period)) != (one.value, one.source)]


def _bring(figures: list[Given], *, by: Actor, on: date) -> int:
    home = places.home_or_refuse()
    new = _new(figures, home.pk)
    for given in new:
        standing = queries.standing_figures(home.pk).filter(indicator=given.indicator, period=given.period).first()
        if standing is not None:
            withdraw_figure(standing, reason=words("Diganti dengan angka yang lebih baru."), by=by, on=on)
        try:
            with transaction.atomic():
                brought = PublishedFigure.objects.create(
                    place_id=home.pk, indicator=given.indicator, period=given.period, value=given.value,
                    source=given.source, brought_by_id=by.id, brought_on=on,
                )  # fmt: skip
        except IntegrityError:
            raise Refusal(
                words("Angka itu baru saja dimasukkan oleh orang lain."), advice=words("Muat ulang halaman ini.")
            ) from None
        record(
            "bring_figure", subject=brought, by=by, on=on, place_id=home.pk,
            details={
                "indicator": given.indicator, "period": given.period, "value": str(given.value), "source": given.source
            },
        )  # fmt: skip
    return len(new)


@deed
def withdraw_figure(figure: PublishedFigure, *, reason: str, by: Actor, on: date) -> None:
    """Take a brought figure off the city's page; it stays in the history with its reason."""
    require(by, Role.PLANNER)
    if not reason.strip():
        raise Refusal(
            words("Alasannya belum ditulis."), advice=words("Tulis apa yang salah; semua petugas dapat membacanya."),
            field="reason",
        )  # fmt: skip
    # The row decides, not what this process read: of two who withdraw at once one is told so.
    changed = PublishedFigure.objects.filter(pk=figure.pk, withdrawn_on__isnull=True).update(
        withdrawn_on=on, withdrawn_reason=reason.strip()[:REASON_CHARS_MAX]
    )
    if not changed:
        raise Refusal(words("Angka itu sudah ditarik."), advice=words("Muat ulang halaman ini."))
    record(
        "withdraw_figure", subject=figure, by=by, on=on, place_id=figure.place_id, reason=reason.strip(),
        details={"indicator": figure.indicator, "period": figure.period, "value": str(figure.value)},
    )  # fmt: skip
