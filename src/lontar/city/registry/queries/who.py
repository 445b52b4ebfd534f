"""Which roles may ask what of the registry."""

from typing import Final

from lontar.kit.gate import Role

# The analyst sees no family: columns for analysis come from the room `privacy`, five people in each row at least.
WHO_SEE_LIST: Final = (
    Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.INSPECTOR,
)  # fmt: skip
WHO_SEE_FAMILY: Final = WHO_SEE_LIST
WHO_SEE_IMPORTS: Final = (Role.ADMINISTRATOR, Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
# A list with NIKs leaves the house only with whoever answers for the data of a city or an agency.
WHO_TAKE_NUMBERS: Final = (Role.PLANNER, Role.OPERATOR)
