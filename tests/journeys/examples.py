"""Example objects for the walk: what to put into the addresses of pages and operations that take an argument.

Whoever adds a page with an argument adds its line to `PAGES`, whoever adds an operation to `OPERATIONS`: the walk says
so when one is missing. `inside` lies in Oesapa, `outside` in Lasiana, where the officers of Oesapa must meet 404.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from cast import CAST, CITY, LASIANA, OESAPA, TODAY, officer
from lontar.kit.gate import acting_as

# Nobody else in the tests bears these; whoever may not see a person must never meet them.
NAME = "Xaverius Quillfeather"
NIK = "5371031707870017"
KK = "5371031707110071"


@dataclass(frozen=True)
class Case:
    """Arguments of an address, once for what lies inside of an officer's places and once for what does not."""

    inside: dict[str, Any]
    outside: dict[str, Any] | None = None
    # Who else must not find the inside object, whatever their places: by username.
    hidden_from: tuple[str, ...] = ()
    # Who may look at the page and not send its form: by role.
    only_read: tuple[str, ...] = ()
    query: dict[str, Any] = field(default_factory=dict)


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
                rule_version="1", rule_sha256="0" * 64, rule_text="", state="approved", opened_by=yohanes,
                scored_by=yohanes, closed_by=ester, closed_on=TODAY,
            )  # fmt: skip
            Decision.objects.bulk_create(
                Decision(round=round_, family=one, place_id=one.place_id, verdict="qualifies", amount=300_000)
                for one in families
            )
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


def _of_pair(world: "World", key: str = "key") -> Case:
    inside, outside = world.pairs
    return Case({key: inside.pk}, {key: outside.pk})


def _of_import(world: "World", key: str = "key", **more: Any) -> Case:
    inside, outside = world.imports
    return Case({key: inside.pk} | more, {key: outside.pk} | more)


def _of_absence(world: "World") -> Case:
    """One who is not named any more, inside and outside of the officer's places."""
    from lontar.city.registry.models import Absence

    ester = officer("ester")
    keys = []
    with acting_as(ester):
        for (family, person), run in zip((world.inside, world.outside), world.imports, strict=True):
            absence, _new = Absence.objects.get_or_create(
                place_id=family.place_id, family=family, person=person, run=run, settled_on=None,
                defaults={"noticed_on": TODAY},
            )  # fmt: skip
            keys.append(absence.pk)
    return Case({"key": keys[0]}, {"key": keys[1]})


ALL_BUT_MARIA = tuple(username for username in CAST if username != "maria")


def _maria() -> Case:
    return Case({"officer_id": officer("maria").pk})


def _entitlement(both: tuple[Any, Any]) -> Case:
    # A partner meets only the lines of its own organisation.
    return Case({"key": both[0].pk}, {"key": both[1].pk}, hidden_from=("rita",))


def _entry(world: "World") -> int:
    from lontar.city.ledger import queries

    assert world.owed
    newest = queries.entries().first()
    assert newest is not None
    return newest.pk


def _account(world: "World") -> str:
    from lontar.city.ledger import queries

    assert world.owed
    return queries.balances()[0].code


def _code(world: "World") -> str:
    from lontar.city.delivery import queries

    return queries.code_of(world.given[0].subject)


def _campaign(world: "World", **more: Any) -> Case:
    return Case({"key": world.campaign.pk} | more)


def _visited(world: "World") -> Case:
    return Case({"key": world.visited[0].pk}, {"key": world.visited[1].pk})


def _asked(world: "World", **more: Any) -> Case:
    inside, outside = world.asked
    return Case({"key": inside.pk} | more, {"key": outside.pk} | more)


