"""What the walk's city offers: a line with its rule, stores, agreements, lists of recipients, meetings and proposals."""

import json
from functools import cached_property
from typing import Any

from cast import CITY, LASIANA, OESAPA, TODAY, officer
from journeys.neighbours import NAME, NIK, Neighbours
from lontar.kit.gate import acting_as


class Offers(Neighbours):
    """What is there to be given, and who speaks about it; each thing is made when a page first needs it."""

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
    def works(self) -> tuple[Any, Any]:
        """A drain in each of the two wards: reported, confirmed with open photos, its tranche asked for, and a defect."""
        from lontar.city.programmes.models import Budget, Line
        from lontar.city.works import actions
        from lontar.city.works.models import Photo
        from lontar.science.works import Planned
        from pictures import photo

        yohanes, ester = officer("yohanes"), officer("ester")
        with acting_as(ester):
            line = Line.objects.create(
                place_id=CITY, year=2026, key="drainase", name="Drainase", agency=self.line.agency, reach="by_area",
                pillar="pockets", gives="works",
            )  # fmt: skip
            Budget.objects.create(line=line, fund="city", amount=9_000, document="DPA 1", set_on=TODAY)
        stages, made = [Planned("Titik nol", 0, 30), Planned("Selesai", 100, 70)], []
        for at, place in enumerate((OESAPA, LASIANA)):
            plan = actions.Plan(
                "drain", "contract", "CV Contoh", "SPK 1", 1_000, TODAY, TODAY, stages, "Saluran", "RT 003"
            )
            seen = actions.Seen(TODAY, before=photo(size=(40, 30)))
            with acting_as(yohanes):
                work = actions.plan_work(line.pk, plan, place_id=place, key=f"saluran-{at}", by=yohanes, on=TODAY)
                defect = actions.note_defect(work.pk, what="Dinding retak", key=f"retak-{at}", by=yohanes, on=TODAY)
            eyes = self._eyes(place)
            with acting_as(eyes):
                report = actions.report_stage(work.pk, 1, seen, key=f"lihat-{at}", by=eyes, on=TODAY)
            with acting_as(yohanes):
                actions.confirm_stage(report.pk, photos_open=True, by=yohanes, on=TODAY)
                tranche = actions.ask_tranche(work.pk, 1, spm_number=f"SPM {at}", by=yohanes, on=TODAY)
                picture = Photo.objects.get(report=report)
            made.append({"work": work, "report": report, "photo": picture, "tranche": tranche, "defect": defect})
        return made[0], made[1]

    def _eyes(self, place: int) -> Any:
        """Who looks at a work in that ward."""
        from lontar.city.access import actions as access
        from lontar.kit.gate import Role

        if place == OESAPA:
            return officer("petrus")
        agus = officer("agus")
        with acting_as(agus):
            access.appoint(
                "lapangan-lasiana", name="Lapangan", role=Role("field_worker"), places=[place], agency=None, password=None,
                by=agus, on=TODAY,
            )  # fmt: skip
        return officer("lapangan-lasiana")

    @cached_property
    def to_build(self) -> Any:
        """A decreed list of a line that builds houses by name: a family of each of the two wards."""
        from lontar.city.programmes.models import Line
        from lontar.city.targeting.models import Decision, Round

        ester, yohanes = officer("ester"), officer("yohanes")
        with acting_as(ester):
            line = Line.objects.create(
                place_id=CITY, year=2026, key="rumah", name="Rumah", agency=self.line.agency, reach="by_name",
                pillar="burden", gives="works",
            )  # fmt: skip
            round_ = Round.objects.create(
                line=line, place_id=CITY, on=TODAY, period="2026-T4", outcome="entitles", rule="contoh", rule_version="1",
                rule_sha256="0" * 64, rule_text="", state="decreed", paper_number="188", opened_by=yohanes,
                scored_by=yohanes, closed_by=ester, closed_on=TODAY,
            )  # fmt: skip
            for family, _head in (self.inside, self.outside):
                Decision.objects.create(
                    round=round_,
                    family=family,
                    place_id=family.place_id,
                    verdict="qualifies",
                    standing="chosen",
                    amount=9,
                )
        return round_

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
