"""The people of the walk's city: families, files, pairs, visits and requests, inside and outside of Oesapa."""

from datetime import date
from functools import cached_property
from typing import Any

from cast import CITY, LASIANA, OESAPA, TODAY, officer
from lontar.kit.gate import acting_as

# Nobody else in the tests bears these; whoever may not see a person must never meet them.
NAME = "Xaverius Quillfeather"
NIK = "5371031707870017"
KK = "5371031707110071"


class Neighbours:
    """Who lives there and what is known of them; each thing is made when a page first needs it."""

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
        from lontar.city.access import actions as access
        from lontar.city.privacy import actions as privacy
        from lontar.kit.gate import Role

        ester, agus = officer("ester"), officer("agus")
        with acting_as(agus):  # Rita serves Oesapa alone, and nobody is referred to where no partner is
            access.appoint(
                "mitra-lasiana", name="Mitra Lasiana", role=Role.PARTNER, places=[LASIANA],
                agency=officer("rita").agency, password=None, by=agus, on=TODAY,
            )  # fmt: skip
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
    def absences(self) -> tuple[Any, Any]:
        """One who is not named any more in Oesapa, and one in Lasiana."""
        from lontar.city.registry.models import Absence

        with acting_as(officer("ester")):
            inside, outside = (
                Absence.objects.create(
                    place_id=family.place_id, family=family, person=person, run=run, noticed_on=TODAY
                )
                for (family, person), run in zip((self.inside, self.outside), self.imports, strict=True)
            )
            return inside, outside

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
    def quoted(self) -> Any:
        """A figure of BPS that a planner brought."""
        from lontar.city.portal import actions as portal
        from lontar.city.portal.models import PublishedFigure

        portal.bring_figure("poverty_line", "2025-03", "700000", "BPS, rekaan", by=officer("ester"), on=TODAY)
        return PublishedFigure.objects.get(indicator="poverty_line")

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
