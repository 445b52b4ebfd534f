"""A small city for the walk: each thing is made when a page first needs it, inside and outside of Oesapa."""

import json
from datetime import date
from functools import cached_property
from typing import Any

from cast import CITY, LASIANA, OESAPA, TODAY, officer
from lontar.kit.gate import acting_as
from town import log_decisions

# Nobody else in the tests bears these; whoever may not see a person must never meet them.
NAME = "Xaverius Quillfeather"
NIK = "5371031707870017"
KK = "5371031707110071"


class World:
    """What the walk finds in the city; each thing is made when a page first needs it."""

    @cached_property
    def inside(self) -> tuple[Any, Any]:
        """A family in Oesapa and its head."""
        with acting_as(officer("ester")):
            return _family(OESAPA)

    @cached_property
    def outside(self) -> tuple[Any, Any]:
        """The same in Lasiana."""
        with acting_as(officer("ester")):
            return _family(LASIANA)

    @cached_property
    def shielded(self) -> tuple[Any, Any]:
        """A person in Oesapa whose address only Maria knows, and one in Lasiana whose only the planner knows."""
        return _shielded(OESAPA, "maria"), _shielded(LASIANA, "ester")

    @cached_property
    def asked(self) -> tuple[Any, Any]:
        """What the heads of the two families asked of their own data."""
        from lontar.city.privacy import actions as privacy

        ester = officer("ester")
        with acting_as(ester):
            return tuple(
                privacy.receive_request(
                    head.pk, kind="access", words="Apa yang disimpan?", known_by="KTP", by=ester, on=TODAY
                )
                for _family, head in (self.inside, self.outside)
            )  # type: ignore[return-value]  # two in, two out

    @cached_property
    def allowed(self) -> tuple[Any, Any]:
        """That they consented to a partner, who was told of them."""
        from lontar.city.privacy import actions as privacy

        ester = officer("ester")
        with acting_as(ester):
            found = [
                privacy.record_consent(
                    head.pk, agency="mitra-contoh", purpose="Pelatihan", proof="Surat 1", given_on=TODAY, by=ester, on=TODAY
                )
                for _family, head in (self.inside, self.outside)
            ]  # fmt: skip
            for one in found:
                privacy.refer(one.pk, reason="Pelatihan", by=ester, on=TODAY)
            return found[0], found[1]

    @cached_property
    def imports(self) -> tuple[Any, Any]:
        """A file that was checked in Oesapa and left a worklist, and the same in Lasiana."""
        return _import(OESAPA), _import(LASIANA)

    @cached_property
    def pairs(self) -> tuple[Any, Any]:
        """Two records that may be one person, in Oesapa and in Lasiana."""
        with acting_as(officer("ester")):
            return _pair(self.inside[1]), _pair(self.outside[1])

    @cached_property
    def batches(self) -> tuple[Any, Any]:
        """A sample of obvious pairs that Maria looks at, and one of the city's."""
        from lontar.city.registry.models import Batch

        made = []
        for username, place, one in (("maria", OESAPA, self.pairs[0]), ("ester", CITY, self.pairs[1])):
            by = officer(username)
            with acting_as(by):
                made.append(
                    Batch.objects.create(
                        place_id=place, pairs=[one.pk], sample=[one.pk], by=by, by_role=by.role, on=TODAY
                    )
                )
        return made[0], made[1]

    @cached_property
    def search(self) -> Any:
        """A look for duplicates that the planner asked for."""
        from lontar.city.registry import actions

        ester = officer("ester")
        with acting_as(ester):
            return actions.begin_search(by=ester, on=TODAY)

    @cached_property
    def scans(self) -> tuple[int, int]:
        """A family in Oesapa got a new card, with its scan, and the same in Lasiana."""
        from lontar.city.registry import actions as registry
        from pictures import photo

        ester, kept = officer("ester"), []
        with acting_as(ester):
            for (family, _head), number in ((self.inside, "5371031707110072"), (self.outside, "5371031707110073")):
                paper = registry.Paper("family_card", "KK-1", scan=photo(size=(40, 30)))
                done = registry.card_changed(
                    family.pk, number=number, occasion=registry.Occasion(TODAY, paper), by=ester, on=TODAY
                )
                kept.append(done.event_id)
        return kept[0], kept[1]

    @cached_property
    def token(self) -> Any:
        """A key of Maria's."""
        from lontar.city.access import actions as access
        from lontar.city.access.models import ApiToken

        maria = officer("maria")
        access.issue_token(maria, label="uji", days=9, by=maria, on=TODAY)
        return ApiToken.objects.get(officer=maria)

    @cached_property
    def snapshot(self) -> Any:
        """What the planner published."""
        from lontar.city.portal import actions as portal

        ester = officer("ester")
        with acting_as(ester):
            return portal.publish(CITY, "2026-11", by=ester, on=TODAY)

    @cached_property
    def campaign(self) -> Any:
        """Families of Oesapa and of Lasiana, visited twice, in a campaign of the planner."""
        from lontar.city.fieldwork import actions as fieldwork

        assert self.inside
        assert self.outside
        ester = officer("ester")
        plan = fieldwork.Plan(
            name="Verval contoh", place_id=CITY, begins=TODAY, due=TODAY, second_percent=100,
            checkers=[officer("petrus").pk, officer("maria").pk],
        )  # fmt: skip
        with acting_as(ester):
            return fieldwork.open_campaign(plan, by=ester, on=TODAY)

    def visit_to(self, family: Any, turn: int = 1) -> Any:
        """The visit to a family, in Oesapa by Petrus first and Maria second, or the other way round."""
        from lontar.city.fieldwork.models import Visit

        with acting_as(officer("ester")):
            return Visit.objects.get(campaign=self.campaign, family=family, turn=turn)

    @cached_property
    def changes(self) -> tuple[Any, Any]:
        """A family of Oesapa that was found to have moved, with a photo; and a like one of Lasiana."""
        from lontar.city.fieldwork.models import Change, Report, Visit
        from lontar.kit.sealing import seal
        from pictures import photo

        found = []
        for family, _head in (self.inside, self.outside):
            visit = self.visit_to(family)
            other = self.visit_to(family, turn=2)
            with acting_as(officer("ester")):
                Visit.objects.filter(pk=visit.pk).update(state="reported", officer=officer("petrus"))
                Visit.objects.filter(pk=other.pk).update(state="reported", officer=officer("maria"))
                for one, outcome in ((visit, "moved_country"), (other, "found")):
                    report = Report.objects.create(
                        visit=one, place_id=one.place_id, outcome=outcome, deserves="", visited_on=TODAY,
                        checker=officer("petrus"), by=officer("petrus"), way="form",
                        photo=seal(photo(size=(40, 30))), command_key=f"{one.pk}:uji",
                    )  # fmt: skip
                    if outcome == "moved_country":
                        found.append(
                            Change.objects.create(
                                report=report,
                                place_id=one.place_id,
                                family=family,
                                kind=outcome,
                                happened=TODAY,
                                seen_by=officer("petrus"),
                            )
                        )
        return found[0], found[1]

    @cached_property
    def visited(self) -> tuple[Any, Any]:
        """The visits that were reported."""
        return self.changes[0].report.visit, self.changes[1].report.visit

    @cached_property
    def sheet(self) -> Any:
        """A workbook that came back."""
        from lontar.city.fieldwork.models import Sheet

        return Sheet.objects.create(
            campaign=self.campaign, by=officer("ester"), on=TODAY, file_name="kunjungan.xlsx", sha256="0" * 64,
            counts={"taken": 0, "before": 0, "errors": 0, "empty": 1},
        )  # fmt: skip

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
    def owed(self) -> tuple[Any, Any]:
        """What the families in Oesapa and in Lasiana are owed."""
        return self._entitled("2026-11")

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


