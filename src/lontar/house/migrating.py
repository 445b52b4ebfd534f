"""Migrations on a database that holds nothing yet, without drawing all tables anew at every step.

Django keeps a picture of every table while it migrates, and after each change draws anew the changed one and all that
are tied to it. In a house in which nearly everything is tied to a place and an officer that is all of them, five
hundred times: over a minute, in which the database itself has work for seven seconds.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def migrate(alias: str) -> None:
    """Run what migrations are missing on this connection."""
    begun = MigrationRecorder(connections[alias]).applied_migrations()
    with contextlib.nullcontext() if begun else drawing_only_what_changes():
        call_command("migrate", database=alias, verbosity=0, interactive=False)


@contextlib.contextmanager
def drawing_only_what_changes() -> Iterator[None]:
    """Within the block a change to one table draws that table alone anew.

    What stays as it was drawn before still points at older pictures of the changed one. That matters to code that moves
    rows, and an empty database has none; where rows may be, Django draws all. A nightly test holds that both ways end
    in the same database.
    """
    whole = ProjectState._find_reload_model  # type: ignore[attr-defined]  # private, and guarded by that test

    def alone(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        state.is_delayed = state.is_delayed or delay
        return {(app_label, model_name)}

    ProjectState._find_reload_model = alone  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = whole  # type: ignore[attr-defined]
