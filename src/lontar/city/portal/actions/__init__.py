"""What the portal does: it publishes a month, and takes in the figures that others publish of the city."""

from lontar.city.portal.actions.publishing import PERIOD, draft, month_of, publish
from lontar.city.portal.actions.quoting import bring_figure, bring_figures, withdraw_figure

__all__ = ["PERIOD", "bring_figure", "bring_figures", "draft", "month_of", "publish", "withdraw_figure"]
