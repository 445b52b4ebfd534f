"""What happens in the registry, for the rooms above."""

from django.dispatch import Signal

# Sent with `family_id` while a family's page is made: each receiver answers with a `kit.panels.Panel`, asking nothing of
# the database, for the page's questions are counted.
family_shown = Signal()
