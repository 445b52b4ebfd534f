"""How likely it is that two records are one person, as a page says it."""

from typing import Final

from lontar.kit.formats import percent

NEARLY: Final = 0.999


def share(probability: float) -> str:
    """How likely, in hundredths; no model is as sure as a rounded figure would say."""
    if probability > NEARLY:
        return f"> {percent(NEARLY * 100, 1)}"
    return percent(probability * 100, 1)
