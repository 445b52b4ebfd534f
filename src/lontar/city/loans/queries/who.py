"""Who may do what with a fund."""

from lontar.kit.gate import Role

WHO_OPEN = (Role.PLANNER,)
WHO_RUN = (Role.FUND_COMMITTEE, Role.WARD_OFFICER)
WHO_DECIDE = (Role.FUND_COMMITTEE,)
# What loses the fund money, or takes back what was written down, is not the committee's own to decide.
WHO_CORRECT = (Role.PLANNER,)
# Names and single loans.
WHO_SEE_LOANS = (Role.FUND_COMMITTEE, Role.WARD_OFFICER, Role.PLANNER, Role.INSPECTOR)
# Sums of wards, never a person.
WHO_SEE_FUNDS = (*WHO_SEE_LOANS, Role.OPERATOR, Role.ANALYST)
# A ward's own spreadsheet: its officer knows it, the committee whose money it was does not say alone what is owed.
WHO_CARRY = (Role.PLANNER, Role.WARD_OFFICER)
# Writes down what a borrower says, and proposes how it ends; a planner decides.
WHO_DISPUTE = (*WHO_RUN, Role.PLANNER)
