"""A small city for the walk: each thing is made when a page first needs it, inside and outside of Oesapa."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from cast import CITY, LASIANA, OESAPA, TODAY, officer
from journeys.neighbours import KK, NAME, NIK
from journeys.offers import Offers
from lontar.kit.gate import acting_as
from town import log_decisions

__all__ = ["KK", "NAME", "NIK", "World"]


class World(Offers):
    """The whole city of the walk: who lives there, what they are offered, who is chosen and what they receive."""

    @cached_property
    def round(self) -> Any:
        """A round over the city, opened and scored by the agency's operator."""
        from lontar.city.targeting import actions as targeting

        assert self.inside
        assert self.outside
        yohanes = officer("yohanes")
        line = self.line
        with acting_as(yohanes):
            opened = targeting.open_round(line, place_id=CITY, by=yohanes, on=TODAY)
            return targeting.score_round(opened, by=yohanes, on=TODAY)

    @cached_property
    def amendment(self) -> Any:
        """A family of Oesapa that the meeting struck from the round."""
        from lontar.city.targeting.models import Amendment

        round_, yohanes = self.round, officer("yohanes")
        with acting_as(yohanes):
            return Amendment.objects.create(
                round=round_, family=self.inside[0], place_id=OESAPA, kind="strike", reason="Sudah pindah",
                before="chosen", by=yohanes, on=TODAY,
            )  # fmt: skip

    @cached_property
    def named(self) -> tuple[Any, Any]:
        """People who were named in Oesapa and in Lasiana, and whom nobody has found yet."""
        from lontar.city.targeting import actions as targeting

        ester = officer("ester")
        named = targeting.Named("resident", "Rumahnya roboh", name=NAME)
        with acting_as(ester):
            inside, outside = (targeting.nominate(place, named, by=ester, on=TODAY) for place in (OESAPA, LASIANA))
        return inside, outside

    @cached_property
    def objected(self) -> tuple[Any, Any]:
        """Objections of a family of Oesapa and of one of Lasiana to the round."""
        from lontar.city.targeting import actions as targeting

        ester = officer("ester")
        with acting_as(ester):
            inside, outside = (
                targeting.receive_objection(self.round, family.pk, words="Kami belum didata", by=ester, on=TODAY)
                for family, _head in (self.inside, self.outside)
            )
        return inside, outside

    @cached_property
    def met(self) -> Any:
        """The closed meeting of Oesapa in another round, with its minutes."""
        from lontar.city.targeting import actions as targeting
        from lontar.city.targeting.models import Step
        from rounds import minutes

        yohanes = officer("yohanes")
        assert self.inside
        with acting_as(yohanes):
            opened = targeting.open_round(self.line, place_id=CITY, by=yohanes, on=TODAY)
            targeting.score_round(opened, by=yohanes, on=TODAY)
            targeting.close_meeting(opened, OESAPA, minutes=minutes(), by=yohanes, on=TODAY)
            return Step.objects.get(round=opened, place_id=OESAPA, kind="meeting")

    @cached_property
    def sampled(self) -> tuple[Any, Any]:
        """A home in Oesapa and one in Lasiana of a sample that is being asked."""
        from lontar.city.targeting.models import SampledHome, Survey

        ester = officer("ester")
        with acting_as(ester):
            survey = Survey.objects.create(
                round=self.owed[0].round, place_id=CITY, begins=TODAY, due=TODAY, seed="gong 2026",
                design={"chosen": 2, "others": 2, "units": None}, opened_by=ester, form_version="1", form_source="contoh",
                frame={"chosen": 1, "others": 1, "units": 2, "shielded": 0}, line_amount=600_000, line_region="NTT",
                items=[{"key": "grain", "name": {"id": "Beras"}, "period": "week", "food": True}],
                line_period="2025", line_source="contoh",
            )  # fmt: skip
            inside, outside = (
                SampledHome.objects.create(
                    survey=survey, family=family, place_id=family.place_id, stratum="s", unit=at, part="others",
                    first_n=1, first_of=1, second_n=1, second_of=1,
                )
                for at, family in enumerate((self.inside[0], self.outside[0]), 1)
            )  # fmt: skip
        return inside, outside

    @cached_property
    def questioned(self) -> tuple[Any, Any]:
        """A family in Oesapa and one in Lasiana of a sample that is being asked after payment."""
        from lontar.city.delivery.models import AskedFamily, PaymentSurvey

        ester = officer("ester")
        with acting_as(ester):
            survey = PaymentSurvey.objects.create(
                line=self.line, place_id=CITY, period="2026-11", begins=TODAY, due=TODAY + timedelta(days=9), seed="gong 2026",
                margin=5, frame={"families": 2, "rupiah": 600_000, "shielded": 0}, opened_by=ester, made_up=True,
            )  # fmt: skip
            inside, outside = (
                AskedFamily.objects.create(
                    survey=survey, family=one.family, entitlement=one, place_id=one.place_id, amount=one.amount,
                    handed_on=TODAY, handed_by=officer("maria"), stratum="s", drawn_n=1, drawn_of=1,
                )
                for one in self.owed
            )  # fmt: skip
        return inside, outside

    @cached_property
    def asked_back(self) -> tuple[Any, Any]:
        """A hand-over in Oesapa and one in Lasiana that somebody wants taken back."""
        from lontar.city.delivery.models import Handover, TakeBack

        ester = officer("ester")
        with acting_as(ester):
            inside, outside = (
                TakeBack.objects.create(
                    handover=Handover.objects.get(entitlement=one), place_id=one.place_id, reason="Salah keluarga",
                    owed_again=True, by=officer("petrus"), on=TODAY,
                )
                for one in self.given
            )  # fmt: skip
        return inside, outside

    @cached_property
    def owed(self) -> tuple[Any, Any]:
        """What the families in Oesapa and in Lasiana are owed."""
        return self._entitled("2026-11")

    @cached_property
    def holds(self) -> tuple[Any, Any]:
        """What holds both of the payments of December: by Petrus, so that everybody else may be the second person."""
        from lontar.city.delivery import actions as delivery

        made = []
        for one, who in zip(self._entitled("2026-12"), ("petrus", "ester"), strict=True):
            by = officer(who)
            with acting_as(by):
                made.append(delivery.hold(one.pk, reason="moved", note="Pindah menurut RT", by=by, on=TODAY))
        return made[0], made[1]

    @cached_property
    def order(self) -> Any:
        """A payment order over both, made by Yohanes."""
        from lontar.city.delivery import actions as delivery
        from lontar.city.delivery import queries

        assert self.owed
        yohanes = officer("yohanes")
        with acting_as(yohanes):
            choice = queries.Choice(self.line.pk, "2026-11", CITY, "cash")
            return delivery.make_order(choice, key="dunia", by=yohanes, on=TODAY)

    @cached_property
    def cash(self) -> Any:
        """Another one over both, released: the cash is in the wards."""
        from lontar.city.delivery import actions as delivery
        from lontar.city.delivery import queries

        self._entitled("2026-09")
        yohanes, ester, tobias = (officer(name) for name in ("yohanes", "ester", "tobias"))
        with acting_as(ester):
            choice = queries.Choice(self.line.pk, "2026-09", CITY, "cash")
            made = delivery.make_order(choice, key="tunai", by=yohanes, on=TODAY)
            delivery.check_order(made.pk, seen=made.sha256, spm_number="SPM/1", by=ester, on=TODAY)
            return delivery.release_order(
                made.pk, sp2d_number="SP2D/1", sp2d_on=TODAY, amount=str(made.amount), by=tobias, on=TODAY
            )

    @cached_property
    def odd_row(self) -> Any:
        """A row of the payer's file that settled nothing by itself."""
        from lontar.city.delivery.models import ResultFile, ResultRow

        yohanes = officer("yohanes")
        with acting_as(yohanes):
            file = ResultFile.objects.create(
                order=self.cash, sha256="0" * 64, name="hasil.csv", paid_on=TODAY, counts={}, by=yohanes, on=TODAY
            )
            return ResultRow.objects.create(
                file=file,
                order=self.cash,
                place_id=CITY,
                row=2,
                kind="unknown",
                reference="X-1",
                amount=1,
                digest="0" * 64,
            )

    @cached_property
    def given(self) -> tuple[Any, Any]:
        """The same of the month before, handed over, with a photo."""
        from lontar.city.delivery import actions as delivery
        from pictures import photo

        inside, outside = self._entitled("2026-10")
        yohanes = officer("yohanes")
        with acting_as(yohanes):
            for one in (inside, outside):
                delivery.hand_over(
                    one.pk, proof=delivery.Proof("photo", image=photo(size=(40, 30))), received_by=NAME, by=yohanes,
                    on=TODAY,
                )  # fmt: skip
        return inside, outside

    def _entitled(self, period: str) -> tuple[Any, Any]:
        from lontar.city.delivery import actions as delivery
        from lontar.city.delivery.models import Entitlement
        from lontar.city.targeting.models import Decision, Round

        ester, yohanes = officer("ester"), officer("yohanes")
        families = [self.inside[0], self.outside[0]]
        with acting_as(ester):
            round_ = Round.objects.create(
                line=self.line, place_id=CITY, on=TODAY, period=period, outcome="entitles", rule="contoh",
                rule_version="1", rule_sha256="0" * 64, rule_text="", state="decreed", paper_number="188", opened_by=yohanes,
                scored_by=yohanes, closed_by=ester, closed_on=TODAY,
            )  # fmt: skip
            Decision.objects.bulk_create(
                Decision(
                    round=round_,
                    family=one,
                    place_id=one.place_id,
                    verdict="qualifies",
                    standing="chosen",
                    amount=300_000,
                )
                for one in families
            )
            log_decisions(round_)
            delivery.entitle(round_.pk, by=ester, on=TODAY)
            inside, outside = (Entitlement.objects.get(round=round_, family=one) for one in families)
            return inside, outside