PAGES: dict[str, Callable[[World], Case]] = {
    "registry:family": lambda world: Case({"key": world.inside[0].pk}, {"key": world.outside[0].pk}),
    "registry:event": lambda world: Case(
        {"key": world.inside[0].pk, "kind": "died"}, {"key": world.outside[0].pk, "kind": "died"}
    ),
    "registry:scan": lambda world: Case({"key": world.scans[0]}, {"key": world.scans[1]}),
    "registry:reveal_nik": lambda world: Case({"key": world.inside[1].pk}, {"key": world.outside[1].pk}),
    "registry:reveal_kk": lambda world: Case({"key": world.inside[0].pk}, {"key": world.outside[0].pk}),
    "registry:raise_shield": lambda world: Case({"key": world.inside[0].pk}, {"key": world.outside[0].pk}),
    "registry:shield": lambda world: Case({"key": world.shielded[0].pk}, {"key": world.shielded[1].pk}),
    "privacy:person": lambda world: Case({"key": world.inside[1].pk}, {"key": world.outside[1].pk}),
    "privacy:request": lambda world: _asked(world),
    "privacy:document": lambda world: _asked(world, form="json"),
    "privacy:withdraw": lambda world: Case({"key": world.allowed[0].pk}, {"key": world.allowed[1].pk}),
    "privacy:erase": lambda world: Case({"key": world.inside[1].pk}, {"key": world.outside[1].pk}),
    "privacy:rule": lambda world: Case({"code": "journal"}),
    "registry:run": lambda world: _of_import(world),
    "registry:progress": lambda world: _of_import(world),
    "registry:changes": lambda world: _of_import(world),
    "registry:settle_absence": lambda world: _of_absence(world),
    "registry:retire_layout": lambda world: Case({"name": "siks-ng"}),
    "registry:proceed": lambda world: _of_import(world),
    "registry:findings": lambda world: _of_import(world, form="json"),
    "registry:worklist": lambda world: _of_import(world, form="csv"),
    "registry:pair": lambda world: _of_pair(world),
    "registry:undo_decision": lambda world: _of_pair(world),
    "registry:batch": lambda world: Case({"key": world.batches[0].pk}, {"key": world.batches[1].pk}),
    "registry:confirm_batch": lambda world: Case({"key": world.batches[0].pk}, {"key": world.batches[1].pk}),
    "registry:leave_batch": lambda world: Case({"key": world.batches[0].pk}, {"key": world.batches[1].pk}),
    "registry:search_progress": lambda world: Case({"key": world.search.pk}, hidden_from=("maria",)),
    "access:officer": lambda world: _maria(),
    "access:change": lambda world: _maria(),
    "access:give_password": lambda world: _maria(),
    "access:reset_second_factor": lambda world: _maria(),
    "access:dismiss": lambda world: _maria(),
    "access:reinstate": lambda world: _maria(),
    "access:revoke_officers_token": lambda world: Case({"officer_id": officer("maria").pk, "token_id": world.token.pk}),
    "access:revoke_token": lambda world: Case({"token_id": world.token.pk}, hidden_from=ALL_BUT_MARIA),
    "access:agencies": lambda world: Case({}, only_read=("inspector",)),
    "programmes:line": lambda world: Case({"key": world.line.pk}),
    "programmes:budget": lambda world: Case({"key": world.line.pk}),
    "programmes:realisation": lambda world: Case({"key": world.line.pk}),
    "targeting:round": lambda world: Case({"key": world.round.pk}),
    "targeting:score": lambda world: Case({"key": world.round.pk}),
    "targeting:approve": lambda world: Case({"key": world.round.pk}),
    "targeting:reject": lambda world: Case({"key": world.round.pk}),
    "targeting:check_at_home": lambda world: Case({"key": world.round.pk}),
    "targeting:decisions": lambda world: Case({"key": world.round.pk}),
    "targeting:explanation": lambda world: Case(
        {"key": world.round.pk, "family_id": world.inside[0].pk},
        {"key": world.round.pk, "family_id": world.outside[0].pk},
    ),
    "ledger:account": lambda world: Case({"code": _account(world)}),
    "ledger:entry": lambda world: Case({"key": _entry(world)}),
    "delivery:entitlement": lambda world: _entitlement(world.owed),
    "delivery:hand_over": lambda world: _entitlement(world.owed),
    "delivery:cancel": lambda world: _entitlement(world.owed),
    "delivery:receipt": lambda world: _entitlement(world.given),
    "delivery:proof": lambda world: _entitlement(world.given),
    "delivery:check": lambda world: Case({"code": _code(world)}),
    "portal:ward": lambda world: Case({"ward_id": OESAPA}),
    "portal:data": lambda world: Case({"period": world.snapshot.period, "revision": 1, "form": "csv"}),
    "portal:editions": lambda world: Case({}, only_read=("inspector", "administrator")),
    "places:place": lambda world: Case({"code": "53.71.03.1010"}),
    "fieldwork:visit": _visited,
    "fieldwork:report": _visited,
    "fieldwork:photo": _visited,
    "fieldwork:settle": _visited,
    "fieldwork:decide": lambda world: Case({"key": world.changes[0].pk}, {"key": world.changes[1].pk}),
    "fieldwork:campaign": _campaign,
    "fieldwork:visits": _campaign,
    "fieldwork:assign": _campaign,
    "fieldwork:paper": _campaign,
    "fieldwork:workbook": _campaign,
    "fieldwork:bring_sheet": _campaign,
    "fieldwork:decree": _campaign,
    "fieldwork:close": _campaign,
    "fieldwork:sheet": lambda world: _campaign(world, sheet=world.sheet.pk),
    "api:nowhere": lambda world: Case({"rest": "tidak-ada"}),
}

# By function name of the operation.
OPERATIONS: dict[str, Callable[[World], Case]] = {
    "programme_lines": lambda world: Case({}, query={"year": 2026}),
    "programme_line": lambda world: Case({"key": world.line.pk}),
    "round_by_key": lambda world: Case({"key": world.round.pk}),
    "round_decisions": lambda world: Case({"key": world.round.pk}),
    "round_explanation": lambda world: Case(
        {"key": world.round.pk, "family_id": world.inside[0].pk},
        {"key": world.round.pk, "family_id": world.outside[0].pk},
    ),
    "entry": lambda world: Case({"key": _entry(world)}),
    # Without a body nothing is handed over, in one's own ward or in another: tests/delivery/test_api.py sends one.
    "hand_over": lambda world: Case({"key": world.owed[0].pk}),
    "receipt": lambda world: Case({"code": _code(world)}),
    "family": lambda world: Case({"family_id": world.inside[0].pk}, {"family_id": world.outside[0].pk}),
    "run": lambda world: _of_import(world, key="run_id"),
    "findings": lambda world: _of_import(world, key="run_id"),
    "campaign": lambda world: Case({"key": world.campaign.pk}),
    # Without a body nothing is reported: tests/fieldwork/test_pages.py sends one.
    "report_visit": lambda world: Case({"key": world.visited[0].pk}),
    "duplicate": lambda world: _of_pair(world, "pair_id"),
    # Without a body nothing is decided: tests/registry/test_duplicates_api.py sends one, from another ward too.
    "decide": lambda world: Case({"pair_id": world.pairs[0].pk}),
    "undo_decision": lambda world: _of_pair(world, "pair_id"),
    "place": lambda world: Case({"code": "53.71.03.1010"}),
    "officer": lambda world: Case({"officer_id": officer("maria").pk}),
    "snapshot": lambda world: Case({"period": world.snapshot.period}),
    "revoke_my_token": lambda world: Case(
        {"token_id": world.token.pk},
        hidden_from=ALL_BUT_MARIA,
    ),
}
