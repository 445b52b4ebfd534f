"""Questions about rounds and their decisions."""

from django.db.models import QuerySet

from lontar.city.targeting.models import Decision, Round


def round_by_id(key: int) -> Round | None:
    return Round.objects.select_related("line", "place").filter(pk=key).first()


def qualifying(round_id: int) -> "QuerySet[Decision, tuple[int, int, int]]":
    """Family, ward and rupiah of everyone whom a round found to qualify, in the order of the wards."""
    found = Decision.objects.filter(round_id=round_id, verdict=Decision.Verdict.QUALIFIES)
    return found.order_by("place_id", "family_id").values_list("family_id", "place_id", "amount")
