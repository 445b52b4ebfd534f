"""What happens to rounds, for the rooms above."""

from django.dispatch import Signal

# Sent with `round_id`, `by` and `on` inside the transaction of the decree: a receiver that refuses undoes it.
round_decreed = Signal()
