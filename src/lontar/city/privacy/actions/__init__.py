"""The verbs of privacy."""

from lontar.city.privacy.actions.rotating import rotate

__all__ = ["rotate"]
