"""Questions about the local welfare score: which models there are, and what one says of a family."""

from functools import lru_cache

from django.db.models import QuerySet

from lontar.city.targeting.models import Round, WelfareModel
from lontar.science.welfare import Model, read_model
from lontar.science.welfare.of_registry import interval


def welfare_models() -> QuerySet[WelfareModel]:
    """Every model that was taken in, the newest first."""
    return WelfareModel.objects.select_related("by").order_by("-pk")


def model_of(round_: Round) -> Model | None:
    """The model that a round ranks by, if it ranks by one."""
    return _read(round_.model.text) if round_.model is not None else None


@lru_cache(maxsize=8)
def _read(text: str) -> Model:
    return read_model(text)


def score_interval(round_: Round, predicted: int) -> tuple[int, int] | None:
    """Between which rupiah a head and month a family with this score probably lies."""
    model = model_of(round_)
    return interval(model, predicted) if model else None
