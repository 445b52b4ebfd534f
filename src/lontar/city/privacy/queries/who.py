"""Which roles may do what for people's own data."""

from typing import Final

from lontar.kit.gate import EVERY_OFFICER, Role

# Whoever meets people at a desk takes their request in.
WHO_RECEIVE: Final = (Role.WARD_OFFICER, Role.OPERATOR, Role.PLANNER)
WHO_ANSWER: Final = WHO_RECEIVE
WHO_REFER: Final = (Role.WARD_OFFICER, Role.OPERATOR, Role.PLANNER)
WHO_ERASE: Final = (Role.PLANNER,)
WHO_CHECK: Final = (Role.ADMINISTRATOR, Role.PLANNER)
WHO_SEE_SOURCES: Final = EVERY_OFFICER
WHO_SEE_BREACH: Final = (Role.ADMINISTRATOR, Role.INSPECTOR)
