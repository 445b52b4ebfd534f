"""Meetings of the ward and what it proposes: who came, what was decided, and what became of it."""
