"""Families that people name, and objections: a slip and a clock for each, and nobody's name kept longer than needed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cast import CITY, LASIANA, OESAPA, TODAY, officer
from lontar.city.registry.models import Family
from lontar.city.targeting import actions, queries
from lontar.city.targeting.models import Amendment, Decision, Nomination, Objection
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from rounds import approve, checked, decreed

pytestmark = pytest.mark.django_db
WHY = "Rumahnya roboh diterpa angin"


def nominate(by, *, place=OESAPA, on=TODAY, **named):
    with acting_as(by):
        return actions.nominate(place, actions.Named(**({"source": "resident", "reason": WHY} | named)), by=by, on=on)


def scored(kampung, by, **wish):
    with acting_as(by):
        opened = actions.open_round(kampung["line"], place_id=CITY, wish=actions.Wish(**wish), by=by, on=TODAY)
        return actions.score_round(opened, by=by, on=TODAY)


def test_a_family_that_nobody_knows_is_named_and_becomes_the_wards_work(kampung, maria, rita, sign_in):
    named = nominate(rita, name="Xaver Quill", rt="3", rw="1", source="partner")
    assert (named.outcome, named.rt, named.due) == ("open", "003", TODAY + timedelta(days=14))
    with acting_as(maria):
        assert {one.action: one.count for one in queries.waiting_for(maria)}["Cari"] == 1
        done = actions.settle_nomination(named.pk, family_id=kampung["adult"].pk, note="", by=maria, on=TODAY)
    assert (done.outcome, done.name, done.family_id) == ("known", "", kampung["adult"].pk)


def test_a_name_is_erased_too_when_nobody_was_found(maria):
    named = nominate(maria, name="Xaver Quill")
    with acting_as(maria):
        with pytest.raises(Refusal, match="Tuliskan alasannya"):
            actions.settle_nomination(named.pk, family_id=None, note="", by=maria, on=TODAY)
        done = actions.settle_nomination(named.pk, family_id=None, note="Ditanyakan ke RT 3", by=maria, on=TODAY)
        assert (done.outcome, done.name) == ("not_found", "")
        with pytest.raises(IntegrityError, match="unnamed"), transaction.atomic():
            Nomination.objects.filter(pk=named.pk).update(name="Xaver Quill")


def test_a_named_family_stands_in_the_round_as_its_own_source(kampung, yohanes, maria, sign_in):
    nominate(maria, family_id=kampung["adult"].pk)
    nominate(maria, family_id=kampung["rich"].pk, line_id=kampung["sembako"].pk)
    round_ = scored(kampung, yohanes)
    with acting_as(yohanes):
        named = list(queries.decisions_of(round_.pk, verdict="nominated").values_list("family_id", flat=True))
    assert named == [kampung["adult"].pk], "who was named for another programme is not named here"
    assert queries.figures_of(round_).nominated == 1
    page = sign_in(yohanes).get(reverse("targeting:decisions", args=[round_.pk]), {"verdict": "nominated"})
    assert "diusulkan" in page.content.decode()


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({"source": "neighbour", "name": "Xaver"}, "siapa yang mengusulkan"),
        ({"source": "objection", "name": "Xaver"}, "siapa yang mengusulkan"),
        ({"name": ""}, "nomor keluarganya, atau nama"),
        ({"name": "X"}, "nomor keluarganya, atau nama"),
        ({"name": "Xaver", "reason": "x"}, "Tuliskan alasannya"),
        ({"family_id": 999_999_999}, "tidak tercatat"),
        ({"name": "Xaver", "line_id": 999_999}, "Program itu tidak ada"),
    ],
)
def test_what_names_nobody_is_refused(kampung, maria, named, says):
    with pytest.raises(Refusal, match=says):
        nominate(maria, **named)
    assert not Nomination.objects.exists()


@pytest.mark.parametrize("who", ["agus", "marten", "daud", "anna"])
def test_others_neither_name_nor_settle_nor_hear(kampung, maria, yohanes, who):
    by, named = officer(who), nominate(maria, name="Xaver Quill")
    round_ = scored(kampung, yohanes, quota=1)
    with acting_as(by):
        for verb in (
            lambda: actions.nominate(OESAPA, actions.Named("resident", WHY, name="Xaver"), by=by, on=TODAY),
            lambda: actions.settle_nomination(named.pk, family_id=None, note="Tidak ada", by=by, on=TODAY),
            lambda: actions.receive_objection(round_, kampung["adult"].pk, words=WHY, by=by, on=TODAY),
            lambda: actions.answer_objection(1, upheld=True, answer=WHY, number="BA/1", by=by, on=TODAY),
        ):
            with pytest.raises(NotAllowed):
                verb()


def test_nobody_names_families_of_another_ward(maria, rita):
    for by in (maria, rita):
        for place in (LASIANA, CITY):
            with pytest.raises(NotAllowed):
                nominate(by, place=place, name="Xaver Quill")


def test_a_slip_is_printed_and_names_nobody(maria, sign_in):
    browser = sign_in(maria)
    asked = {"place": OESAPA, "source": "rt_rw", "name": "Xaver Quill", "reason": WHY}
    page = browser.post(reverse("targeting:nominate"), asked, follow=True).content.decode()
    named = Nomination.objects
    with acting_as(maria):
        slip = named.get().slip
        key = named.get().pk
    assert slip in page
    assert "Xaver Quill" not in page, "covered until there is a purpose"
    assert browser.get(reverse("targeting:nomination_slip", args=[key])).content.startswith(b"%PDF-")


def struck(kampung, yohanes, maria):
    round_ = scored(kampung, yohanes, quota=2)
    with acting_as(maria):
        actions.amend(round_, kampung["baby"].pk, kind="strike", reason="Sudah pindah", by=maria, on=TODAY)
        objection = actions.receive_objection(round_, kampung["baby"].pk, words="Kami tidak pindah", by=maria, on=TODAY)
    return round_, objection


def test_an_objection_goes_back_to_the_meeting_with_a_clock_and_another_person_answers(
    kampung, yohanes, maria, sign_in
):  # fmt: skip
    round_, objection = struck(kampung, yohanes, maria)
    assert (objection.standing, objection.due) == ("struck", TODAY + timedelta(days=14))
    with acting_as(maria), pytest.raises(NotAllowed, match="Anda sendiri"):
        actions.answer_objection(objection.pk, upheld=False, answer="Tetap dicoret", number="BA/4", by=maria, on=TODAY)
    with acting_as(maria):
        assert "Jawab" not in {one.action for one in queries.waiting_for(maria)}, "nobody is led to what is not theirs"
    page = sign_in(maria).get(reverse("targeting:objection", args=[objection.pk])).content.decode()
    assert "Anda sendiri yang mencatat" in page
    assert 'name="answer"' not in page
    with acting_as(yohanes):
        assert {one.action: one.count for one in queries.waiting_for(yohanes)}["Jawab"] == 1
        actions.answer_objection(
            objection.pk, upheld=True, answer="Ternyata salah", number="BA/4", by=yohanes, on=TODAY
        )
        assert Decision.objects.get(round=round_, family=kampung["baby"]).standing == "chosen"
        assert Amendment.objects.get(round=round_).withdrawn_on == TODAY


def test_what_is_upheld_too_late_is_nominated_for_the_next_round(kampung, yohanes, maria, ester, esti):
    round_, objection = struck(kampung, yohanes, maria)
    checked(round_, yohanes)
    approve(round_, ester)
    approve(round_, esti)
    decreed(round_, yohanes)
    with acting_as(yohanes):
        actions.answer_objection(
            objection.pk, upheld=True, answer="Ternyata salah", number="BA/4", by=yohanes, on=TODAY
        )
        assert Decision.objects.get(round=round_, family=kampung["baby"]).standing == "struck"
        named = Nomination.objects.get()
    assert (named.source, named.family_id, named.line_id) == ("objection", kampung["baby"].pk, kampung["line"].pk)


def test_an_objection_is_heard_once_and_answered_once_with_minutes(kampung, yohanes, maria):
    round_, objection = struck(kampung, yohanes, maria)
    with acting_as(yohanes):
        with pytest.raises(Refusal, match="sudah diterima"):
            actions.receive_objection(round_, kampung["baby"].pk, words="Kami tidak pindah", by=yohanes, on=TODAY)
        chosen = Decision.objects.filter(round=round_, standing="chosen").first()
        with pytest.raises(Refusal, match="terpilih"):
            actions.receive_objection(round_, chosen.family_id, words="Kami miskin", by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="berita acara"):
            actions.answer_objection(
                objection.pk, upheld=False, answer="Tetap dicoret", number=" ", by=yohanes, on=TODAY
            )
        actions.answer_objection(
            objection.pk, upheld=False, answer="Tetap dicoret", number="BA/4", by=yohanes, on=TODAY
        )
        with pytest.raises(Refusal, match="sudah dijawab"):
            actions.answer_objection(objection.pk, upheld=True, answer="Ternyata", number="BA/5", by=yohanes, on=TODAY)
    with acting_as(yohanes):
        assert Objection.objects.get().outcome == "dismissed"


def test_the_struck_and_the_waiting_get_a_sealed_letter_once_two_people_have_signed(
    kampung, yohanes, maria, ester, esti, sign_in
):  # fmt: skip
    round_, _objection = struck(kampung, yohanes, maria)
    browser = sign_in(maria)
    browser.post(reverse("registry:unmask"), {"purpose": "service", "reason": ""})
    address = reverse("targeting:letters", args=[round_.pk, OESAPA])
    assert browser.get(address).status_code == 302, "nothing is signed yet"
    checked(round_, yohanes)
    approve(round_, ester)
    approve(round_, esti)
    made = browser.get(address)
    assert made.content.startswith(b"%PDF-")
    assert made["Cache-Control"] == "no-store"
    assert browser.get(reverse("targeting:letters", args=[round_.pk, LASIANA])).status_code == 404


def answered(round_, by, *, refused):
    """Who decides outside the city has answered: all but these are accepted."""
    from lontar.city.targeting.models import Answer, Decision

    with acting_as(by):
        Answer.objects.bulk_create(
            Answer(
                round=round_, family_id=one.family_id, place_id=one.place_id, accepted=one.family_id not in refused,
                by_id=by.id, on=TODAY,
            )
            for one in Decision.objects.filter(round=round_, standing="chosen")
        )  # fmt: skip


def test_overlap_counts_families_on_two_lists_and_the_gap_those_on_none(kampung, yohanes, ester, esti, maria, sign_in):
    with acting_as(yohanes):
        other = actions.open_round(kampung["sembako"], place_id=OESAPA, by=yohanes, on=TODAY)
        actions.score_round(other, by=yohanes, on=TODAY)
    for round_ in (scored(kampung, yohanes), other):
        checked(round_, yohanes)
        approve(round_, ester)
        approve(round_, esti)
    line, sembako = kampung["line"].pk, kampung["sembako"].pk
    with acting_as(ester):
        assert queries.overlap(ester, 2026).of(sembako, sembako) == 0, "a proposal is no approval yet"
        left = queries.families_on_none(ester, 2026)
        assert (left.count(), queries.proposed_of(ester, 2026, left)) == (2, 2)
    answered(other, yohanes, refused=[])
    with acting_as(ester):
        found = queries.overlap(ester, 2026)
        assert (found.of(line, line), found.of(sembako, sembako), found.of(line, sembako)) == (3, 4, 2)
        both = set(queries.families_on_both(2026, line, sembako, ester).values_list("pk", flat=True))
        assert both == {kampung["grandmother"].pk, kampung["baby"].pk}
        assert list(queries.families_on_none(ester, 2026)) == []
        assert len(queries.families_on_none(ester, 2025)) == 5, "in a year without lists everybody is on none"
        told = queries.gaps_by_ward(ester, 2025, CITY, TODAY)
        gaps = {gap.key: (gap.poorest, gap.on_none, gap.who) for gap in told}
        # Everybody was called one of the poorest on the day of the newest version; five are on lists from today.
        since = dict(Family.objects.filter(decile__lte=2).values_list("pk", "decile_on"))
        days = sorted((TODAY - day).days for day in since.values())
        assert sorted(day for gap in told for day in gap.waiting) == days
        assert all(gap.longest == max(gap.waiting) for gap in told)
        assert sorted(queries.days_to_first_aid(ester, 2026, CITY)) == days
        assert queries.days_to_first_aid(ester, 2025, CITY) == []
    assert gaps[OESAPA] == (4, 4, ["Maria Kelurahan"])
    assert gaps[LASIANA] == (1, 1, [])
    with acting_as(maria):
        assert queries.overlap(maria, 2026).of(line, line) == 2, "a ward officer counts the own ward"
    browser = sign_in(ester)
    assert "Siapa ada di dua daftar" in browser.get(reverse("targeting:overlap")).content.decode()
    for year in ("0000", "9999", "-121", "dua"):
        assert browser.get(reverse("targeting:overlap"), {"tahun": year}).context["year"] == TODAY.year
    assert browser.get(reverse("targeting:overlap"), {"tahun": "2025"}).context["year"] == 2025
    cell = browser.get(reverse("targeting:covered"), {"tahun": 2026, "satu": line, "dua": sembako}).content.decode()
    assert cell.count('data-label="Nomor lokal"') == 2
    ward = browser.get(reverse("targeting:gap"), {"tahun": 2025, "wilayah": OESAPA}).content.decode()
    assert "Maria Kelurahan" in ward
    assert "Mereka sudah menunggu, median" in ward
    assert "Sampai bantuan pertama, median" in ward
    assert sign_in(maria).get(reverse("targeting:gap"), {"wilayah": LASIANA}).status_code == 404


def test_whom_the_ministry_refused_is_on_no_list(kampung, yohanes, ester, esti, sign_in):
    with acting_as(yohanes):
        other = actions.open_round(kampung["sembako"], place_id=OESAPA, by=yohanes, on=TODAY)
        actions.score_round(other, by=yohanes, on=TODAY)
    checked(other, yohanes)
    approve(other, ester)
    approve(other, esti)
    page = reverse("targeting:gap")
    assert "4 keluarga di antaranya sudah diusulkan" in sign_in(ester).get(page).content.decode()
    answered(other, yohanes, refused=[kampung["baby"].pk])
    with acting_as(ester):
        left = queries.families_on_none(ester, 2026)
        assert kampung["baby"].pk in set(left.values_list("pk", flat=True))
        assert queries.proposed_of(ester, 2026, left) == 0
        assert len(queries.days_to_first_aid(ester, 2026, CITY)) == 3
    assert "sudah diusulkan" not in sign_in(ester).get(page).content.decode()


def test_a_day_after_the_clock_an_objection_is_late(kampung, yohanes, maria, sign_in, monkeypatch):
    from lontar.city.places import queries as places

    struck(kampung, yohanes, maria)
    monkeypatch.setattr(places, "today", lambda: date(2026, 12, 7))
    assert "terlambat" in sign_in(yohanes).get(reverse("targeting:objections")).content.decode()


def test_who_is_named_by_a_list_of_recipients_is_on_a_list_too(kampung, ester, maria):

    from lontar.city.programmes.models import Recipient, RecipientList

    grandmother, sembako = kampung["grandmother"], kampung["sembako"]
    with acting_as(ester):
        one = RecipientList.objects.create(
            place_id=CITY, programme="sembako", since=date(2026, 10, 1), until=date(2026, 12, 31), complete=False,
            source="Kemensos", file_name="a.csv", sha256="0" * 64, rows=1, by=ester, on=TODAY,
        )  # fmt: skip
        Recipient.objects.create(list=one, place_id=OESAPA, family=grandmother, row=2, state="matched")
        assert queries.overlap(ester, 2026).of(sembako.pk, sembako.pk) == 1
        assert grandmother.pk in set(
            queries.families_on_both(2026, sembako.pk, sembako.pk, ester).values_list("pk", flat=True)
        )
        left = set(queries.families_on_none(ester, 2026).values_list("pk", flat=True))
        assert grandmother.pk not in left
        assert kampung["baby"].pk in left
        assert queries.overlap(ester, 2025).shared == {}
    with acting_as(maria):
        assert queries.overlap(maria, 2026).of(sembako.pk, sembako.pk) == 1


def test_a_letter_to_the_waiting_and_the_public_decree_say_by_what_order(
    kampung, yohanes, maria, ester, esti, monkeypatch, sign_in
):
    from lontar.city.targeting.pages import papers

    with acting_as(yohanes):
        wish = actions.Wish(quota=1, criteria=("decile",), seed="gong 2026")
        opened = actions.open_round(kampung["line"], place_id=CITY, wish=wish, by=yohanes, on=TODAY)
        round_ = actions.score_round(opened, by=yohanes, on=TODAY)
    checked(round_, yohanes)
    approve(round_, ester)
    approve(round_, esti)
    printed = []
    monkeypatch.setattr(papers, "compiled", lambda _source, data: printed.append(str(data)) or b"%PDF-")
    browser = sign_in(maria)
    browser.post(reverse("registry:unmask"), {"purpose": "service", "reason": ""})
    browser.get(reverse("targeting:letters", args=[round_.pk, OESAPA]))
    sign_in(yohanes).get(reverse("targeting:decree_paper", args=[round_.pk, "umum"]))
    letters, decree = printed
    assert "Didahulukan menurut: desil DTSEN" in letters
    assert "undian" in letters
    assert "printf 'gong 2026:NOMOR' | sha256sum" in decree


def test_what_is_missing_is_told_beside_the_field_where_it_is_typed(kampung, maria, sign_in):
    named = nominate(maria, name="Ibu Yuliana")
    answer = sign_in(maria).post(reverse("targeting:nomination", args=[named.pk]), {"family": "", "note": "tidak"})
    assert answer.status_code == 302
    named = nominate(maria, name="Ibu Yuliana")
    answer = sign_in(maria).post(reverse("targeting:nomination", args=[named.pk]), {"family": "", "note": ""})
    assert list(answer.context["form"].errors) == ["note"]
