"""Which roles may do what about rounds, and which officer may do it to this one."""

from lontar.city.programmes import queries as programmes
from lontar.city.targeting.models import Round
from lontar.kit.gate import Actor, Role

# Whoever works on rounds or inspects them; the analyst sees them without the families.
WHO_SEE_ROUNDS = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR, Role.ANALYST, Role.ADMINISTRATOR)
WHO_SEE_DECISIONS = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
WHO_SCORE = (Role.PLANNER, Role.OPERATOR)
# Whoever sees the whole of a round: a ward officer is told of the own ward only.
WHO_DRAW = tuple(role for role in WHO_SEE_ROUNDS if role is not Role.WARD_OFFICER)
WHO_MEET = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
# Residents and RT/RW are served by an officer; partners and field workers name whom they meet.
WHO_NOMINATE = (Role.WARD_OFFICER, Role.OPERATOR, Role.PLANNER, Role.FIELD_WORKER, Role.PARTNER)
WHO_HEAR = (Role.WARD_OFFICER, Role.OPERATOR, Role.PLANNER, Role.INSPECTOR)

# Who draws a sample of homes and closes it; who asks there sees no list, so that nobody measures their own.
WHO_SURVEY = (Role.PLANNER,)
WHO_ASK = (Role.FIELD_WORKER,)


def may_score(actor: Actor, round_: Round) -> bool:
    """Planners, and the operators of the line's agency."""
    return actor.role in WHO_SCORE and programmes.may_keep_money(actor, round_.line)


def may_close(actor: Actor, round_: Round, proposers: set[str]) -> bool:
    """A planner who had no part in the list and has not approved it already."""
    return actor.role == Role.PLANNER and str(actor.id) not in proposers and str(actor.id) != str(round_.approved_by_id)
