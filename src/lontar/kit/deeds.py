"""A write is a verb: one transaction, its history tied together by one context."""

from collections.abc import Callable
from functools import wraps

import pghistory
from django.db import transaction


def deed[**P, R](action: Callable[P, R]) -> Callable[P, R]:
    """Run a verb in one transaction; whatever history it leaves carries the verb's name and one context id."""

    @wraps(action)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(), pghistory.context(verb=action.__name__):
            return action(*args, **kwargs)

    return done


def context_id() -> str | None:
    """The id that ties the rows of history to the journal's line, or None outside a deed."""
    tracker = getattr(pghistory.runtime._tracker, "value", None)
    return str(tracker.id) if tracker else None
