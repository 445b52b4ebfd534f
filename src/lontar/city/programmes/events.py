"""What happens to lines, for the rooms above."""

from django.dispatch import Signal

# Sent with `line_id` and `total` (whole rupiah) inside the transaction: a receiver that refuses undoes the change.
budget_set = Signal()
# Sent with `line_id` and `left` (whole rupiah of the budget that the agency has not spent beside Lontar), likewise.
spending_reported = Signal()
