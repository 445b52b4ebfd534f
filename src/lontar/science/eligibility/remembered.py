"""What is worked out once of a rule, though it is read for one family after the other."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

MOST: Final = 4_096


def remembered[**P, T](worked_out: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function says of its first argument, by identity, and of the others by value.

    By identity, for to compare a term of a rule with another costs as much as to work out what is asked. The object is
    kept with its answer, so that its identity cannot pass to another.
    """
    known: dict[tuple[Any, ...], tuple[Any, T]] = {}

    @wraps(worked_out)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (id(args[0]), *args[1:])
        found = known.get(key)
        if found is None:
            found = args[0], worked_out(*args, **kwargs)
            if len(known) >= MOST:
                known.clear()
            known[key] = found
        return found[1]

    return asked
