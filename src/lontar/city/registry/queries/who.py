"""Which roles may ask what of the registry."""

from typing import Final

from lontar.kit.gate import Role

# The analyst sees the list without names and opens no family.
WHO_SEE_LIST: Final = (
    Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.INSPECTOR, Role.ANALYST,
)  # fmt: skip
WHO_SEE_FAMILY: Final = tuple(role for role in WHO_SEE_LIST if role is not Role.ANALYST)
WHO_SEE_IMPORTS: Final = (Role.ADMINISTRATOR, Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
