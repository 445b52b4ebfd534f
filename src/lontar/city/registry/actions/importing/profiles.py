"""Layouts of lists whose columns nobody publishes (DTSEN, SIKS-NG): set up once by the city, by name ever after."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry.models import ImportProfile, ImportRun
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.conditions_file import BDT, REGSOSEK
from lontar.science.decile_file import FIRST
from lontar.science.decile_file import TITLES as DECILE_KEYS
from lontar.science.family_file import SIAK, Layout, layout_of
from lontar.science.family_file.columns import COLUMNS, NEEDED_OF_LISTS, TITLE
from lontar.science.household_file import HOUSEHOLDS
from lontar.science.trouble import Refusal

MAY_SET_UP: Final = (Role.ADMINISTRATOR, Role.PLANNER, Role.OPERATOR)
RESERVED: Final = ("siak", "families", "deciles", REGSOSEK, BDT, HOUSEHOLDS)
KEYS: Final = {
    ImportProfile.Kind.FAMILIES: tuple(column.key for column in COLUMNS),
    ImportProfile.Kind.DECILES: tuple(DECILE_KEYS),
}
SAID: Final = {**FIRST, **TITLE}
NEEDED: Final = {ImportProfile.Kind.FAMILIES: NEEDED_OF_LISTS, ImportProfile.Kind.DECILES: ("kk", "decile")}


@deed
def save_profile(
    title: str,
    *,
    kind: str,
    columns: Mapping[str, str],
    each_row: str = "person",
    whole: bool = False,
    by: Actor,
    on: date,
) -> ImportProfile:
    """Keep which column means what. The same name again replaces the layout; imports of before stay as they were."""
    require(by, *MAY_SET_UP)
    name = slugify(title)[:40]
    if not name or name in RESERVED:
        raise Refusal(_("Beri nama lain, misalnya SIKS-NG Oktober."), field="title")
    if kind not in ImportProfile.Kind.values or each_row not in ImportProfile.EachRow.values:
        raise Refusal(_("Pilih apa isi daftarnya."), field="kind")
    used = {column: key for column, key in columns.items() if key}
    if unknown := set(used.values()) - set(KEYS[ImportProfile.Kind(kind)]):
        raise Refusal(_("Kolom ini tidak dikenal: %(keys)s.") % {"keys": ", ".join(sorted(unknown))}, field="columns")
    twice = sorted(key for key in set(used.values()) if list(used.values()).count(key) > 1)
    if twice:
        raise Refusal(_("Dua kolom berkas tidak dapat berarti hal yang sama."), field="columns")
    if missing := [key for key in NEEDED[ImportProfile.Kind(kind)] if key not in used.values()]:
        raise Refusal(
            _("Belum ada kolom untuk: %(keys)s.") % {"keys": ", ".join(SAID[key] for key in missing)},
            advice=_("Tanpa itu barisnya tidak dapat dipasangkan dengan keluarga."),
            field="columns",
        )
    profile, _new = ImportProfile.objects.update_or_create(
        name=name,
        defaults={
            "place_id": places.home_or_refuse().pk, "title": title.strip()[:80], "kind": kind, "columns": used,
            "each_row": each_row, "whole": whole, "on": on, "by_id": by.id, "retired_on": None,
        },
    )  # fmt: skip
    record("save_profile", subject=profile, by=by, on=on, place_id=profile.place_id, details={"columns": used})
    return profile


@deed
def retire_profile(name: str, *, by: Actor, on: date) -> None:
    """Offer this layout no more; imports that used it stay as they were."""
    require(by, *MAY_SET_UP)
    profile = ImportProfile.objects.filter(name=name, retired_on=None).first()
    if profile is None:
        raise Refusal(_("Susunan kolom ini tidak ada lagi."))
    profile.retired_on = on
    profile.save(update_fields=["retired_on"])
    record("retire_profile", subject=profile, by=by, on=on, place_id=profile.place_id)


def chosen(what: str) -> tuple[str, str]:
    """Kind and layout of `families`, `deciles` or the name of a saved layout."""
    if what in ("families", "siak"):
        return ImportRun.Kind.FAMILIES, "siak"
    if what in (REGSOSEK, BDT):
        return ImportRun.Kind.CONDITIONS, what
    if what == HOUSEHOLDS:
        return ImportRun.Kind.HOUSEHOLDS, what
    if what == "deciles":
        return ImportRun.Kind.DECILES, "deciles"
    profile = ImportProfile.objects.filter(name=what, retired_on=None).first()
    if profile is None:
        known = ", ".join(["siak", *ImportProfile.objects.filter(retired_on=None).values_list("name", flat=True)])
        raise Refusal(
            _("Tidak ada susunan kolom bernama %(name)s. Yang ada: %(known)s.") % {"name": what[:40], "known": known},
            advice=_("Simpan dulu susunannya di halaman Impor, Susunan kolom."),
            field="kind",
        )
    return profile.kind, profile.name


def layout_for(run: ImportRun) -> Layout:
    """The layout by which this run reads its file of families."""
    profile = ImportProfile.objects.filter(name=run.profile).first()
    if profile is None:
        return SIAK
    return layout_of(profile.name, profile.columns, each_row=profile.each_row, whole=profile.whole)


def columns_for(run: ImportRun) -> dict[str, str] | None:
    """Which title of a decile list means what, or None for the usual titles."""
    profile = ImportProfile.objects.filter(name=run.profile).first()
    return dict(profile.columns) if profile else None


@deed
def set_version(run: ImportRun, *, version_on: date | None) -> None:
    """The version date of a list of deciles that has no column for it; said by whoever brings it."""
    if version_on is not None:
        run.options = {**run.options, "version_on": version_on.isoformat()}
        run.save(update_fields=["options"])
