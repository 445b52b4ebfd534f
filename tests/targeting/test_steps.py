"""From the frozen list to the paper: meetings with minutes, a field check, two approvals, and each step taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cast import CITY, LASIANA, OESAPA, TODAY, officer
from lontar.city.registry.models import Family
from lontar.city.targeting import actions, frames, queries
from lontar.city.targeting.models import Amendment, Decision, Round, Step
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from rounds import approve, checked, decreed, minutes, scan

pytestmark = pytest.mark.django_db


def scored(kampung, by, *, place=CITY, **wish):
    with acting_as(by):
        opened = actions.open_round(kampung["line"], place_id=place, wish=actions.Wish(**wish), by=by, on=TODAY)
        return actions.score_round(opened, by=by, on=TODAY)


@pytest.fixture
def round_(kampung, yohanes):
    return scored(kampung, yohanes, quota=2)


def standing(round_, family, by):
    with acting_as(by):
        return Decision.objects.get(round=round_, family=family).standing


def amend(round_, family, kind, by, reason="Menurut musyawarah"):
    with acting_as(by):
        return actions.amend(round_, family.pk, kind=kind, reason=reason, by=by, on=TODAY)


def test_each_ward_meets_and_closes_with_its_own_minutes(round_, maria, yohanes):
    with acting_as(maria):
        after = actions.close_meeting(round_, OESAPA, minutes=minutes(), by=maria, on=TODAY)
        assert after.state == "scored", "Lasiana has not met yet"
        step = queries.meeting_in(round_, OESAPA)
        assert (step.number, step.paper_on, step.by_id) == ("BA/1/2026", TODAY, maria.pk)
    with acting_as(yohanes):
        assert actions.close_meeting(round_, CITY, minutes=minutes("BA/2"), by=yohanes, on=TODAY).state == "met"
        assert queries.meeting_in(round_, OESAPA).number == "BA/1/2026", "a wider meeting closes only what is open"
        assert queries.open_step(round_, "check").due == TODAY + timedelta(days=14)


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (actions.Minutes(" ", TODAY, scan()), "number"),
        (actions.Minutes("BA/1", None, scan()), "held_on"),
        (actions.Minutes("BA/1", TODAY + timedelta(days=1), scan()), "held_on"),
        (actions.Minutes("BA/1", date(2026, 1, 1), scan()), "held_on"),
        (actions.Minutes("BA/1", TODAY, None), "scan"),
        (actions.Minutes("BA/1", TODAY, b"not a paper"), "scan"),
    ],
)
def test_a_meeting_without_number_date_or_scan_stays_open(round_, maria, paper, field):
    with acting_as(maria), pytest.raises(Refusal) as refused:
        actions.close_meeting(round_, OESAPA, minutes=paper, by=maria, on=TODAY)
    assert refused.value.field == field
    assert Step.objects.filter(round=round_, kind="meeting", on=None).count() == 2


def test_the_database_itself_refuses_a_meeting_without_minutes(round_, maria):
    with acting_as(maria), pytest.raises(IntegrityError, match="meeting_has_minutes"), transaction.atomic():
        Step.objects.filter(round=round_, place_id=OESAPA).update(by=maria, on=TODAY, at=timezone.now())


def test_a_strike_lets_the_next_in_rank_move_up_and_an_addition_stands_behind_them(kampung, round_, maria, yohanes):
    amend(round_, kampung["baby"], "strike", maria, "Sudah pindah ke Kupang Barat")
    amend(round_, kampung["adult"], "add", maria, "Kepala keluarga sakit")
    assert standing(round_, kampung["adult"], yohanes) == "added"
    after = checked(round_, yohanes)
    figures = queries.figures_of(after)
    assert (figures.chosen, figures.waiting, figures.struck, figures.rupiah) == (2, 1, 1, 600_000)
    assert standing(round_, kampung["baby"], yohanes) == "struck"
    assert standing(round_, kampung["adult"], yohanes) == "waiting", "beyond the quota an addition waits"
    with acting_as(yohanes):
        last = Decision.objects.get(round=round_, family=kampung["adult"])
        chosen = list(queries.qualifying(round_.pk))
    assert (last.rank, last.amount) == (4, 300_000)
    assert {family for family, _place, _amount in chosen} == {kampung["grandmother"].pk, kampung["elsewhere"].pk}


def test_an_addition_within_the_quota_is_chosen(kampung, yohanes):
    wide = scored(kampung, yohanes, quota=4)
    amend(wide, kampung["adult"], "add", yohanes)
    checked(wide, yohanes)
    assert standing(wide, kampung["adult"], yohanes) == "chosen"


def test_a_change_is_withdrawn_and_everything_is_as_before(kampung, round_, maria, yohanes):
    with acting_as(yohanes):
        before = frames.fingerprint(frames.on_list(round_.pk))
    for family, kind in (("baby", "strike"), ("adult", "add")):
        done = amend(round_, kampung[family], kind, maria)
        with acting_as(maria):
            actions.withdraw_amendment(done.pk, by=maria, on=TODAY)
    with acting_as(yohanes):
        assert frames.fingerprint(frames.on_list(round_.pk)) == before
        assert Amendment.objects.filter(withdrawn_on=TODAY).count() == 2, "what was withdrawn stays written"


@pytest.mark.parametrize(
    ("family", "kind", "reason", "says"),
    [
        ("grandmother", "add", "Layak menurut warga", "sudah ada di daftar"),
        ("rich", "strike", "Sudah mampu", "tidak ada di daftar"),
        ("baby", "strike", "x", "Tuliskan alasannya"),
        ("baby", "swap", "Menurut warga", "menambah atau mencoret"),
        ("elsewhere", "strike", "Menurut warga", "bukan wilayah"),
    ],
)
def test_what_a_meeting_cannot_do_is_refused_and_changes_nothing(
    kampung, round_, maria, yohanes, family, kind, reason, says
):
    with acting_as(yohanes):
        before = frames.fingerprint(frames.on_list(round_.pk))
    with pytest.raises(Refusal, match=says if family != "elsewhere" else "tidak dinilai"):
        amend(round_, kampung[family], kind, maria, reason)
    with acting_as(yohanes):
        assert frames.fingerprint(frames.on_list(round_.pk)) == before


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [("strike", "strike", "sudah dicoret"), ("strike", "add", "Tarik kembali coretannya"), ("add", "strike", "Tarik kembali tambahannya")],
)  # fmt: skip
def test_a_family_that_was_changed_once_says_how_to_undo_that(kampung, round_, maria, first, then, says):
    family = kampung["baby" if first == "strike" else "adult"]
    amend(round_, family, first, maria)
    with pytest.raises(Refusal, match=says):
        amend(round_, family, then, maria)


def test_after_the_minutes_the_list_is_changed_only_by_opening_the_meeting_again(kampung, round_, maria, yohanes):
    with acting_as(maria):
        actions.close_meeting(round_, OESAPA, minutes=minutes(), by=maria, on=TODAY)
        step = queries.meeting_in(round_, OESAPA)
    with pytest.raises(Refusal, match="sudah ditutup"):
        amend(round_, kampung["baby"], "strike", maria)
    with acting_as(yohanes):
        actions.close_meeting(round_, CITY, minutes=minutes("BA/2"), by=yohanes, on=TODAY)
    with acting_as(maria):
        assert actions.reopen_meeting(step.pk, reason="Salah catat", by=maria, on=TODAY).state == "scored"
    amend(round_, kampung["baby"], "strike", maria)
    with acting_as(maria):
        assert actions.close_meeting(round_, OESAPA, minutes=minutes("BA/3"), by=maria, on=TODAY).state == "met"
        kept = Step.objects.filter(round=round_, place_id=OESAPA, kind="meeting").order_by("pk")
        assert [(one.number, one.taken_back_on) for one in kept] == [("BA/1/2026", TODAY), ("BA/3", None)]


def test_a_list_that_was_discussed_is_not_scored_again(kampung, round_, maria, yohanes):
    amend(round_, kampung["baby"], "strike", maria)
    with acting_as(yohanes), pytest.raises(Refusal, match="sudah dibahas"):
        actions.score_round(round_, by=yohanes, on=TODAY)


def test_a_field_check_without_a_campaign_needs_its_reason(round_, yohanes):
    with acting_as(yohanes):
        with pytest.raises(Refusal, match="bermusyawarah"):
            actions.note_check(round_, campaign_id=None, note="Diverval", by=yohanes, on=TODAY)
        actions.close_meeting(round_, CITY, minutes=minutes(), by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="Tuliskan alasannya"):
            actions.note_check(round_, campaign_id=None, note=" ", by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="tidak ada di wilayah"):
            actions.note_check(round_, campaign_id=999_999, note="", by=yohanes, on=TODAY)
        assert queries.round_for(yohanes, round_.pk).state == "met"


def test_whoever_changed_the_list_does_not_approve_it(kampung, round_, yohanes, ester, esti):
    amend(round_, kampung["baby"], "strike", ester)
    checked(round_, yohanes)
    with pytest.raises(NotAllowed, match="ikut menyusun"):
        approve(round_, ester)
    assert approve(round_, esti).approved_by_id == esti.pk


def test_a_list_that_somebody_changed_in_the_database_is_not_the_one_that_was_seen(round_, yohanes, ester):
    checked(round_, yohanes)
    with acting_as(ester):
        seen = frames.fingerprint(frames.on_list(round_.pk))
        Decision.objects.filter(round=round_, standing="waiting").update(standing="chosen")
        with pytest.raises(Refusal, match="berubah sejak Anda membukanya"):
            actions.approve_round(round_, seen=seen, by=ester, on=TODAY)


def test_a_decree_has_a_number_and_a_day_after_the_approvals(round_, yohanes, ester, esti):
    checked(round_, yohanes)
    with pytest.raises(Refusal, match="belum disetujui dua orang"):
        decreed(round_, yohanes)
    approve(round_, ester)
    approve(round_, esti)
    with acting_as(yohanes):
        for number, day, field in (
            ("", TODAY, "number"),
            ("1", None, "signed_on"),
            ("1", date(2026, 1, 1), "signed_on"),
        ):
            with pytest.raises(Refusal) as refused:
                actions.decree_round(round_, number=number, signed_on=day, by=yohanes, on=TODAY)
            assert refused.value.field == field


def test_how_long_each_step_lay_with_whom_is_counted_in_whole_days(kampung, yohanes, maria, ester):
    one = scored(kampung, yohanes)
    with acting_as(maria):
        actions.close_meeting(one, OESAPA, minutes=minutes(), by=maria, on=TODAY + timedelta(days=3))
    with acting_as(yohanes):
        told = {
            (delay.who.name, delay.kind): delay
            for delay in queries.delays(yohanes, by_ward=True, today=TODAY + timedelta(days=20))
        }
    assert told["Oesapa", "meeting"].median_days == 3
    lasiana = told["Lasiana", "meeting"]
    assert (lasiana.median_days, lasiana.open, lasiana.late) == (None, 1, 1)
    with acting_as(maria):
        assert {delay.who.name for delay in queries.delays(maria, by_ward=True, today=TODAY)} == {"Oesapa"}


@pytest.mark.parametrize("who", ["agus", "marten", "petrus", "rita", "daud", "anna"])
def test_others_change_nothing_on_the_way(kampung, round_, who):
    by = officer(who)
    verbs = (
        lambda: actions.amend(round_, kampung["baby"].pk, kind="strike", reason="Sudah pindah", by=by, on=TODAY),
        lambda: actions.close_meeting(round_, OESAPA, minutes=minutes(), by=by, on=TODAY),
        lambda: actions.note_check(round_, campaign_id=None, note="Diverval", by=by, on=TODAY),
        lambda: actions.decree_round(round_, number="1", signed_on=TODAY, by=by, on=TODAY),
        lambda: actions.take_back(round_, reason="Salah catat", by=by, on=TODAY),
        lambda: actions.reopen_meeting(1, reason="Salah catat", by=by, on=TODAY),
        lambda: actions.withdraw_amendment(1, by=by, on=TODAY),
        lambda: actions.save_layout("x", [("a", "kk")], by=by, on=TODAY),
    )
    with acting_as(by):
        for verb in verbs:
            with pytest.raises(NotAllowed):
                verb()
    assert Round.objects.get(pk=round_.pk).state == "scored"


def test_a_ward_officer_keeps_to_the_own_ward(kampung, round_, maria):
    with acting_as(maria):
        for place in (LASIANA, CITY):
            with pytest.raises(NotAllowed, match="bukan wilayah"):
                actions.close_meeting(round_, place, minutes=minutes(), by=maria, on=TODAY)
        with pytest.raises(NotAllowed):
            actions.note_check(round_, campaign_id=None, note="Diverval", by=maria, on=TODAY)


def test_a_ward_officer_strikes_and_closes_on_the_page(kampung, round_, maria, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser = sign_in(maria)
    address = reverse("targeting:meeting", args=[round_.pk, OESAPA])
    page = browser.get(address).content.decode()
    assert "Maria Ndun" not in page, "names are covered"
    assert "Desil" not in page, "a meeting sees no decile"
    number = f"K-{kampung['baby'].pk:07d}"
    asked = {"kind": "strike", "family": number, "reason": "Sudah pindah"}
    changed = browser.post(reverse("targeting:amend", args=[round_.pk, OESAPA]), asked, follow=True).content.decode()
    assert "Sudah pindah" in changed
    asked = {"number": "BA/7/2026", "held_on": "22/11/2026"}
    assert browser.post(address, asked).status_code == 422, "no scan, no closing"
    paper = SimpleUploadedFile("ba.jpg", scan(), content_type="image/jpeg")
    assert browser.post(address, {**asked, "scan": paper}, follow=True).status_code == 200
    with acting_as(maria):
        step = queries.meeting_in(round_, OESAPA)
    assert step.number == "BA/7/2026"
    kept = browser.get(reverse("targeting:minutes_scan", args=[round_.pk, step.pk]))
    assert kept.content.startswith(b"\xff\xd8")


def test_the_papers_of_a_decided_round_name_families_only_behind_the_mask(
    kampung, round_, yohanes, ester, esti, sign_in
):
    checked(round_, yohanes)
    approve(round_, ester)
    approve(round_, esti)
    decreed(round_, yohanes)
    browser = sign_in(yohanes)
    named = reverse("targeting:decree_paper", args=[round_.pk, "nama"])
    assert browser.get(named).url.startswith(reverse("registry:unmask"))
    browser.post(reverse("registry:unmask"), {"purpose": "delivery", "reason": ""})
    for annex in ("nama", "umum"):
        made = browser.get(reverse("targeting:decree_paper", args=[round_.pk, annex]))
        assert made.content.startswith(b"%PDF-")
    drawn = b"".join(browser.get(reverse("targeting:draw", args=[round_.pk])).streaming_content).decode("utf-8-sig")
    assert drawn.splitlines()[0] == "rank,number,decile,amount,standing,seed"
    assert len(drawn.splitlines()) == 4
    assert "K-0" not in drawn


def test_a_proposal_is_handed_in_as_the_ministry_wants_it_and_its_answer_comes_back(
    kampung, yohanes, ester, esti, sign_in, tmp_path
):
    with acting_as(yohanes):
        opened = actions.open_round(kampung["sembako"], place_id=OESAPA, by=yohanes, on=TODAY)
        actions.score_round(opened, by=yohanes, on=TODAY)
        layout = actions.save_layout("SIKS-NG", [("NOMOR", "local_number"), ("KK", "kk")], by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="belum punya surat"):
            actions.hand_in(opened, layout=layout, by=yohanes, on=TODAY)
    checked(opened, yohanes)
    approve(opened, ester)
    approve(opened, esti)
    decreed(opened, yohanes)
    browser = sign_in(yohanes)
    answer = browser.post(reverse("targeting:hand_in", args=[opened.pk]), {"layout": layout.pk})
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert Round.objects.get(pk=opened.pk).state == "exported"
    file = tmp_path / "jawaban.csv"
    chosen = [f"K-{kampung[name].pk:07d}" for name in ("grandmother", "baby", "adult")]
    file.write_text(
        f"nomor_lokal,jawaban\n{chosen[0]},diterima\nK-0000001,ditolak\n{chosen[1]},mungkin\n{chosen[0]},ya\n"
    )
    with acting_as(yohanes):
        count, findings = actions.take_answers(opened, file, file="jawaban.csv", by=yohanes, on=TODAY)
        assert (count, [(one.kind, one.source.row) for one in findings]) == (
            0, [("not_proposed", 3), ("answer_unknown", 4), ("answered_twice", 5)],
        )  # fmt: skip
        file.write_text(f"nomor_lokal,jawaban,catatan\n{chosen[0]},diterima,\n{chosen[1]},Ditolak,sudah PNS\n")
        assert actions.take_answers(opened, file, file="jawaban.csv", by=yohanes, on=TODAY) == (2, [])
        file.write_text(f"DINAS\nNOMOR,STATUS\n{chosen[0]},Diterima\n{chosen[2]},\nJumlah 2,\n")
        assert actions.take_answers(opened, file, file="jawaban.csv", by=yohanes, on=TODAY) == (1, []), "its own titles"
        file.write_text("NOMOR,STATUS\n")
        with pytest.raises(Refusal, match="satu jawaban pun"):
            actions.take_answers(opened, file, file="jawaban.csv", by=yohanes, on=TODAY)
        told = {one.family_id: (one.accepted, one.note) for one in queries.answers_of(opened)}
    assert told == {kampung["grandmother"].pk: (True, ""), kampung["baby"].pk: (False, "sudah PNS")}
    assert Round.objects.get(pk=opened.pk).state == "answered"
    listed = reverse("targeting:decisions", args=[opened.pk])
    for verdict, count in (("accepted", 1), ("refused", 1), ("unanswered", 2)):
        assert browser.get(listed, {"verdict": verdict}).context["page"].paginator.count == count
    refused = browser.get(reverse("targeting:explanation", args=[opened.pk, kampung["baby"].pk])).content.decode()
    assert "Usulan ditolak" in refused
    assert "sudah PNS" in refused
    page = browser.get(reverse("targeting:round", args=[opened.pk])).content.decode()
    assert "Usulan menunggu jawaban: 2" in page
    assert "Impor jawaban lagi" in page
    file_ = b"".join(browser.get(listed, {"verdict": "refused", "ekspor": "csv"}).streaming_content).decode()
    assert "usulan ditolak" in file_
    assert "sudah PNS" in file_
    assert "usulan ditolak" in browser.get(reverse("counter:family", args=[kampung["baby"].pk])).content.decode()


def test_the_list_for_the_ministry_is_for_operators(round_, ester, sign_in):
    assert sign_in(ester).get(reverse("targeting:hand_in", args=[round_.pk])).status_code == 403


def test_a_column_that_nobody_knows_is_told_by_its_line(yohanes, sign_in):
    asked = {"name": "SIKS", "columns": "NO = running\nSALDO = bank"}
    answer = sign_in(yohanes).post(reverse("targeting:layouts"), asked)
    assert answer.status_code == 422
    assert "SALDO = bank" in answer.content.decode()


def test_a_family_that_left_after_scoring_is_found_at_the_approval(kampung, round_, yohanes, ester):
    checked(round_, yohanes)
    with acting_as(ester):
        Family.objects.filter(pk=kampung["baby"].pk).update(ended_on=TODAY)
    with pytest.raises(Refusal, match="1 keluarga"):
        approve(round_, ester)


def test_a_deadline_moves_with_a_reason_and_both_days_stay(kampung, yohanes, maria, ester, sign_in):
    with acting_as(yohanes):
        opened = actions.open_round(kampung["line"], place_id=CITY, by=yohanes, on=TODAY)
        round_ = actions.score_round(opened, by=yohanes, on=TODAY)
        step = queries.meeting_in(round_, OESAPA)
    browser, address = sign_in(yohanes), reverse("targeting:deadline", args=[round_.pk, step.pk])
    assert browser.post(address, {"due": "31/12/2026", "reason": "x"}).status_code == 422
    assert browser.post(address, {"due": "01/01/2020", "reason": "Banjir, balai terendam"}).status_code == 422
    done = browser.post(address, {"due": "31/12/2026", "reason": "Banjir, balai terendam"}, follow=True)
    assert "31 Desember 2026" in done.content.decode()
    with acting_as(yohanes):
        step.refresh_from_db()
        assert (step.due, step.details["moved"][0]["from"]) == (date(2026, 12, 31), "2026-12-06")
        actions.close_meeting(round_, OESAPA, minutes=minutes(), by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="sudah selesai"):
            actions.move_deadline(round_, step.pk, due=TODAY, reason="Terlambat dicatat", by=yohanes, on=TODAY)
    assert "Banjir" in sign_in(maria).get(reverse("targeting:round", args=[round_.pk])).content.decode()
    assert sign_in(maria).get(address).status_code == 403
