"""The tables of the kit: how far long work has come, and who asks the API how often."""

from django.db import models


class Progress(models.Model):
    """How far one piece of long work has come, written on a connection of its own."""

    key = models.CharField(max_length=80, primary_key=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)  # 0 while it is not known
    note = models.CharField(max_length=200, blank=True)  # never a name or a number of a person
    finished = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)


class Pace(models.Model):
    """How often an officer has asked the API in one minute, counted by every process of the server together."""

    officer_id = models.BigIntegerField(primary_key=True)
    minute = models.BigIntegerField()
    requests = models.IntegerField()
