"""Imports: each run with its findings, and the rows that wait to be mended."""

from django.db import models


class ImportRun(models.Model):
    """One file that somebody brought, what became of it, and why."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"  # the file as a whole, or everything-or-nothing with an error in it
        FAILED = "failed"

    class Mode(models.TextChoices):
        EVERYTHING_OR_NOTHING = "everything_or_nothing"
        FAMILIES_WITHOUT_ERROR = "families_without_error"

    class Kind(models.TextChoices):
        FAMILIES = "families"
        DECILES = "deciles"
        CONDITIONS = "conditions"
        HOUSEHOLDS = "households"

    # The area that the file may speak of; also what walls the run.
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    profile = models.CharField(max_length=40, default="siak")
    # What the officer answered about this one file: the version date of a list, how roof codes are to be read.
    options = models.JSONField(default=dict)
    mode = models.CharField(max_length=24, choices=Mode.choices)
    dry_run = models.BooleanField(default=False)
    file_name = models.CharField(max_length=200)
    file_bytes = models.BigIntegerField()
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    on = models.DateField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=20)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    # Rows, families, persons: read, new, changed, unchanged, left on the worklist.
    counts = models.JSONField(default=dict)
    # Templates, translated where they are shown and then filled with the values.
    refusal = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    refusal_values = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=8, default="id")  # in which the worklist was asked for


class ImportProfile(models.Model):
    """Which column of a list means what: said once by the city, for lists whose columns nobody publishes."""

    class Kind(models.TextChoices):
        FAMILIES = "families"
        DECILES = "deciles"

    class EachRow(models.TextChoices):
        PERSON = "person"
        HEAD = "head"  # of its members the list says nothing

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    each_row = models.CharField(max_length=6, choices=EachRow.choices, default=EachRow.PERSON)
    whole = models.BooleanField(default=False)  # whoever is not in the list may have left
    columns = models.JSONField()  # title in the file: key of ours
    on = models.DateField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    retired_on = models.DateField(null=True)


class ImportFile(models.Model):
    """The bytes of an import, encrypted, kept only as long as they are needed."""

    class Purpose(models.TextChoices):
        UPLOAD = "upload"  # until the job has read it
        WORKLIST = "worklist"  # the rejected rows, to download, mend and import again

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    cipher = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "purpose"], name="registry_file_once")]


class ImportFinding(models.Model):
    """What a person should know about one place in a file."""

    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="findings", db_index=False)
    severity = models.CharField(max_length=7)
    kind = models.CharField(max_length=40)
    sheet = models.CharField(max_length=80, blank=True)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    # A template and what fills it; of runs before there were templates the message is the whole sentence.
    message = models.TextField()
    values = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "severity", "row"], name="registry_finding_run")]
