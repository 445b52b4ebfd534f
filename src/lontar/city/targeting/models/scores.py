"""Models of the local welfare score: trained elsewhere on a survey, taken in whole, used by rounds under their version."""

from django.db import models


class WelfareModel(models.Model):
    """One model as its file; never changed. It ranks families where a round asks it to, and decides nothing by itself."""

    version = models.CharField(max_length=12, unique=True)
    text = models.TextField()
    source = models.CharField(max_length=200)  # which survey, of which year
    report = models.JSONField()  # how good it is, as measured when it was trained
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    def __str__(self) -> str:
        return self.version
