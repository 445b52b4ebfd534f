"""Codes of the national budget nomenclature, in the one form in which Lontar keeps them."""

import re

_SUB_ACTIVITY = re.compile(r"(\d)\.(\d{2})\.(\d{2})\.0?([12])\.(\d{2})\.(\d{2}|\d{4})")


def sub_activity_code(text: str) -> str | None:
    """A sub-activity's code with four digits at its end, or None where it is no such code.

    Until 2021 the last part had two digits, and some programs write the level (1 province, 2 regency or city) as two.

    >>> sub_activity_code("1.06.04.02.01.03"), sub_activity_code("1.06.04.2.01.0003"), sub_activity_code("1.06")
    ('1.06.04.2.01.0003', '1.06.04.2.01.0003', None)
    """
    found = _SUB_ACTIVITY.fullmatch(text.strip())
    if found is None:
        return None
    field, group, programme, level, activity, last = found.groups()
    return f"{field}.{group}.{programme}.{level}.{activity}.{int(last):04d}"


def programme_code(code: str) -> str:
    """The programme that a sub-activity belongs to.

    >>> programme_code("1.06.04.2.01.0003")
    '1.06.04'
    """
    return ".".join(code.split(".")[:3])


def activity_code(code: str) -> str:
    """The activity that a sub-activity belongs to.

    >>> activity_code("1.06.04.2.01.0003")
    '1.06.04.2.01'
    """
    return ".".join(code.split(".")[:5])
