"""Why each source is held is confirmed by name and looked at yearly; a drill for a breach looks at real days."""

import argparse
from datetime import timedelta

import pytest

from cast import CAST, TODAY, officer
from lontar.city.journal.models import JournalLine
from lontar.city.privacy import actions, commands, queries
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
SENT = {"purpose": "Mengetahui siapa tinggal di sini.", "basis": "public_duty", "law": "UU 24/2013 ps. 58; PKS 12/2026"}
URL = "/privasi/sumber/dasar/siak/"


def confirm(by, on=TODAY, **more):
    return actions.confirm_source("siak", **(SENT | more), by=by, on=on)


def test_a_source_is_confirmed_on_its_page_with_name_and_day(sign_in, ester, daud, acting):
    browser = sign_in(ester)
    asked = browser.get(URL).content.decode()
    assert "Dasar ini perkiraan" in asked
    assert "[K]" not in asked
    answer = browser.post(URL, SENT, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/privasi/sumber/", 302)]
    assert "Mengetahui siapa tinggal di sini." in page
    assert f"{ester.name}, " in page
    assert "disahkan" in page
    with acting(daud):
        line = JournalLine.objects.get(verb="confirm_source")
    assert line.details == {"code": "siak", "basis": "tugas pelayanan publik"}
    told = b"".join(browser.get("/privasi/sumber/?ekspor=csv").streaming_content).decode()
    assert ester.name in told


def test_what_is_confirmed_as_shown_keeps_its_words_in_both_languages_and_loses_its_mark(sign_in, ester):
    before = queries.source_or_none("siak")
    browser = sign_in(ester)
    browser.cookies["lontar_language"] = "en"
    form = browser.get(URL).context["form"]
    assert browser.post(URL, {name: form[name].value() for name in form.fields}).status_code == 302
    after = queries.source_or_none("siak")
    assert after.purpose == before.purpose
    assert after.law == before.law.replace(" [K]", "")
    assert "Dasar ini perkiraan" not in browser.get(URL).content.decode()


@pytest.mark.parametrize("name", sorted(SENT))
def test_a_name_is_not_put_to_nothing(sign_in, acting, ester, name):
    answer = sign_in(ester).post(URL, SENT | {name: " "})
    assert answer.status_code == 422
    with acting(ester), pytest.raises(Refusal) as refused:
        confirm(ester, **{name: ""})
    assert refused.value.field == name
    assert queries.source_or_none("siak").checked_on is None


def test_in_a_year_somebody_looks_again_and_the_first_look_stays_written(sign_in, acting, ester, agus):
    with acting(ester):
        (waiting,) = queries.waiting_for(ester)
        every = waiting.count
        confirm(ester, on=TODAY - timedelta(days=365))
        assert queries.waiting_for(ester)[0].count == every, "a year ago is as good as never"
        confirm(ester, on=TODAY - timedelta(days=300))
        assert queries.waiting_for(ester)[0].count == every - 1
    with acting(agus):
        found = confirm(agus)
        before = queries.confirmed_before(found)
    assert before == [(ester.name, TODAY - timedelta(days=300)), (ester.name, TODAY - timedelta(days=365))]
    assert queries.look_again_on(found) == TODAY + timedelta(days=365)
    assert ester.name in sign_in(agus).get(URL).content.decode()


@pytest.mark.parametrize("username", sorted(CAST))
def test_only_planner_and_administrator_put_their_name_to_it(acting, sign_in, username):
    who = officer(username)
    with acting(who):
        if who.role in queries.WHO_CHECK:
            assert confirm(who).checked_by == who.name
            return
        with pytest.raises(NotAllowed):
            confirm(who)
    assert sign_in(who).get(URL).status_code == 403


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--from", "2026-11-23", "--to", "2026-11-01"], "The last day lies before the first"),
        (["--from", "kemarin", "--to", "2026-11-01"], "kemarin is no day; write it as 2026-11-22"),
    ],
)
def test_a_drill_over_no_day_at_all_never_says_that_nobody_was_seen(agus, acting, capsys, given, words):
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())

    def drill():
        commands.breach_report(parser.parse_args(["privacy", "breach-report", *given], argparse.Namespace(actor=agus)))

    with acting(agus), pytest.raises((Refusal, SystemExit)) as refused:
        drill()
    told = str(refused.value) + capsys.readouterr().err
    assert words in told
