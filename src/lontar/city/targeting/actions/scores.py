"""Take in a model of the local welfare score, as its file."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.targeting.models import WelfareModel
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.trouble import Refusal
from lontar.science.welfare import read_model
from lontar.science.welfare.of_registry import sources_of

MODEL_BYTES_MAX: Final = 2_000_000
SOURCE_LETTERS_MAX: Final = 200
REPORTED: Final = ("r2", "rmse_log", "interval", "rows", "clusters", "sha256", "errors")


@deed
def take_in_model(data: bytes, *, source: str, by: Actor, on: date) -> WelfareModel:
    """Keep a model that was trained elsewhere; rounds that are opened from now on may rank by it. It decides nothing."""
    require(by, Role.PLANNER)
    source = " ".join(source.split())
    if not 5 <= len(source) <= SOURCE_LETTERS_MAX:
        raise Refusal(_("Tuliskan survei mana yang dipakai melatihnya, dan tahunnya."), field="source")
    if len(data) > MODEL_BYTES_MAX:
        raise Refusal(_("Berkas model itu lebih dari 2 MB."), field="file")
    text = data.decode("utf-8", errors="replace")
    try:
        model = read_model(text)
    except Refusal as refusal:
        raise Refusal(
            refusal.template, advice=refusal.advice_template, values=refusal.values, field="file"
        ) from refusal
    sources_of(model)
    if WelfareModel.objects.filter(version=model.version).exists():
        raise Refusal(
            _("Model ini sudah dimasukkan."), advice=_("Versinya %(v)s.") % {"v": model.version}, field="file"
        )
    report = {name: model.report[name] for name in REPORTED if name in model.report}
    taken = WelfareModel.objects.create(
        version=model.version, text=text, source=source, report=report, by_id=by.id, on=on
    )  # fmt: skip
    record("take_in_model", subject=taken, by=by, on=on, details={"version": model.version, "source": source})
    return taken
