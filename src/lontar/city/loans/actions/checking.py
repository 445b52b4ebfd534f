"""Who asks for receipts that do not exist is counted, so that guessing ends soon."""

from datetime import timedelta

from django.db import connection, transaction

from lontar.city.loans import queries
from lontar.city.loans.models import FailedCheck

KEPT_HOURS = 24


@transaction.atomic
def count_failed_check(who: bytes) -> None:
    """Count one question for a receipt that does not exist; nothing else is written about the asker."""
    hour = queries.this_hour()
    FailedCheck.objects.filter(hour__lt=hour - timedelta(hours=KEPT_HOURS)).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO loans_failedcheck (asker, hour, times) VALUES (%s, %s, 1) "
            "ON CONFLICT (asker, hour) DO UPDATE SET times = loans_failedcheck.times + 1",
            [who, hour],
        )
