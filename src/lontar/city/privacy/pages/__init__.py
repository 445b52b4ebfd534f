"""The pages of privacy."""

from lontar.city.privacy.pages.keeping import analysis, breach, due, erase, partner, rule, source, sources
from lontar.city.privacy.pages.requests import document, one, person, requests, withdraw

__all__ = [
    "analysis",
    "breach",
    "document",
    "due",
    "erase",
    "one",
    "partner",
    "person",
    "requests",
    "rule",
    "source",
    "sources",
    "withdraw",
]
