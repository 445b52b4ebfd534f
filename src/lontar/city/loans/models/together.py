"""A group's loan: what each member answers for of it, and which payment was whose."""

from django.db import models
from django.db.models import Q


class Share(models.Model):
    """What one member of a group answers for of one plan of instalments. Only grows: a new plan has its own."""

    loan = models.ForeignKey("loans.Loan", on_delete=models.PROTECT, related_name="shares")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = models.PositiveIntegerField()
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "plan", "person"], name="loans_share_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="loans_share_not_negative"),
        ]


class MemberPayment(models.Model):
    """What of a payment was for one member's part, and which member brought it. Only grows."""

    repayment = models.ForeignKey("loans.Repayment", on_delete=models.PROTECT, related_name="parts")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    penalty = models.BigIntegerField(default=0)  # beside it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repayment", "member"], name="loans_member_payment_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, penalty__gte=0) & (Q(amount__gt=0) | Q(penalty__gt=0)),
                name="loans_member_payment_some",
            ),
        ]
