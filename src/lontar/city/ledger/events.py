"""What the ledger asks of the rooms above, so that no arrow turns."""

from django.dispatch import Signal

# Sent while the log is verified. A receiver answers with `(kind, contents)`: the kind of leaves it has submitted and an
# iterator of what they say by its tables as they stand now (`lontar.science.leaves.Content`).
contents_asked = Signal()
