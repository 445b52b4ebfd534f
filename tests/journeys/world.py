"""A small city for the walk: each thing is made when a page first needs it, inside and outside of Oesapa."""

import json
from datetime import timedelta
from functools import cached_property
from typing import Any

from cast import CITY, LASIANA, OESAPA, TODAY, officer
from journeys.neighbours import KK, NAME, NIK, Neighbours
from lontar.kit.gate import acting_as
from town import log_decisions

__all__ = ["KK", "NAME", "NIK", "World"]


class World(Neighbours):
    """The whole city of the walk: who lives there, what they are offered, who is chosen and what they receive."""

    @cached_property
    def line(self) -> Any:
        """A line of Dinas Sosial whose recipients a rule chooses, with a budget."""
        from lontar.city.programmes import actions as programmes
        from lontar.city.programmes import queries

        ester = officer("ester")
        with acting_as(ester):
            programmes.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
            line = queries.line_by_key(CITY, 2026, "bantuan-sosial-kesejahteraan-keluarga")
            programmes.set_budget(line, fund="city", amount=9_000_000, document="DPA 1", by=ester, on=TODAY)
        return line

    @cached_property
    def draft(self) -> Any:
        """The next version of that line's rule, written by the agency's operator."""
        from lontar.city.programmes import actions as programmes
        from lontar.city.programmes import queries

        yohanes, line = officer("yohanes"), self.line
        with acting_as(yohanes):
            return programmes.write_rule(
                programmes.Draft(queries.rule_text(line.rule), "Versi berikutnya"), line=line, by=yohanes, on=TODAY
            )

    @cached_property
    def errands(self) -> tuple[Any, Any]:
        """What the two families came to the counter for: a letter each."""
        from lontar.city.counter import actions as counter

        ester = officer("ester")
        with acting_as(ester):
            return tuple(
                counter.give_letter(family.pk, by=ester, on=TODAY) for family, _head in (self.inside, self.outside)
            )  # type: ignore[return-value]  # two in, two out

    @cached_property
    def stores(self) -> tuple[Any, Any]:
        """A store in each of the two wards, with rice in it."""
        from lontar.city.stores import actions

        yohanes, made = officer("yohanes"), []
        with acting_as(yohanes):
            rice = actions.add_item("Beras medium", unit="kg", by=yohanes, on=TODAY)
            for at, place in enumerate((OESAPA, LASIANA)):
                store = actions.open_store(f"Gudang {place}", place_id=place, by=yohanes, on=TODAY)
                load = actions.Load(rice.pk, 20, "SJ-1")
                actions.receive_goods(store.pk, load, supplier="CV Contoh", key=f"terima-{at}", by=yohanes, on=TODAY)
                made.append(store)
        return made[0], made[1]

    @cached_property
    def relieved(self) -> tuple[Any, Any]:
        """Rice that went out in an emergency, to a name in each of the two wards."""
        from lontar.city.stores import actions, queries

        yohanes, ester, stores = officer("yohanes"), officer("ester"), self.stores
        with acting_as(ester):
            flood = actions.declare_emergency(
                CITY, number="188/2026", what="Banjir rob", days=(TODAY, TODAY), by=ester, on=TODAY
            )
        (rice,) = queries.items()
        with acting_as(yohanes):
            inside, outside = (
                actions.hand_out_relief(
                    flood.pk, actions.Out(rice.pk, 2, 4, "Posko SD", "DT-1", NAME), store_id=store.pk,
                    place_id=store.place_id, key=f"darurat-{store.pk}", by=yohanes, on=TODAY,
                )
                for store in stores
            )  # fmt: skip
        return inside, outside

    @cached_property
    def differences(self) -> tuple[Any, Any]:
        """What was lost there, and waits for a second person."""
        from lontar.city.stores import actions, queries

        yohanes, stores = officer("yohanes"), self.stores
        (rice,) = queries.items()
        with acting_as(yohanes):
            inside, outside = (
                actions.report_loss(
                    store.pk, rice.pk, quantity=1, reason="Basah", key=f"hilang-{store.pk}", by=yohanes, on=TODAY
                )
                for store in stores
            )
        return inside, outside

    @cached_property
    def agreement(self) -> Any:
        """What the partner organisation has agreed."""
        from lontar.city.access.queries import agency_by_code
        from lontar.city.programmes import actions as programmes

        ester, paper = officer("ester"), programmes.Paper("PKS 1", TODAY, TODAY, None, "Dua puluh tempat pelatihan")
        with acting_as(ester):
            return programmes.record_agreement(agency_by_code("mitra-contoh"), paper, place_id=CITY, by=ester, on=TODAY)

    @cached_property
    def budget_file(self) -> Any:
        """A spreadsheet of budgets that the agency's operator brought, and how its columns are read."""
        from lontar.city.programmes import actions as programmes
        from lontar.city.programmes.models import BudgetFile

        ester, yohanes, line = officer("ester"), officer("yohanes"), self.line
        with acting_as(ester):
            programmes.keep_budget_layout("SIPD contoh", {"Kd": "code", "Nilai": "budget"}, by=ester, on=TODAY)
        with acting_as(yohanes):
            return BudgetFile.objects.create(
                place_id=CITY, year=2026, document="DPA 2", file_name="sipd.csv", sha256="0" * 64, by=yohanes, on=TODAY,
                changes=[[line.pk, 2, "", "budget:city", "9000000", "9500000"]],
                counts={"rows": 1, "passed_over": 0, "changes": 1, "unchanged": 0, "missing": [], "errors": 0},
            )  # fmt: skip

    @cached_property
    def recipients(self) -> tuple[Any, Any]:
        """Rows of a list that wait for a family, of Oesapa and of Lasiana; the families stand on it as well."""
        from lontar.city.programmes.models import Recipient, RecipientList
        from lontar.kit.sealing import seal

        ester, line = officer("ester"), self.line
        with acting_as(ester):
            made = RecipientList.objects.create(
                place_id=CITY, programme=line.key, since=TODAY, until=TODAY, complete=True, source="Kemensos",
                file_name="bnba.csv", sha256="0" * 64, rows=4, by=ester, on=TODAY,
            )  # fmt: skip
            words = seal(json.dumps({"name": NAME, "nik": NIK}).encode())
            for at, (family, _head) in enumerate((self.inside, self.outside)):
                Recipient.objects.create(
                    list=made, place_id=family.place_id, family=family, row=at + 2, state="matched"
                )
            rows = [
                Recipient.objects.create(list=made, place_id=place, row=at + 4, state="open", cipher=words)
                for at, place in enumerate((OESAPA, LASIANA))
            ]
        return rows[0], rows[1]

    @cached_property
    def meetings(self) -> tuple[Any, Any]:
        """Meetings that were held in Oesapa and in Lasiana about a family, with their signed papers kept beside."""
        from lontar.city.community.models import Attendee, Matter, Meeting, Paper
        from lontar.kit.sealing import seal
        from pictures import photo

        ester, made = officer("ester"), []
        with acting_as(ester):
            for family, _head in (self.inside, self.outside):
                one = Meeting.objects.create(
                    place_id=family.place_id, kind="ward", question="Siapa didahulukan?", held_on=TODAY, venue="Kantor",
                    state="held", minutes="Dibahas", decisions="Disetujui", by=ester, on=TODAY,
                )  # fmt: skip
                Matter.objects.create(
                    meeting=one, place_id=one.place_id, family=family, question="Apakah benar tinggal?"
                )
                Attendee.objects.create(meeting=one, place_id=one.place_id, name=NAME, rt="001", role="warga")
                Paper.objects.create(
                    meeting=one, place_id=one.place_id, number="BA 1", signed_on=TODAY, media_type="image/jpeg",
                    sha256="0" * 64, cipher=seal(photo(size=(40, 30))), by=ester, on=TODAY,
                )  # fmt: skip
                made.append(one)
        return made[0], made[1]

    @cached_property
    def proposal(self) -> Any:
        """What Oesapa asks for."""
        from lontar.city.community import actions as community

        maria = officer("maria")
        draft = community.Draft(field="water", title="Sumur bor", spot="RT 003", year=2027, cost=90_000_000, votes=31)
        with acting_as(maria):
            return community.propose(draft, place_id=OESAPA, by=maria, on=TODAY)

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
