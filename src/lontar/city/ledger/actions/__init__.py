"""The one writer of the book: accounts, entries, reversals, closed periods; and of the log that commits to them."""

from lontar.city.ledger.actions.keeping import keep_checkpoint
from lontar.city.ledger.actions.log import LogForked, log_leaves, sequence, sign_checkpoint
from lontar.city.ledger.actions.periods import close_period
from lontar.city.ledger.actions.posting import (
    INSERT,
    Command,
    DifferentContent,
    NewAccount,
    Posted,
    open_account,
    open_accounts,
    post,
    post_many,
    reverse,
)
from lontar.city.ledger.actions.witnesses import send_to_witnesses

__all__ = [
    "INSERT",
    "Command",
    "DifferentContent",
    "LogForked",
    "NewAccount",
    "Posted",
    "close_period",
    "keep_checkpoint",
    "log_leaves",
    "open_account",
    "open_accounts",
    "post",
    "post_many",
    "reverse",
    "send_to_witnesses",
    "sequence",
    "sign_checkpoint",
]
