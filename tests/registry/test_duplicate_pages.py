"""The queue of duplicates on the screen: found in the background, decided in seconds, taken back as quickly."""

import re
from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from cast import LASIANA, OESAPA, TODAY
from lontar.city.journal.models import JournalLine
from lontar.city.registry import actions, jobs
from lontar.city.registry.actions.pairs import searching
from lontar.city.registry.models import Batch, Merge, Pair, Person, Search
from lontar.city.registry.queries import likely_same
from lontar.city.registry.queries import pairs as about
from lontar.kit.waiting import Waiting
from lontar.science.trouble import NotAllowed, Refusal
from registry.records import family, pair, person

pytestmark = pytest.mark.django_db
NIK, OTHER_NIK = "5371031707870001", "5371031707870010"


@pytest.fixture
def two(acting, ester):
    """One man under two numbers, on two cards."""
    with acting(ester):
        one = person("Johanis Nalle", family(kk="5371030101200001"), nik=NIK, mother_name="Dorkas Benu")
        other = person("Yohanis Nalle", family(), nik=OTHER_NIK, mother_name="Dorkas Benu")
        return one, other


@pytest.fixture
def found(acting, ester, two):
    with acting(ester):
        return pair(*two)


@pytest.fixture
def unmasked(sign_in):
    def client(who):
        browser = sign_in(who)
        browser.post("/keluarga/perlihatkan/", {"purpose": "correction"})
        return browser

    return client


def text(answer, status=200):
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def do_jobs(*names):
    for job in ProcrastinateJob.objects.filter(task_name__in=names).order_by("id"):
        {"registry.search": jobs.look_for_duplicates, "registry.merge_batch": jobs.merge_batch}[job.task_name](
            **job.args
        )


SEARCH, BATCH = "registry.search", "registry.merge_batch"


def test_the_city_is_searched_in_the_background_and_what_is_found_waits_on_the_desk(sign_in, acting, ester, maria, two):
    browser = sign_in(ester)
    assert "Belum pernah dicari" in text(browser.get("/keluarga/ganda/"))
    # Looks at the whole city are behind her wall: she is not told that there were none.
    assert "Belum pernah dicari" not in text(sign_in(maria).get("/keluarga/ganda/"))
    browser = sign_in(ester)
    assert browser.post("/keluarga/ganda/cari/").status_code == 302
    assert "data-progress" in text(browser.get("/keluarga/ganda/"))
    do_jobs(SEARCH)
    with acting(ester):
        search, made = Search.objects.get(), Pair.objects.get()
    assert (search.state, search.counts["records"], search.counts["new"]) == ("done", 2, 1)
    assert {made.person_a_id, made.person_b_id} == {one.pk for one in two}
    assert made.reasons.keys() == {"name", "birth", "sex", "nik", "mother", "card", "home"}
    assert "selesai" in text(browser.get(f"/keluarga/ganda/cari/{search.pk}/kemajuan/"))
    assert "Catatan yang mungkin satu orang menunggu diputuskan" in text(sign_in(maria).get("/meja/"))


def test_a_pair_once_decided_never_comes_back(acting, ester, two):
    with acting(ester):
        for verdict in ("different", "same"):
            _search(ester)
            (key,) = Pair.objects.values_list("pk", flat=True)
            if verdict == "same":
                actions.undo_decision(key, by=ester, on=TODAY)
            actions.decide(key, verdict=verdict, by=ester, on=TODAY)
            _search(ester)
            assert list(Pair.objects.values_list("pk", "state")) == [(key, verdict)]
            assert about.waits().look + about.waits().same == 0


def _search(by):
    begun = actions.begin_search(by=by, on=TODAY)
    return actions.run_search(begun, by=by, tell=lambda *_told: None)


def test_a_whole_search_takes_back_what_it_no_longer_finds_but_no_decision(acting, ester, two):
    with acting(ester):
        strangers = (
            person("Salomi Djami", family(), birth_date=date(1999, 3, 4), sex="P"),
            person("Bernadus Tnunay", family(rt="009"), birth_date=date(1950, 12, 30)),
        )
        pair(*strangers)
        kept = pair(strangers[0], two[0])
        actions.decide(kept.pk, verdict="different", by=ester, on=TODAY)
        search = _search(ester)
        assert search.counts["gone"] == 1
        assert set(Pair.objects.values_list("state", flat=True)) == {"waiting", "different"}


