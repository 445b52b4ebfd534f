"""Payment orders, their lines, the accounts they pay onto, and what the payer's result files said."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class PayAccount(models.Model):
    """The account at a bank onto which a family is paid; number and holder stand only sealed."""

    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    bank = models.CharField(max_length=60)
    cipher = models.BinaryField()  # JSON of number and holder
    blind = models.BinaryField(max_length=32)  # of the number
    since = models.DateField()
    until = models.DateField(null=True)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family"], condition=Q(until=None), name="delivery_one_account"),
            # Two families on one account is how aid goes astray.
            models.UniqueConstraint(fields=["blind"], condition=Q(until=None), name="delivery_account_of_one"),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
class PaymentOrder(models.Model):
    """What is to be paid to whom by one payer, made by one person, checked by a second, released by a third."""

    class State(models.TextChoices):
        MADE = "made"
        CHECKED = "checked"  # the order to pay (SPM) is signed
        RELEASED = "released"  # the treasury has paid out (SP2D)
        WITHDRAWN = "withdrawn"

    class Channel(models.TextChoices):
        BANK = "bank"
        POST = "post"
        CASH = "cash"  # at the ward, against a signed list

    # The form's own number: sent twice, it makes one order.
    key = models.CharField(max_length=40, unique=True)
    line = models.ForeignKey("programmes.Line", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=10)
    channel = models.CharField(max_length=4, choices=Channel.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.MADE)
    families = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    # Of every line with its amount and its account, as the maker saw it.
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    checked_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True)
    spm_number = models.CharField(max_length=80, blank=True)
    released_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    released_on = models.DateField(null=True)
    sp2d_number = models.CharField(max_length=80, blank=True)
    sp2d_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was withdrawn
    made_up = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["state", "line"], name="delivery_order_state")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, families__gt=0), name="delivery_order_of_something"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("made_by")), name="delivery_order_second_person"
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | (Q(checked_by__isnull=False) & ~Q(released_by=F("made_by")) & ~Q(released_by=F("checked_by"))),
                name="delivery_order_third_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "released"]) | (Q(checked_by__isnull=False) & ~Q(spm_number="")),
                name="delivery_order_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state="released")
                | (Q(released_by__isnull=False, sp2d_on__isnull=False) & ~Q(sp2d_number="")),
                name="delivery_order_released",
            ),
            models.CheckConstraint(condition=~Q(state="withdrawn", reason=""), name="delivery_order_withdrawn_why"),
            # The treasury numbers each payment once.
            models.UniqueConstraint(
                fields=["sp2d_number"], condition=Q(state="released"), name="delivery_sp2d_once"
            ),
        ]  # fmt: skip

    @property
    def number(self) -> str:
        return f"P{self.pk:06d}"


class OrderLine(models.Model):
    """One entitlement in one order, and what became of it."""

    class State(models.TextChoices):
        PLANNED = "planned"
        DROPPED = "dropped"  # left the order before it was released
        SENT = "sent"
        PAID = "paid"
        RETURNED = "returned"

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    entitlement = models.ForeignKey("delivery.Entitlement", on_delete=models.PROTECT, related_name="order_lines")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    account = models.ForeignKey(PayAccount, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    # Why it came back, or by which number of the payer's it was paid.
    said = models.CharField(max_length=160, blank=True)
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="delivery_line_number"),
            # Whatever two officers do: an entitlement stands in one living order.
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(state__in=["planned", "sent", "paid"]), name="delivery_ordered_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="delivery_line_amount"),
        ]
        indexes = [models.Index(fields=["order", "state"], name="delivery_line_state")]


class FileLayout(models.Model):
    """Which column of a payer's file means what: said once, kept under a name."""

    class Use(models.TextChoices):
        LIST = "list"  # what the payer gets
        RESULT = "result"  # what the payer answers

    name = models.CharField(max_length=80)
    use = models.CharField(max_length=6, choices=Use.choices)
    columns = models.JSONField()  # of a list: [head, field] pairs; of a result: field → head
    paid_words = models.JSONField(default=list)
    returned_words = models.JSONField(default=list)
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["use", "name"], name="delivery_layout_name")]


class ResultFile(models.Model):
    """One result file that was taken in; the same bytes are known again."""

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="results")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    paid_on = models.DateField()
    counts = models.JSONField()
    by = models.ForeignKey("access.Officer", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "sha256"], name="delivery_result_once")]


class ResultRow(models.Model):
    """A row of a result file that settled nothing by itself, until a person has looked at it."""

    class Kind(models.TextChoices):
        UNKNOWN = "unknown"
        TWICE = "twice"
        TOO_MUCH = "too_much"
        TOO_LITTLE = "too_little"
        CONTRADICTS = "contradicts"
        UNREADABLE = "unreadable"

    file = models.ForeignKey(ResultFile, on_delete=models.PROTECT, related_name="rows")
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(OrderLine, null=True, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=11, choices=Kind.choices)
    reference = models.CharField(max_length=60, blank=True)  # as written, an account's number covered
    amount = models.BigIntegerField(null=True)  # null where it could not be read
    said = models.CharField(max_length=160, blank=True)
    # What one row of the world is, so that the same row in a longer file does not wait twice.
    digest = models.CharField(max_length=64)
    settled_by = models.ForeignKey("access.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "digest"], name="delivery_row_once"),
            models.CheckConstraint(condition=Q(settled_on__isnull=True) | ~Q(note=""), name="delivery_row_settled_why"),
        ]
