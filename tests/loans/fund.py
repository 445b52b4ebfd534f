"""A fund in Oesapa with people who may borrow from it, for the tests of loans."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from cast import LASIANA, OESAPA, officer
from lives import family
from lontar.kit.gate import acting_as
from pictures import photo

CAPITAL = 100_000_000
OPENED, ASKED, MET, LENT = date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 10), date(2026, 1, 15)
TODAY = date(2026, 11, 22)


def scan() -> bytes:
    return photo(size=(40, 30))


@dataclass
class Ward:
    """One ward with its fund, and how a loan comes about there in one call."""

    place_id: int = OESAPA
    minutes: Any = None

    @property
    def committee(self) -> Any:
        return officer("marten" if self.place_id == OESAPA else "tomas")

    @property
    def officer(self) -> Any:
        return officer("maria" if self.place_id == OESAPA else "lusia")

    def someone(self, name: str = "Yuliana Ndun", *, nik: str = "") -> Any:
        """A person who lives in the ward."""
        from lontar.city.registry.models import Identifier
        from lontar.kit.sealing import blind, seal

        with acting_as(officer("ester")):
            _home, (one,) = family((name, "head", None, "P"), place=self.place_id)
            if nik:
                Identifier.objects.create(
                    place_id=self.place_id, kind="nik", person=one, cipher=seal(nik.encode()), blind=blind("nik", nik)
                )
            return one

    def wish(self, one: Any, amount: int = 3_000_000, **more: Any) -> Any:
        from lontar.city.loans import queries

        values = {"business": "Kios sembako", "plan": "Menambah barang dagangan"} | more
        return queries.Wish(one if isinstance(one, int) else one.pk, amount, **values)

    def ask(
        self, one: Any, amount: int = 3_000_000, *, key: uuid.UUID | None = None, on: date = ASKED, **more: Any
    ) -> Any:
        from lontar.city.loans import actions

        by = self.committee
        with acting_as(by):
            return actions.apply_for(
                self.place_id, self.wish(one, amount, **more), key=key or uuid.uuid4(), by=by, on=on
            )

    def approve(self, application: Any, amount: int | None = None) -> Any:
        from lontar.city.loans import actions

        by = self.committee
        with acting_as(by):
            return actions.decide(
                application.pk, minutes_id=self.minutes.pk, approved=True, amount=amount or application.amount, by=by,
                on=MET,
            )  # fmt: skip

    def lend(self, one: Any, amount: int = 3_000_000, *, on: date = LENT, **more: Any) -> Any:
        """Asked, approved and paid out."""
        from lontar.city.loans import actions

        application = self.ask(one, amount, **more)
        self.approve(application)
        by = self.officer
        with acting_as(by):
            return actions.pay_out(application.pk, by=by, on=on).loan


def open_ward(place_id: int = OESAPA, capital: int = CAPITAL) -> Ward:
    """A fund with its first round and the minutes of one meeting."""
    from lontar.city.loans import actions

    ester = officer("ester")
    with acting_as(ester):
        actions.open_fund(place_id, product="pem", capital=capital, document="SK contoh 1/2026", by=ester, on=OPENED)
        actions.open_lending_round(place_id, by=ester, on=OPENED)
    ward = Ward(place_id)
    by = ward.committee
    with acting_as(by):
        ward.minutes = actions.keep_minutes(place_id, number="BA-1/2026", signed_on=MET, scan=scan(), by=by, on=MET)
    return ward


def appoint_lasiana() -> None:
    """Lasiana has a committee and an officer of its own."""
    from cast import CITY
    from lontar.city.access import actions as access
    from lontar.kit.gate import Role

    terminal = access.ensure_terminal(CITY, on=OPENED)
    with acting_as(terminal):
        for username, name, role in (
            ("tomas", "Tomas Komite", Role.FUND_COMMITTEE), ("lusia", "Lusia Kelurahan", Role.WARD_OFFICER),
        ):  # fmt: skip
            access.appoint(
                username, name=name, role=role, places=[LASIANA], agency=None, password=None, by=terminal, on=OPENED
            )


def strict_terms(folder: Any, settings: Any, **values: str) -> None:
    """The product as it is, but for these values, which somebody has read."""
    text = (settings.RULES_FOLDER / "loans" / "pem.yaml").read_text()
    for key, value in values.items():
        head, _key, rest = text.partition(f"  {key}:\n")
        _old, _line, rest = rest.partition("\n")
        text = f'{head}  {key}:\n    - {{value: {value}, from: 2013-01-01, source: "Perda uji 1/2020", confidence: read}}\n{rest}'
    (folder / "loans").mkdir()
    (folder / "loans" / "pem.yaml").write_text(text)
    settings.RULES_FOLDER = folder
