"""The book's pages."""

from lontar.city.ledger.pages.book import account, entries, entry, entry_proof, journal, trial_balance
from lontar.city.ledger.pages.periods import periods

__all__ = ["account", "entries", "entry", "entry_proof", "journal", "periods", "trial_balance"]
