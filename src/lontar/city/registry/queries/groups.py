"""Families with somebody who is easily overlooked: found as such by those who serve them.

What nobody has asked puts nobody into a group: a family is in one only because something is known of it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models.expressions import RawSQL

from lontar.science.living_conditions.people import A_LOT, SHORT_SET

OLD_YEARS: Final = 60  # UU 13/1998 on the welfare of the elderly
SCHOOL_YEARS: Final = (7, 18)  # from the year of the seventh birthday until the eighteenth
NOT_AT_SCHOOL: Final = (1, 3)  # Regsosek 412: never went, goes no more
GROUPS: Final = ("disability", "elderly_alone", "widowed_head", "out_of_school", "without_papers")

# The newest word of a person about these columns; an older row that says otherwise is past.
NEWEST: Final = """
SELECT DISTINCT ON (c.person_id) c.person_id, c.columns FROM registry_livingconditions c
WHERE c.person_id IS NOT NULL AND c.columns ?| %(names)s::text[] {only}
ORDER BY c.person_id, c."on" DESC, c.id DESC
"""
# Asked of a few families, only their people's rows are read.
ONLY: Final = (
    "AND c.person_id IN (SELECT o.person_id FROM registry_membership o WHERE o.family_id = ANY (%(keys)s::bigint[]))"
)
MEMBERS: Final = "registry_membership m JOIN registry_person p ON p.id = m.person_id AND m.until IS NULL"
# In each: the families, by what is known of an open membership.
FAMILIES: Final = {
    # The Washington Group's cut-off: a lot of difficulty, or none at all possible, in one of the six.
    "disability": """
        SELECT m.family_id FROM {members} WHERE p.disability_known AND p.disability <> ''
        UNION SELECT m.family_id FROM ({newest}) n JOIN registry_membership m ON m.person_id = n.person_id
            AND m.until IS NULL
        WHERE EXISTS (SELECT FROM unnest(%(names)s::text[]) name WHERE (n.columns ->> name)::int <= %(cut_off)s)""",
    # The only member, and nobody else's kitchen.
    "elderly_alone": """
        SELECT m.family_id FROM {members} GROUP BY m.family_id
        HAVING count(*) = 1 AND bool_and(p.birth_date <= %(old)s) AND NOT EXISTS (
            SELECT FROM registry_sharing s JOIN registry_sharing o ON o.household_id = s.household_id
                AND o.until IS NULL AND o.family_id <> s.family_id
            WHERE s.family_id = m.family_id AND s.until IS NULL)""",
    "widowed_head": """
        SELECT m.family_id FROM {members} WHERE m.relation = 'head' AND p.marital_status = 'widowed'""",
    "out_of_school": """
        SELECT m.family_id FROM {members} JOIN ({newest}) n ON n.person_id = p.id
        WHERE (n.columns ->> 'school_participation')::int = ANY (%(not_at_school)s::int[])
            AND p.birth_date > %(grown)s AND p.birth_date <= %(of_age)s""",
    "without_papers": """
        SELECT m.family_id FROM {members} WHERE p.nik_state IN ('missing', 'malformed')
        UNION SELECT f.id FROM registry_family f WHERE NOT f.has_card AND f.ended_on IS NULL""",
}  # fmt: skip


def families_in(group: str, on: date) -> Any:
    """The keys of families in a group on a day, as a part of a query; behind the walls of the acting officer."""
    statement, values = _asked(group, on)
    return RawSQL(statement, values)  # noqa: S611  # statements of this file, values apart


def groups_of(families: Iterable[int], on: date) -> dict[int, list[str]]:
    """Which groups each of these families is in, in the order of GROUPS; one question for all."""
    keys = list(families)
    if not keys:
        return {}
    parts, values = [], []
    for group in GROUPS:
        statement, asked = _asked(group, on, keys)
        told = "SELECT %s::text AS grp, x.family_id FROM ({}) x (family_id) WHERE x.family_id = ANY (%s::bigint[])"
        parts.append(told.format(statement))
        values += [group, *asked, keys]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = set(cursor.fetchall())
    return {key: [group for group in GROUPS if (group, key) in rows] for key in keys}


def _asked(group: str, on: date, keys: list[int] | None = None) -> tuple[str, list[Any]]:
    """A group's statement with its values in the order in which they stand."""
    known: dict[str, Any] = {
        "names": list(SHORT_SET) if group == "disability" else ["school_participation"],
        "cut_off": A_LOT,
        "old": _years_before(on, OLD_YEARS),
        "not_at_school": list(NOT_AT_SCHOOL),
        "grown": _years_before(on, SCHOOL_YEARS[1]),
        "keys": keys,
        "of_age": _years_before(on, SCHOOL_YEARS[0]),
    }
    newest = NEWEST.format(only=ONLY if keys else "")
    statement, values = FAMILIES[group].format(newest=newest, members=MEMBERS), []
    while "%(" in statement:
        before, _open, rest = statement.partition("%(")
        name, _close, after = rest.partition(")s")
        statement = f"{before}%s{after}"
        values.append(known[name])
    return statement, values


def _years_before(on: date, years: int) -> date:
    """The birth date of whoever becomes that old on the day.

    >>> _years_before(date(2028, 2, 29), 7)
    datetime.date(2021, 2, 28)
    """
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