@pytest.mark.parametrize("step", ["keep_pairs", "forget_pairs"])
def test_a_search_that_fails_leaves_no_pair_and_says_so(acting, ester, two, monkeypatch, step):
    def broken(cursor, name, *rest, real=searching.keep):
        if name == step:
            raise OSError("the disk is full")
        return real(cursor, name, *rest)

    monkeypatch.setattr(searching, "keep", broken)
    with acting(ester):
        with pytest.raises(OSError, match="disk"):
            _search(ester)
        assert not Pair.objects.exists()
        assert Search.objects.get().state == "failed"


def test_an_import_is_compared_with_everybody_and_across_wards(acting, maria, ester, two):
    with acting(ester):
        before = actions.last_person_key()
        person("Yohanis Nale", family(LASIANA), nik=NIK[:-1] + "3", mother_name="Dorkas Benu")
        run = _import_run(ester)
        search = actions.begin_search_of_import(run, after_key=before, by=ester, on=TODAY)
        done = actions.run_search(search, by=ester, tell=lambda *_told: None)
        assert done.counts["records"] >= 1
        assert Pair.objects.filter(other_place_id=LASIANA).count() == 2
        assert actions.begin_search_of_import(run, after_key=actions.last_person_key(), by=ester, on=TODAY) is None
    with acting(maria):
        assert not Pair.objects.filter(other_place_id=LASIANA).exists(), "half of a pair is not seen"


def _import_run(by):
    from lontar.city.registry.models import ImportRun

    return ImportRun.objects.create(
        place_id=OESAPA, kind="families", mode="families_without_error", file_name="x.csv", file_bytes=1,
        file_sha256="0" * 64, state="done", on=TODAY, by_id=by.id, by_role=by.role, counts={"persons_new": 1},
    )  # fmt: skip


def test_names_are_covered_until_asked_for_and_both_families_seen_are_written_down(
    unmasked, sign_in, acting, maria, daud, found
):
    url = f"/keluarga/ganda/{found.pk}/"
    covered = text(sign_in(daud).get(url))
    for secret in ("Nalle", NIK, OTHER_NIK, "Dorkas", "Timor Raya", "1987"):
        assert secret not in covered
    assert "beda" in covered, "whether they agree is told all the same"
    assert 'name="verdict"' not in covered
    assert 'name="verdict"' not in text(sign_in(maria).get(url))
    page = text(unmasked(maria).get(url))
    assert "<mark>Y</mark>ohanis Nalle" in page
    assert "537103••••••00<mark>01</mark>" in page, "which digits differ, and never the number"
    assert NIK not in page
    assert 'name="verdict"' in page
    assert page.count("<svg viewBox") >= 8, "the waterfall is drawn"
    with acting(maria):
        seen = JournalLine.objects.filter(verb="see_family").values_list("subject_id", flat=True)
        assert len(set(seen)) == 2


def test_a_verdict_leads_to_the_next_pair_and_the_last_one_is_taken_back_by_one_button(
    unmasked, acting, maria, ester, found
):
    with acting(ester):
        second = pair(person("Ana Benu", family()), person("Anna Benu", family()), weight=3.0)
    browser = unmasked(maria)
    answer = browser.post(
        f"/keluarga/ganda/{found.pk}/", {"verdict": "same", "queue": "look", "survivor": found.person_b_id}
    )
    assert answer.url == f"/keluarga/ganda/{second.pk}/?antrean=look"
    with acting(maria):
        assert Merge.objects.get().survivor_id == found.person_b_id
    page = text(browser.get(answer.url))
    assert f'action="/keluarga/ganda/{found.pk}/urungkan/"' in page
    assert browser.post(f"/keluarga/ganda/{found.pk}/urungkan/").status_code == 302
    with acting(maria):
        assert Pair.objects.get(pk=found.pk).state == "waiting"
        assert not Person.objects.filter(merged_into__isnull=False).exists()
    browser.post(f"/keluarga/ganda/{second.pk}/", {"verdict": "different"})
    browser.post(f"/keluarga/ganda/{found.pk}/", {"verdict": "different"})
    decided = text(browser.get(f"/keluarga/ganda/{second.pk}/"))
    assert f"/{second.pk}/urungkan/" in decided
    assert f"/{found.pk}/urungkan/" not in decided, "the last one is another, and this is about this one"
    for one in (found, second):
        browser.post(f"/keluarga/ganda/{one.pk}/urungkan/")
    assert browser.get("/keluarga/ganda/berikut/?antrean=look").url == f"/keluarga/ganda/{found.pk}/?antrean=look"
    skipped = browser.get(f"/keluarga/ganda/berikut/?antrean=look&setelah={found.pk}")
    assert skipped.url == f"/keluarga/ganda/{second.pk}/?antrean=look"
    browser.post(f"/keluarga/ganda/{second.pk}/", {"verdict": "unsure"})
    assert "ragu" in text(browser.get("/keluarga/ganda/diputuskan/"))


