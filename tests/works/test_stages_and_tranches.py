"""A work goes from its plan over confirmed stages to tranches in the book, exact to the rupiah and each once."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from hypothesis import given
from hypothesis import strategies as st

from cast import CAST, TODAY, officer
from lontar.city.delivery import queries as delivery
from lontar.city.journal.models import JournalLine
from lontar.city.ledger import queries as book
from lontar.city.works import actions, queries
from lontar.city.works.models import Photo, Report, Stage, Tranche, Work
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from lontar.science.works import Planned, tranches
from works.conftest import COST, STAGES, confirmed, drain, handed, paid, plan, reported, seen

pytestmark = pytest.mark.django_db
WARD = "53.71.03.1010"


def stands(work):
    kinds = ("budget", "contracted", "built")
    codes = {kind: f"{kind}:2026:{work.line.key}:{'53.71' if kind == 'budget' else WARD}" for kind in kinds}
    return [book.balance_of(codes[kind]) for kind in kinds]


def test_from_the_plan_to_the_last_tranche_every_rupiah_is_in_one_place(work, acting, ester):
    with acting(ester):
        assert stands(work) == [2 * COST, COST, 0]
    confirmed(work, 1)
    first = paid(work, 1)
    confirmed(work, 2)
    paid(work, 2)
    with acting(ester):
        assert (first.amount, stands(work)) == (30_000_000, [2 * COST, 30_000_001, 70_000_000])
        money = delivery.money_of(work.line)
        assert (money.contracted, money.built, money.free) == (30_000_001, 70_000_000, 2 * COST)
    confirmed(work, 3)
    with acting(officer("yohanes")), pytest.raises(Refusal, match="serah terima"):
        actions.ask_tranche(work.pk, 3, spm_number="SPM 3", by=officer("yohanes"), on=TODAY)
    assert handed(work).state == "handed_over"
    assert paid(work, 3).amount == 30_000_001
    with acting(ester):
        assert stands(work) == [2 * COST, 0, COST]
        assert queries.works_for(ester).get(pk=work.pk).progress == 100
        assert queries.due_tranches(ester) == []


def test_the_same_form_sent_twice_is_one_work_one_report_one_tranche_one_entry(
    work, acting, works_town, yohanes, petrus
):
    assert drain(works_town.line, yohanes).pk == work.pk
    assert reported(work, 1, petrus).pk == reported(work, 1, petrus).pk
    report = Report.objects.get()
    with acting(yohanes):
        actions.confirm_stage(report.pk, by=yohanes, on=TODAY)
    with acting(yohanes):
        asked = [actions.ask_tranche(work.pk, 1, spm_number="SPM 1", by=yohanes, on=TODAY).pk for _twice in range(2)]
    assert len(set(asked)) == 1
    tobias = officer("tobias")
    with acting(tobias):
        for _twice in range(2):
            actions.pay_tranche(asked[0], sp2d_number="S-1", sp2d_on=TODAY, amount="30000000", by=tobias, on=TODAY)
    with acting(yohanes):
        assert Work.objects.count() == Tranche.objects.count() == 1
        assert Photo.objects.count() == 2
        assert book.entries().filter(key=f"tranche:{asked[0]}").count() == 1


def test_no_stage_before_the_one_before_it_and_no_tranche_before_its_stage(work, acting, petrus, yohanes):
    with pytest.raises(Refusal, match="belum waktunya"):
        reported(work, 2, petrus)
    with acting(yohanes), pytest.raises(Refusal, match="belum disahkan"):
        actions.ask_tranche(work.pk, 1, spm_number="SPM 1", by=yohanes, on=TODAY)
    reported(work, 1, petrus)
    with acting(yohanes), pytest.raises(Refusal, match="belum disahkan"):
        actions.ask_tranche(work.pk, 1, spm_number="SPM 1", by=yohanes, on=TODAY)
    with pytest.raises(Refusal, match="belum waktunya"):
        reported(work, 1, petrus, again=1)


@pytest.mark.parametrize(
    ("values", "says"),
    [({"before": None}, "sebelum pekerjaan"), ({"seen_on": TODAY + timedelta(days=1)}, "antara"),
     ({"seen_on": TODAY - timedelta(days=31)}, "antara"), ({"after": b"bukan gambar"}, "tidak dapat dibaca"),
     ({"note": "x" * 501}, "Catatan")],
)  # fmt: skip
def test_a_report_without_its_photo_or_on_an_impossible_day_is_refused_whole(work, values, says, petrus, acting):
    with pytest.raises(Refusal, match=says):
        reported(work, 1, petrus, **values)
    with acting(petrus):
        assert (Report.objects.count(), Photo.objects.count()) == (0, 0)


def test_who_reported_does_not_confirm_and_who_reported_does_not_ask(work, acting, maria):
    report = reported(work, 1, maria)
    with acting(maria), pytest.raises(NotAllowed, match="Anda sendiri"):
        actions.confirm_stage(report.pk, by=maria, on=TODAY)
    with acting(maria), pytest.raises(Error), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="confirmed", settled_by=maria, settled_on=TODAY)


def test_a_refused_stage_is_reported_anew_and_a_confirmed_one_is_taken_back_until_it_is_paid(
    work, acting, petrus, ester, yohanes
):
    report = reported(work, 1, petrus)
    with acting(yohanes):
        actions.refuse_stage(report.pk, reason="Foto terlalu gelap", by=yohanes, on=TODAY)
    second = reported(work, 1, petrus, again=1)
    with acting(yohanes):
        actions.confirm_stage(second.pk, by=yohanes, on=TODAY)
        asked = actions.ask_tranche(work.pk, 1, spm_number="SPM 1", by=yohanes, on=TODAY)
    with acting(ester):
        actions.take_back_stage(second.pk, reason="Ternyata lokasi lain", by=ester, on=TODAY)
        assert Tranche.objects.get(pk=asked.pk).state == "withdrawn"
        assert JournalLine.objects.filter(verb="withdraw_tranche", reason="Ternyata lokasi lain").count() == 1
        assert queries.next_step(queries.steps_of(work)).stage.position == 1
    third = reported(work, 1, petrus, again=2)
    with acting(yohanes):
        actions.confirm_stage(third.pk, by=yohanes, on=TODAY)
    tranche = paid(work, 1)
    with acting(ester):
        with pytest.raises(Refusal, match="sudah dicairkan"):
            actions.take_back_stage(third.pk, reason="Ternyata lokasi lain", by=ester, on=TODAY)
        actions.reverse_tranche(tranche.pk, reason="SP2D milik pekerjaan lain", by=ester, on=TODAY)
        assert stands(work) == [2 * COST, COST, 0]
        actions.take_back_stage(third.pk, reason="Ternyata lokasi lain", by=ester, on=TODAY)
        assert queries.works_for(ester).get(pk=work.pk).progress == 0


def test_a_stopped_work_gives_back_what_is_not_paid_also_after_a_payment_is_turned_round(work, acting, yohanes, ester):
    confirmed(work, 1)
    tranche = paid(work, 1)
    with acting(yohanes):
        actions.stop_work(work.pk, reason="Kontraktor mundur", by=yohanes, on=TODAY)
        assert stands(work) == [2 * COST + COST - 30_000_000, 0, 30_000_000]
    with acting(ester):
        actions.reverse_tranche(tranche.pk, reason="Uang kembali", by=ester, on=TODAY)
        assert stands(work) == [3 * COST, 0, 0]


def test_a_defect_keeps_the_work_from_being_handed_over_and_the_last_tranche_from_being_paid(
    work, acting, maria, petrus
):
    for position in (1, 2, 3):
        confirmed(work, position)
    with acting(petrus):
        defect = actions.note_defect(work.pk, what="Dinding saluran retak", key="d-1", by=petrus, on=TODAY)
    with pytest.raises(Refusal, match="kerusakan"):
        handed(work)
    with acting(petrus), pytest.raises(NotAllowed, match="Anda sendiri"):
        actions.mend_defect(defect.pk, note="Sudah ditambal", by=petrus, on=TODAY)
    with acting(maria):
        actions.mend_defect(defect.pk, note="Sudah ditambal", by=maria, on=TODAY)
    handed(work)
    with acting(maria):
        actions.note_defect(work.pk, what="Retak lagi di ujung", key="d-2", by=maria, on=TODAY)
    with pytest.raises(Refusal, match="kerusakan"):
        paid(work, 3)


def test_more_than_the_budget_is_never_promised(works_town, yohanes, acting):
    for at in range(3):
        drain(works_town.line, yohanes, key=f"k-{at}")
    with pytest.raises(Refusal, match="Pagu tidak cukup"):
        drain(works_town.line, yohanes, key="k-4", cost=1)


@pytest.mark.parametrize("amount", ["29999999", "30000001", "-30000000", "0", "30000000,50", "9" * 20])
def test_the_treasurys_paper_says_the_tranche_to_the_rupiah_or_is_refused(work, amount, acting, tobias, yohanes):
    confirmed(work, 1)
    with acting(yohanes):
        tranche = actions.ask_tranche(work.pk, 1, spm_number="SPM 1", by=yohanes, on=TODAY)
    with acting(tobias), pytest.raises(Refusal):
        actions.pay_tranche(tranche.pk, sp2d_number="S", sp2d_on=TODAY, amount=amount, by=tobias, on=TODAY)
    with acting(yohanes):
        assert Tranche.objects.get().state == "asked"
        assert book.entry_of(f"tranche:{tranche.pk}") is None


def test_the_database_itself_refuses_what_was_not_earned_and_what_goes_back(work, acting, yohanes):
    confirmed(work, 1)
    stage = Stage.objects.get(work=work, position=2)
    values = {"work": work, "stage": stage, "place_id": work.place_id, "named": False, "line": work.line,
              "subject": work.subject, "amount": stage.tranche, "spm_number": "1", "asked_by": yohanes, "asked_on": TODAY}  # fmt: skip
    first = Stage.objects.get(work=work, position=1)
    with acting(yohanes):
        for wrong in ({}, {"stage": first, "amount": 30_000_001}):
            with pytest.raises(Error), transaction.atomic():
                Tranche.objects.create(**(values | wrong))
        for change in (
            lambda: Work.objects.filter(pk=work.pk).update(cost=1),
            lambda: Stage.objects.filter(work=work).update(tranche=1),
            lambda: Report.objects.filter(work=work).update(state="waiting"),
            lambda: Photo.objects.filter(work=work).update(side="after"),
            lambda: Work.objects.filter(pk=work.pk).delete(),
        ):
            with pytest.raises(Error), transaction.atomic():
                change()


ALLOWED = {
    "plan": {"yohanes"}, "report": {"maria", "petrus"}, "confirm": {"yohanes", "maria"}, "refuse": {"yohanes", "maria"},
    "ask": {"yohanes", "ester"}, "withdraw": {"yohanes", "ester"}, "pay": {"tobias"}, "reverse": {"ester"},
    "take_back": {"ester", "yohanes"}, "hand_over": {"yohanes"}, "stop": {"yohanes"}, "defect": {"yohanes", "maria", "petrus"},
}  # fmt: skip


def test_each_role_does_its_part_of_a_work_and_no_other(works_town, yohanes, petrus, acting):
    fresh, seen_once, sure, owed = (drain(works_town.line, yohanes, key=f"peran-{at}", cost=10_000) for at in range(4))
    report, stands_ = reported(seen_once, 1, petrus), confirmed(sure, 1)
    with acting(yohanes):
        confirmed(owed, 1)
    with acting(yohanes):
        asked = actions.ask_tranche(owed.pk, 1, spm_number="SPM 9", by=yohanes, on=TODAY)
    done = confirmed(drained := drain(works_town.line, yohanes, key="peran-5", cost=10_000), 1) and paid(drained, 1)
    papers = {"sp2d_number": "SP2D 9", "sp2d_on": TODAY, "amount": "3000"}

    def verbs(on):
        return {
            "plan": lambda: actions.plan_work(
                works_town.line.pk, plan(cost=1_000), place_id=fresh.place_id, key="baru", **on
            ),
            "report": lambda: actions.report_stage(fresh.pk, 1, seen(), key="baru", **on),
            "confirm": lambda: actions.confirm_stage(report.pk, **on),
            "refuse": lambda: actions.refuse_stage(report.pk, reason="Terlalu gelap", **on),
            "ask": lambda: actions.ask_tranche(sure.pk, 1, spm_number="SPM 8", **on),
            "withdraw": lambda: actions.withdraw_tranche(asked.pk, reason="Salah nomor", **on),
            "pay": lambda: actions.pay_tranche(asked.pk, **papers, **on),
            "reverse": lambda: actions.reverse_tranche(done.pk, reason="Salah nomor", **on),
            "take_back": lambda: actions.take_back_stage(stands_.pk, reason="Salah tempat", **on),
            "hand_over": lambda: actions.hand_over_work(fresh.pk, number="BAST 9", handed_on=TODAY, **on),
            "stop": lambda: actions.stop_work(fresh.pk, reason="Berhenti dulu", **on),
            "defect": lambda: actions.note_defect(fresh.pk, what="Kotor sekali", key="baru", **on),
        }

    class Undone(Exception):
        """Takes back what a verb did, so that the next one finds all as it was."""

    let_in = {verb: set() for verb in ALLOWED}
    for username in CAST:
        who = officer(username)
        for verb, deed in verbs({"by": who, "on": TODAY}).items():
            try:
                with acting_as(who), transaction.atomic():
                    try:
                        deed()
                    except NotAllowed:
                        raise Undone from None
                    except Refusal:
                        if verb != "hand_over":  # nothing is finished there yet
                            raise
                    let_in[verb].add(username)
                    raise Undone
            except Undone:
                continue
    assert let_in == ALLOWED


@given(
    st.integers(1, 10**12),
    st.lists(st.integers(0, 60), min_size=1, max_size=6).filter(lambda shares: sum(shares) > 0),
)
def test_tranches_are_the_cost_to_the_rupiah_whatever_the_shares(cost, weights):
    shares = [100 * one // sum(weights) for one in weights]
    shares[-1] += 100 - sum(shares)
    last = len(shares) - 1
    stages = [Planned(f"Tahap {at}", 100 if at == last else at * 10, share) for at, share in enumerate(shares)]
    shared = tranches(cost, stages)
    assert sum(shared) == cost
    assert min(shared) >= 0
    assert [bool(one) for one, share in zip(shared, shares, strict=True) if not share] == [False] * shares.count(0)


@pytest.mark.parametrize(
    ("stages", "says"),
    [((), "paling sedikit satu"), (STAGES[:2], "100 persen"), ((Planned("A", 100, 100),), "2 sampai 80"),
     ((Planned("Satu", 100, 50), Planned("Dua", 100, 50)), "naik"), ((Planned("Satu", 0, 150), Planned("Dua", 100, -50)), "0 sampai"),
     ((Planned("Satu", 0, 10), Planned("Dua", 100, 80)), "sekarang 90")],
)  # fmt: skip
def test_stages_that_do_not_rise_to_the_whole_are_refused(stages, says):
    with pytest.raises(Refusal, match=says):
        tranches(100, stages)
