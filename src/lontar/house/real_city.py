"""A real city, prepared by `./lontar setup`: its places, the terminal's officer and the first administrator."""

from django.utils.translation import gettext as _

from lontar.city.access import actions as access
from lontar.city.access import queries as officers
from lontar.city.places import actions as places
from lontar.city.places import queries as where
from lontar.kit.gate import Role, acting_as


def prepare(code: str, *, username: str, name: str) -> list[str]:
    """Do what is missing and say it; the first administrator's password is in the answer and nowhere else."""
    city = places.choose_home(code, made_up=False, by=officers.AtTerminal(None), on=where.today())
    on = where.today()
    terminal = access.ensure_terminal(city.pk, on=on)
    told = [
        _("%(name)s (%(code)s): %(wards)d kelurahan dan desa siap.")
        % {"name": city.name, "code": city.code, "wards": where.wards_in(city.pk).count()}
    ]
    with acting_as(terminal):
        if officers.officer_named(username) is not None:
            return [*told, _("Petugas %(username)s sudah ada; kata sandinya tidak diubah.") % {"username": username}]
        password = access.fresh_password()
        access.appoint(
            username, name=name, role=Role.ADMINISTRATOR, places=[city.pk], agency=None,
            password=password, by=terminal, on=on,
        )  # fmt: skip
    return [
        *told,
        _("Administrator pertama: %(username)s") % {"username": username},
        _("Kata sandi: %(password)s") % {"password": password},
        _("Kata sandi ini hanya diperlihatkan sekali. Berikutnya: ./lontar serve"),
    ]
