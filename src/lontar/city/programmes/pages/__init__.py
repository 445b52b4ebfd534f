"""Programmes for people: the catalogue, its money, its codes, and those who offer it."""

from lontar.city.programmes.pages.agencies import agencies, agency, agree, end, new_agency, rename
from lontar.city.programmes.pages.catalogue import catalogue, line, load
from lontar.city.programmes.pages.codes import code
from lontar.city.programmes.pages.files import budget_file, budget_files, budget_layout, retire_layout, take_in
from lontar.city.programmes.pages.money import budget, output, realisation
from lontar.city.programmes.pages.proposals import answer
from lontar.city.programmes.pages.recipients import received, recipient_list, recipients, settle, withdraw
from lontar.city.programmes.pages.tagging import add, tag

__all__ = [
    "add", "agencies", "agency", "agree", "answer", "budget", "budget_file", "budget_files", "budget_layout", "catalogue", "code", "end", "line", "load", "new_agency", "output",
    "realisation", "received", "recipient_list", "recipients", "rename", "retire_layout", "settle", "tag", "take_in", "withdraw",
]  # fmt: skip
