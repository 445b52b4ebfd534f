"""The log as everyone may see and check it: what was signed, proofs that it only grew, and the program that verifies."""

import re
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar import proof
from lontar.city.ledger import queries as ledger
from lontar.city.portal.pages.public import frame
from lontar.kit.gate import PUBLIC, door
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 30


@door(PUBLIC)
def log(request: HttpRequest) -> HttpResponse:
    """What the log is, what was signed last, every earlier signature, and how to check it oneself."""
    every = ledger.checkpoints()
    newest = every.first()
    witnessed, names = ledger.newest_witnessed()
    context = frame("log") | {
        "newest": newest,
        "root": bytes(newest.root).hex() if newest else "",
        "key": str(ledger.verifier()),
        "unsigned": ledger.log_size() - newest.size if newest else 0,
        "waiting": ledger.unsequenced().count,
        "page": numbered_page(request, every, PAGE),
        "witnessed": witnessed,
        "witnesses": _in_words(names),
        "kept": ledger.kept_for_others()[:PAGE],
    }
    return render(request, "portal/log.html", context)


@door(PUBLIC)
def checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """One signed checkpoint as the text that was signed, to be kept."""
    found = ledger.checkpoint_of_size(size) if size <= KEY_MAX else None
    if found is None:
        raise Http404(size)
    return _file(found.note, f"checkpoint-{found.size:012d}.txt", "text/plain; charset=utf-8")


def _in_words(witnesses: list[str]) -> list[str]:
    """Who else has a signature; of a mail's witness no address."""
    said = {"folder": _("berkas di kantor lain"), "mail": _("surel")}
    return [said.get(one) or one.split("://", 1)[-1] for one in witnesses]


@door(PUBLIC)
def kept(request: HttpRequest, key: int) -> HttpResponse:
    """A checkpoint of another city's log as it is kept here, as the text that was signed."""
    found = ledger.kept_for_others().filter(pk=key).first() if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return _file(found.note, f"checkpoint-{found.size:012d}.txt", "text/plain; charset=utf-8")


@door(PUBLIC)
def newest(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint, for programs that keep it: `…/log/checkpoint`."""
    found = ledger.newest_checkpoint()
    if found is None:
        raise Http404
    answer = HttpResponse(found.note, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@door(PUBLIC)
def growth(request: HttpRequest) -> HttpResponse:
    """The proof that the log signed later begins with the log signed earlier, as a file; `dari` and `ke` are sizes."""
    first, second = _point(request.GET.get("dari", "")), _point(request.GET.get("ke", ""))
    if first is None:
        return redirect("portal:log")
    second = second or ledger.newest_checkpoint()
    if second is None or second.size < first.size:
        raise Http404
    answer = JsonResponse(ledger.growth_file(first, second), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="pertumbuhan-{first.size}-{second.size}.json"'
    return answer


@door(PUBLIC)
def program(request: HttpRequest) -> HttpResponse:
    """The one file that verifies, without this server."""
    return _file(Path(proof.__file__).read_text(encoding="utf-8"), "lontar_proof.py", "text/x-python; charset=utf-8")


def _point(asked: str) -> Any:
    """The checkpoint of a size; None where nothing is asked, refused where nobody signed that size."""
    if not asked:
        return None
    plain = re.sub(r"[.,\s]", "", asked)  # as the page writes it: 2.705
    if not (plain.isdecimal() and plain.isascii() and len(plain) < 19):
        raise Http404(asked[:20])
    return ledger.signed_at(int(plain))


def _file(body: str, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