def test_the_second_of_two_officers_gets_a_clear_answer(unmasked, maria, ester, found):
    first, second = unmasked(maria), unmasked(ester)
    url = f"/keluarga/ganda/{found.pk}/"
    first.get(url)
    second.get(url)
    first.post(url, {"verdict": "different"})
    page = text(second.post(url, {"verdict": "same"}), status=409)
    assert "sudah diputuskan beda oleh Maria Kelurahan" in page
    assert "Pasangan berikutnya" in page


def test_a_verdict_that_is_none_is_asked_for_again(unmasked, maria, found):
    assert "Pilih: sama, beda, atau ragu." in text(
        unmasked(maria).post(f"/keluarga/ganda/{found.pk}/", {"verdict": "maybe"}), status=422
    )


def test_an_undo_after_changes_asks_before_it_parts(unmasked, acting, maria, found):
    browser = unmasked(maria)
    browser.post(f"/keluarga/ganda/{found.pk}/", {"verdict": "same"})
    with acting(maria):
        kept = Merge.objects.get().survivor_id
        Person.objects.filter(pk=kept).update(name="Johanis Nale")
    url = f"/keluarga/ganda/{found.pk}/urungkan/"
    page = text(browser.post(url), status=409)
    assert "Data diri" in page
    assert "Saya tahu, urungkan" in page
    assert browser.post(url, {"knowing": "on"}).status_code == 302
    with acting(maria):
        assert Person.objects.get(pk=kept).name == "Johanis Nale"
        assert Merge.objects.get().undone_on == TODAY


@pytest.fixture
def obvious(acting, ester, monkeypatch):
    """Seven pairs that the model is sure of, and a sample of three."""
    from lontar.city.registry.actions.pairs import batches

    monkeypatch.setattr(batches, "SAMPLES", (3,))
    with acting(ester):
        return [
            pair(person(f"A{n}", family()), person(f"A{n}", family()), band="same", weight=20 + n) for n in range(7)
        ]


def test_the_rest_is_confirmed_at_once_when_nothing_in_the_sample_was_wrong(unmasked, acting, maria, obvious):
    browser = unmasked(maria)
    url = browser.post("/keluarga/ganda/contoh/", {"size": 3}).url
    assert "Masih 3 pasangan" in text(browser.get(url))
    with acting(maria):
        batch = Batch.objects.get()
        with pytest.raises(Refusal, match="Baru 0 dari 3"):
            actions.confirm_batch(batch.pk, by=maria, on=TODAY)
    following = f"/keluarga/ganda/{batch.sample[0]}/?contoh={batch.pk}"
    for _n in range(3):
        answer = browser.post(following.split("?")[0], {"verdict": "same", "batch": batch.pk})
        following = answer.url
    assert following == url
    page = text(browser.get(url))
    assert "Sahkan 4 pasangan sisanya" in page
    assert "paling banyak 63,2%" in page, "three without an error prove no more"
    assert browser.post(f"{url}sahkan/").status_code == 302
    assert "data-progress" in text(browser.get(url))
    with acting(maria):
        left = Pair.objects.filter(state="waiting").first()
        actions.decide(left.pk, verdict="different", by=maria, on=TODAY)
    do_jobs(BATCH)
    do_jobs(BATCH)
    with acting(maria):
        assert Batch.objects.get().counts | {"most_wrong": 0} == {"looked": 3, "merged": 6, "left": 0, "most_wrong": 0}
        assert Pair.objects.get(pk=left.pk).state == "different", "what somebody decided meanwhile stands"
        assert Merge.objects.filter(pair__why__contains="paling banyak 63,2% salah").count() == 3
    assert "6 pasangan kini satu catatan" in text(browser.get(url))


def test_one_wrong_pair_in_the_sample_stops_the_batch(unmasked, acting, maria, obvious):
    browser = unmasked(maria)
    url = browser.post("/keluarga/ganda/contoh/", {"size": 3}).url
    with acting(maria):
        batch = Batch.objects.get()
        actions.decide(batch.sample[0], verdict="different", by=maria, on=TODAY)
        with pytest.raises(Refusal, match="1 dari 1 yang ternyata tidak sama"):
            actions.confirm_batch(batch.pk, by=maria, on=TODAY)
    assert "tidak disahkan bersama" in text(browser.get(url))
    browser.post(f"{url}tutup/")
    with acting(maria):
        assert Batch.objects.get().state == "refused"


