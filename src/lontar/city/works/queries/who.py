"""Who may do what with works."""

from lontar.kit.gate import Role
from lontar.science.trouble import NotFound as NotFound

WHO_SEE = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.INSPECTOR)
WHO_PLAN = (Role.OPERATOR,)  # of the line's agency
WHO_REPORT = (Role.WARD_OFFICER, Role.FIELD_WORKER)
WHO_CONFIRM = (Role.OPERATOR, Role.WARD_OFFICER)  # whoever did not report it
WHO_TAKE_BACK = (Role.PLANNER, Role.OPERATOR)
WHO_ASK = (Role.OPERATOR, Role.PLANNER)  # for a tranche; not who reported the stage
WHO_PAY = (Role.TREASURER,)
WHO_REVERSE = (Role.PLANNER,)  # not who asked
WHO_SEE_TRANCHES = (Role.PLANNER, Role.OPERATOR, Role.TREASURER, Role.INSPECTOR)
WHO_END = (Role.OPERATOR,)  # hand over or stop
WHO_NOTE_DEFECTS = (Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER)
