"""Meetings: called, held, and closed by nothing but the signed paper."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from cast import CAST, LASIANA, OESAPA, TODAY, officer
from lontar.city.community import actions, queries
from lontar.city.community.models import Meeting
from lontar.city.registry.models import Family, Membership, Person
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from pictures import photo

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(1)
PEOPLE = [actions.Attended("Yuliana Ndun", "003", "ketua RT"), actions.Attended("Markus Benu", "004")]


def call(by, place=OESAPA, **changes):
    given = {"kind": "ward", "question": "Siapa didahulukan?", "held_on": YESTERDAY, "venue": "Kantor lurah"} | changes
    return actions.call_meeting(place, **given, by=by, on=TODAY)


def hold(meeting, by, **changes):
    given = {"minutes": "Dibahas satu per satu.", "decisions": "Disetujui semua.", "people": PEOPLE, "outcomes": {}}
    return actions.hold_meeting(meeting, **(given | changes), by=by, on=TODAY)


def close(meeting, by, **changes):
    given = {"number": "BA 7/2026", "signed_on": YESTERDAY, "scan": photo(size=(60, 40))} | changes
    return actions.close_meeting(meeting, **given, by=by, on=TODAY)


@pytest.fixture
def family(ester):
    with acting_as(ester):
        made = Family.objects.create(place_id=OESAPA, decile=2, decile_on=TODAY)
        head = Person.objects.create(place_id=OESAPA, name="Salomi Tnunay", name_key="x", disability="netra")
        Membership.objects.create(place_id=OESAPA, person=head, family=made, relation="head", since=YESTERDAY)
        return made


def test_a_meeting_is_closed_by_its_signed_paper_and_stays_so(maria, acting):
    with acting(maria):
        meeting = call(maria)
        with pytest.raises(Refusal, match="Notulennya belum"):
            close(meeting, maria)
        hold(meeting, maria)
        for wrong in ({"number": " "}, {"signed_on": TODAY + timedelta(1)}, {"scan": b""}, {"scan": b"%PDF-1.4 /JS"}):
            with pytest.raises(Refusal):
                close(meeting, maria, **wrong)
        paper = close(meeting, maria)
        assert [one.pk for one in queries.closed_meetings(OESAPA)] == [meeting.pk]
        assert bytes(paper.cipher)[1:4] != b"\xff\xd8\xff"
        assert actions.see_paper(paper, by=maria, on=TODAY).startswith(b"\xff\xd8\xff")
        with pytest.raises(Refusal, match="sudah ditutup"):
            hold(meeting, maria)
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(minutes="lain")


@pytest.mark.parametrize("verb", [call, lambda by: hold(Meeting(pk=1), by), lambda by: close(Meeting(pk=1), by)])
@pytest.mark.parametrize("who", [name for name in CAST if name not in ("ester", "maria")])
def test_others_call_hold_and_close_no_meeting(verb, who):
    by = officer(who)
    with acting_as(by), pytest.raises(NotAllowed):
        verb(by)


def test_a_ward_officer_calls_the_own_ward_only_and_sees_no_other(maria, ester, acting):
    with acting(ester):
        there = call(ester, LASIANA)
    with acting(maria):
        with pytest.raises(NotAllowed):
            call(maria, LASIANA)
        assert queries.meeting_or_none(there.pk) is None
        with pytest.raises(queries.NotFound):
            hold(there, maria)


@pytest.mark.parametrize(
    "changes", [{"kind": "party"}, {"question": "?"}, {"venue": ""}, {"held_on": TODAY + timedelta(400)}]
)
def test_a_meeting_without_question_place_or_day_is_not_called(maria, acting, changes):
    with acting(maria), pytest.raises(Refusal):
        call(maria, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"minutes": ""},
        {"decisions": " "},
        {"people": []},
        {"decisions": "NIK 5371030101900001 dahulu."},
        {"minutes": "Ia desil 1."},
    ],
)
def test_minutes_without_words_or_people_are_refused(maria, acting, changes):
    with acting(maria):
        meeting = call(maria)
        with pytest.raises(Refusal):
            hold(meeting, maria, **changes)
        assert queries.meeting_or_none(meeting.pk).state == "planned"


def test_a_meeting_that_is_to_come_has_no_minutes(maria, acting):
    with acting(maria), pytest.raises(Refusal, match="belum berlangsung"):
        hold(call(maria, held_on=TODAY + timedelta(3)), maria)


def test_a_question_about_a_family_of_another_ward_is_refused(maria, ester, family, acting):
    with acting(ester):
        there = call(ester, LASIANA)
        with pytest.raises(Refusal, match="wilayah musyawarah"):
            actions.put_before(there, "Apakah tinggal di sini?", family_number=family.local_number, by=ester, on=TODAY)


def test_the_sheet_carries_name_rt_and_question_and_nothing_else(maria, daud, family, acting, sign_in):
    with acting(maria):
        meeting = call(maria)
        actions.put_before(meeting, "Apakah tinggal di sini?", family_number=family.local_number, by=maria, on=TODAY)
        hold(meeting, maria, outcomes={meeting.matters.get().pk: "Ya, sejak 2010"})
    browser = sign_in(maria)
    sheet = reverse("community:sheet", args=[meeting.pk])
    assert "Salomi" not in browser.get(sheet).content.decode()
    browser.post(reverse("registry:unmask"), {"purpose": "verification", "next": sheet})
    shown = browser.get(sheet).content.decode()
    assert all(words in shown for words in ("Salomi Tnunay", "Yuliana Ndun", "003", "Ya, sejak 2010"))
    printed = shown[shown.index("<table") :]
    assert not any(word in printed.lower() for word in ("desil", "netra", "nik", "disabilitas"))
    assert "Yuliana Ndun" not in sign_in(daud).get(sheet).content.decode()


def test_a_meeting_goes_its_whole_way_on_the_pages(maria, sign_in):
    browser = sign_in(maria)
    form = browser.get(reverse("community:call")).context["form"]
    given = {"place": OESAPA, "kind": "ward", "question": "Siapa didahulukan?", "held_on": YESTERDAY, "venue": "Balai"}
    given["key"] = str(form.initial["key"])
    browser.post(reverse("community:call"), given)
    browser.post(reverse("community:call"), given)
    with acting_as(maria):
        meeting = queries.meetings().get()
        assert [work.count for work in queries.waiting_for(maria)] == [1]
    ask = reverse("community:put_before", args=[meeting.pk])
    assert browser.post(ask, {"question": "Apakah 5371.0301.0190.0001 layak?"}).status_code == 422
    browser.post(ask, {"question": "Urutan rumah yang diperbaiki"})
    early = SimpleUploadedFile("ba.jpg", photo(size=(60, 40)))
    late = reverse("community:close", args=[meeting.pk])
    # The form is not on the page any more, or not yet: the reason is told all the same.
    told = browser.post(late, {"number": "BA 1", "signed_on": YESTERDAY, "scan": early})
    assert "Notulennya belum ditulis." in told.content.decode()
    words = {"people": "Yuliana Ndun; 003; ketua RT\nMarkus", "minutes": "Dibahas lama.", "decisions": "RT 003 dahulu."}
    asked = browser.get(reverse("community:minutes", args=[meeting.pk])).content.decode()
    assert "maxlength" not in asked.split('<textarea name="minutes"')[1].split(">")[0], (
        "pasted minutes are not cut unseen"
    )
    long = browser.post(reverse("community:minutes", args=[meeting.pk]), words | {"minutes": "Panjang. " * 3000})
    assert (long.status_code, list(long.context["form"].errors)) == (422, ["minutes"])
    browser.post(reverse("community:minutes", args=[meeting.pk]), words)
    address = reverse("community:close", args=[meeting.pk])
    scan = SimpleUploadedFile("ba.jpg", photo(size=(60, 40)))
    assert browser.post(address, {"number": "BA 1", "signed_on": YESTERDAY}).status_code == 422
    shown = browser.post(
        address, {"number": "BA 1", "signed_on": YESTERDAY, "scan": scan}, follow=True
    ).content.decode()
    assert "BA 1" in shown
    assert "RT 003 dahulu." in shown
    assert browser.get(reverse("community:paper", args=[meeting.pk]))["Content-Type"] == "image/jpeg"
    with acting_as(maria):
        assert queries.waiting_for(maria) == []
