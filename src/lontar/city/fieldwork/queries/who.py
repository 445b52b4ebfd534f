"""Which roles may do what about checking at home."""

from typing import Final

from lontar.kit.gate import Role

WHO_PLAN: Final = (Role.PLANNER, Role.OPERATOR)
WHO_VISIT: Final = (Role.WARD_OFFICER, Role.FIELD_WORKER)
WHO_ASSIGN: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
# Deaths, moves and newcomers take effect by a second person who may record life events.
WHO_DECIDE: Final = (Role.OPERATOR, Role.WARD_OFFICER)
WHO_BRING_SHEETS: Final = (Role.OPERATOR, Role.WARD_OFFICER)
WHO_SEE: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.INSPECTOR)
WHO_SEE_ALL: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