def test_a_batch_tells_what_somebody_else_decided_meanwhile(unmasked, acting, maria, ester, obvious):
    browser = unmasked(maria)
    url = browser.post("/keluarga/ganda/contoh/", {"size": 3}).url
    with acting(maria):
        batch = Batch.objects.get()
        for key in batch.sample:
            actions.decide(key, verdict="same", by=maria, on=TODAY)
    other = next(one.pk for one in obvious if one.pk not in batch.sample)
    with acting(ester):
        actions.decide(other, verdict="different", by=ester, on=TODAY)
    assert f"Sahkan {len(obvious) - 4} pasangan sisanya" in text(browser.get(url))
    browser.post(f"{url}sahkan/")
    do_jobs(BATCH)
    page = text(browser.get(url))
    assert f"{len(obvious) - 1} pasangan kini satu catatan. 1 sudah diputuskan lain oleh petugas lain" in page
    assert "tetap menunggu" not in page


def test_a_batch_is_its_officers_own_and_larger_than_its_sample(acting, maria, ester, obvious):
    with acting(ester):
        batch = actions.begin_batch(3, by=ester, on=TODAY)
    with acting(maria), pytest.raises(Refusal, match="petugas lain"):
        actions.confirm_batch(batch.pk, by=maria, on=TODAY)
    with acting(maria), pytest.raises(Refusal, match="ukuran"):
        actions.begin_batch(5, by=maria, on=TODAY)
    with acting(maria):
        for one in obvious[:4]:
            actions.decide(one.pk, verdict="different", by=maria, on=TODAY)
        with pytest.raises(Refusal, match="Hanya 3 pasangan"):
            actions.begin_batch(3, by=maria, on=TODAY)


def test_who_is_typed_in_and_known_already_is_shown_without_a_word_about_other_wards(
    sign_in, acting, maria, ester, two, monkeypatch
):
    with acting(ester):
        person("Ferdy Radja", family(LASIANA), nik="5371031707870077")
    browser = sign_in(maria)
    page = text(
        browser.post("/keluarga/ganda/mirip/", {"name": "Yohanis Nalle", "birth_date": "1987-07-17", "sex": "L"})
    )
    assert two[0].local_number in page
    assert "Nalle" not in page, "covered, as everywhere"
    elsewhere = text(browser.post("/keluarga/ganda/mirip/", {"name": "Somebody Else", "nik": "5371031707870077"}))
    assert "Lasiana" in elsewhere
    assert "Ferdy" not in elsewhere
    for name in ("", "ab", "'; DROP", "%%%", "x\0y"):
        assert "Mungkin" not in text(browser.post("/keluarga/ganda/mirip/", {"name": name, "nik": "12"}))
    with acting(maria):
        assert [one.person.pk for one in likely_same(name="", nik=NIK).alike][:1] == [two[0].pk]
        merged = actions.decide(pair(*two).pk, verdict="same", survivor_id=two[0].pk, by=maria, on=TODAY)
        assert merged.state == "same"
        assert two[1].pk not in [one.person.pk for one in likely_same(name="Yohanis Nalle", nik=OTHER_NIK).alike]


def test_only_a_planner_or_operator_of_the_whole_city_searches_it(acting, maria, daud, yohanes):
    for who in (maria, daud):
        with acting(who), pytest.raises(NotAllowed):
            actions.begin_search(by=who, on=TODAY)
    with acting(yohanes):
        actions.begin_search(by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="sedang berjalan"):
            actions.begin_search(by=yohanes, on=TODAY)


def test_the_desk_tells_ward_officers_only_of_their_own(acting, maria, ester, daud, found):
    from lontar.city.registry import queries

    with acting(ester):
        pair(person("Ferdy Radja", family()), person("Ferdi Radja", family(LASIANA)))
        assert [one.count for one in queries.waiting_for(ester)] == [2]
    with acting(maria):
        (waiting,) = queries.waiting_for(maria)
        assert isinstance(waiting, Waiting)
        assert waiting.count == 1
    with acting(daud):
        assert queries.waiting_for(daud) == []


def test_keys_are_shown_beside_the_buttons(unmasked, maria, found):
    page = text(unmasked(maria).get(f"/keluarga/ganda/{found.pk}/"))
    assert re.findall(r'data-key="(\w)"', page) == ["1", "2", "s", "b", "r", "l"]
