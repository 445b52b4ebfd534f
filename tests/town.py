"""An approved round over three families of Oesapa and one of Lasiana, on a line of Dinas Sosial with a budget."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cast import CITY, LASIANA, OESAPA, TODAY, officer

AMOUNT = 300_000


@dataclass
class Town:
    """What the tests of delivery walk about in."""

    line: Any
    families: list[Any]
    make_round: Callable[..., Any]

    def first(self) -> Any:
        from lontar.city.delivery.models import Entitlement

        return Entitlement.objects.filter(place_id=OESAPA).order_by("id").first()


def build_town(acting, *, budget: int = 10 * AMOUNT, **line_values: Any) -> Town:
    from lontar.city.access.queries import agency_by_code
    from lontar.city.programmes.models import Budget, Line
    from lontar.city.registry.models import Family, Membership, Person
    from lontar.science.names import name_key

    ester = officer("ester")
    with acting(ester):
        values = {
            "place_id": CITY, "year": 2026, "key": "sembako-kota", "name": "Bantuan sembako kota",
            "agency": agency_by_code("dinas-sosial"), "reach": "by_name", "pillar": "burden", "gives": "money",
            "made_up": True,
        }  # fmt: skip
        line = Line.objects.create(**(values | line_values))
        if budget:
            Budget.objects.create(line=line, fund="city", amount=budget, document="DPA contoh", set_on=TODAY)
        families = []
        for place, name in (
            (OESAPA, "Yuliana Ndun"),
            (OESAPA, "Markus Benu"),
            (OESAPA, "Salomi"),
            (LASIANA, "Ferdy Radja"),
        ):
            family = Family.objects.create(place_id=place)
            head = Person.objects.create(place_id=place, name=name, name_key=name_key(name))
            Membership.objects.create(place_id=place, person=head, family=family, relation="head", since=TODAY)
            families.append(family)

    def make_round(
        *,
        amount: int = AMOUNT,
        period: str = "2026-T4",
        state: str = "decreed",
        outcome: str = "entitles",
        of: Any = None,
    ) -> Any:
        from lontar.city.targeting.models import Decision, Round

        with acting(ester):
            round_ = Round.objects.create(
                line=line, place_id=CITY, on=TODAY, period=period, outcome=outcome, rule="contoh", rule_version="1",
                rule_sha256="0" * 64, rule_text="", state=state, paper_number="188", opened_by=officer("yohanes"), scored_by=officer("yohanes"),
                closed_by=ester, closed_on=TODAY,
            )  # fmt: skip
            Decision.objects.bulk_create(
                [
                    Decision(
                        round=round_,
                        family=f,
                        place_id=f.place_id,
                        verdict="qualifies",
                        standing="chosen",
                        amount=amount,
                    )
                    for f in of or families
                ]
            )
            if (state, outcome) == ("decreed", "entitles"):
                log_decisions(round_)  # as the verb that decrees does
            return round_

    return Town(line, families, make_round)


def log_decisions(round_: Any) -> None:
    """Commit to what a round decides that no verb has decreed."""
    from lontar.city.ledger import actions as ledger
    from lontar.city.targeting import queries

    ledger.log_leaves("decision", queries.decision_contents([round_.pk]))
