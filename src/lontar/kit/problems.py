"""Problem documents (RFC 9457): how a program is told that something was refused, and what to do instead."""

import json
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lontar.kit.sayings import refusal_told
from lontar.science.trouble import Refusal

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("Permintaan ini tidak dapat dibaca"),
    401: gettext_lazy("Anda belum masuk"),
    403: gettext_lazy("Bukan untuk tugas Anda"),
    404: gettext_lazy("Tidak ditemukan"),
    405: gettext_lazy("Cara ini tidak dipakai di alamat ini"),
    409: gettext_lazy("Sekarang tidak dapat dilakukan"),
    413: gettext_lazy("Terlalu besar"),
    422: gettext_lazy("Isian belum benar"),
    429: gettext_lazy("Terlalu sering"),
    500: gettext_lazy("Lontar keliru"),
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `advice` menyebut apa yang dapat dilakukan, `field` isian mana yang dimaksud.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "advice": {"type": "string"},
        "field": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
    },
    "required": ["type", "title", "status"],
}


def problem(status: int, detail: str = "", **members: Any) -> HttpResponse:
    """Answer with a problem document; empty members are left out."""
    title = str(TITLES.get(status) or _("Tidak dapat dilakukan"))
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    body.update({key: value for key, value in {"detail": detail, **members}.items() if value})
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def problem_of(refusal: Refusal) -> HttpResponse:
    """The problem document of a refusal."""
    message, advice = refusal_told(refusal)
    return problem(refusal.status, message, advice=advice, field=refusal.field)
