"""Spreadsheets with budgets: which column means what, and what each file changed."""

from django.db import models


class BudgetLayout(models.Model):
    """Which title of a spreadsheet means what: said once by the city, used whenever the same titles come again."""

    name = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=80)
    columns = models.JSONField()  # title in the file: key of ours
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    retired_on = models.DateField(null=True)


class BudgetFile(models.Model):
    """A spreadsheet that somebody brought: checked first, then taken in or not. It names no person."""

    class State(models.TextChoices):
        CHECKED = "checked"
        TAKEN = "taken"

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=160)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    layout = models.ForeignKey(BudgetLayout, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.CHECKED)
    # Rows as they were read, what they would change, what is wrong: shown as the preview, compared when it is taken in.
    rows = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    taken_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField(null=True)
