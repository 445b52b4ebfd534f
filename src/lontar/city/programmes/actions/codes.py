"""Link codes of different years that are the same work."""

from datetime import date

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.programmes.models import CodeLink, SubActivity
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.budget_codes import sub_activity_code
from lontar.science.trouble import Refusal


@deed
def link_codes(
    before: tuple[int, str], after: tuple[int, str], *, source: str, by: Actor, on: date
) -> CodeLink:  # fmt: skip
    """Say that the work of one year's code goes on under another year's code, and where that stands."""
    require(by, Role.PLANNER)
    old, new = _known(*before, field="before_code"), _known(*after, field="after_code")
    if old.year >= new.year:
        raise Refusal(_("Kode yang menggantikan harus dari tahun yang kemudian."), field="after_year")
    if old.code == new.code:
        raise Refusal(_("Kode yang sama sudah bersambung dengan sendirinya."), field="after_code")
    if not source.strip():
        raise Refusal(_("Dokumen atau sumbernya belum ditulis."), field="source")
    link, fresh = CodeLink.objects.get_or_create(
        before=old, after=new, defaults={"source": source.strip()[:200], "by_id": by.id, "on": on}
    )
    if fresh:
        record(
            "link_codes", subject=link, by=by, on=on,
            details={"before": f"{old.year} {old.code}", "after": f"{new.year} {new.code}", "source": link.source},
        )  # fmt: skip
    return link


def _known(year: int, text: str, *, field: str) -> SubActivity:
    code = sub_activity_code(text)
    found = SubActivity.objects.filter(year=year, code=code).first() if code else None
    if found is None:
        raise Refusal(
            _("Kode %(code)s tidak ada di katalog %(year)s.") % {"code": text[:40], "year": year},
            advice=_("Muat katalog atau berkas anggaran tahun itu lebih dahulu."), field=field,
        )  # fmt: skip
    return found