def _pair(person: Any) -> Any:
    from lontar.city.registry.models import Pair

    _again, other = _family(person.place_id)
    return Pair.objects.create(
        person_a=person, person_b=other, place_id=person.place_id, other_place_id=person.place_id, weight=9,
        probability=0.99, band="look", against="stranger", model_version="uji", found_on=TODAY,
    )  # fmt: skip


def _family(place: int) -> tuple[Any, Any]:
    from lontar.city.registry.models import Family, Identifier, Membership, Person
    from lontar.kit.sealing import blind, seal

    family = Family.objects.create(place_id=place, decile=2, decile_on=date(2026, 1, 1))
    person = Person.objects.create(
        place_id=place, name=NAME, name_key=NAME.upper(), sex="L", birth_date=date(1987, 7, 17), nik_state="good"
    )
    Membership.objects.create(
        place_id=place, family=family, person=person, relation=Membership.Relation.HEAD, since=date(2020, 1, 1)
    )
    for kind, number, owner in (("nik", NIK, {"person": person}), ("kk", KK, {"family": family})):
        Identifier.objects.create(
            place_id=place, kind=kind, cipher=seal(number.encode()), blind=blind(kind, number), **owner
        )
    return family, person


def _shielded(place: int, keeper: str) -> Any:
    from lontar.city.registry import actions as registry

    ester = officer("ester")
    with acting_as(ester):
        person = _family(place)[1]
        registry.shield(person.pk, keepers=[officer(keeper).pk], paper="Surat 1", by=ester, on=TODAY)
    return person


def _import(place: int) -> Any:
    from lontar.city.registry.models import ImportFile, ImportFinding, ImportRun
    from lontar.kit.sealing import seal

    ester = officer("ester")
    with acting_as(ester):
        run = ImportRun.objects.create(
            place_id=place, kind="families", mode="families_without_error", dry_run=True, file_name="keluarga.csv",
            file_bytes=1, file_sha256="0" * 64, state="done", on=TODAY, by=ester, by_role=ester.role,
            counts={"rows": 1, "families": 1, "families_left": 1, "errors": 1, "warnings": 0},
        )  # fmt: skip
        ImportFinding.objects.create(
            place_id=place, run=run, severity="error", kind="name_missing", row=2, message="Nama kosong."
        )
        for purpose, words in (("upload", "NIK\n"), ("worklist", f"NIK,Nama,Temuan\n{NIK},{NAME},\n")):
            ImportFile.objects.create(place_id=place, run=run, purpose=purpose, cipher=seal(words.encode()))
        return run
