"""What is written to a log: no NIK and no card number, whatever went wrong with it."""

import logging
import re
from typing import Final

NUMBER: Final = re.compile(r"(?<!\d)\d{16}(?!\d)")


class Numberless(logging.Formatter):
    """Covers every sixteen digits of a line and of the trouble that is told with it."""

    def format(self, record: logging.LogRecord) -> str:
        """
        >>> Numberless().format(logging.makeLogRecord({"msg": "no row of %s", "args": ("5371036506900001",)}))
        'no row of ················'
        """
        return NUMBER.sub("·" * 16, super().format(record))
