"""The pages of the administrator as a person sees them: axe finds nothing, nothing scrolls sideways."""

import pytest

from browsing import DESK

pytestmark = pytest.mark.browser


def test_officers_places_journal_and_api_are_accessible(window, agus, maria):
    seen = window(who=agus)
    for path in (
        "/petugas/", "/petugas/?search=zzz", "/petugas/angkat/", f"/petugas/{maria.pk}/", f"/petugas/{maria.pk}/ubah/",
        f"/petugas/{maria.pk}/berhentikan/", "/petugas/instansi/", "/petugas/saya/", "/jurnal/", "/meja/wilayah/",
        "/meja/wilayah/53.71.03.1010/", "/meja/wilayah/batas/", "/api/", "/akun/2fa/",
    ):  # fmt: skip
        seen.open(path).check_everywhere()


def test_a_password_is_shown_once_and_going_back_does_not_show_it_again(window, agus, maria):
    seen = window(DESK, "light", who=agus).open(f"/petugas/{maria.pk}/")
    seen.page.click("text=Beri kata sandi baru")
    password = seen.page.inner_text("main strong.code")
    seen.check()
    maria.refresh_from_db()
    assert maria.check_password(password)
    seen.page.click("text=Sudah saya serahkan")
    assert password not in seen.page.content()
