"""Programs' doors to delivery."""

from ninja import Router

from lontar.city.delivery.api.asked import router as asked
from lontar.city.delivery.api.orders import router as orders
from lontar.city.delivery.api.owed import router as owed
from lontar.city.delivery.api.results import router as results

router = Router(tags=["delivery"])
for part in (owed, orders, results, asked):
    router.add_router("", part)

__all__ = ["router"]
