"""An officer's first page: what waits today, put together from each room; and the navigation of each role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from lontar.city.access import queries as access
from lontar.city.community import queries as community
from lontar.city.counter import queries as counter
from lontar.city.delivery import queries as delivery
from lontar.city.fieldwork import queries as fieldwork
from lontar.city.ledger import queries as ledger
from lontar.city.loans import queries as loans
from lontar.city.places import queries as places
from lontar.city.portal import queries as portal
from lontar.city.privacy import queries as privacy
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.stores import queries as stores
from lontar.city.targeting import queries as targeting
from lontar.city.works import queries as works
from lontar.kit.gate import EVERY_OFFICER, Actor, Role, door
from lontar.kit.waiting import Waiting


@dataclass(frozen=True)
class Item:
    """One entry of the navigation."""

    label: str
    url: str
    icon: str
    current: bool
    about: str = ""
    part: str = ""  # begins here, in a long menu


# Which url names stand in the navigation, in which order, for whom: (name, label, icon, roles).
ENTRIES: list[tuple[str, Any, str, tuple[str, ...]]] = [
    (
        "registry:families",
        pgettext_lazy("banyak", "Keluarga"),
        "families",
        (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.INSPECTOR),
    ),
    ("counter:desk", _lazy("Loket"), "person", counter.WHO_SERVE),
    ("fieldwork:mine", _lazy("Kunjungan saya"), "home", fieldwork.WHO_VISIT),
    ("registry:imports", _lazy("Impor"), "import", registry.WHO_SEE_IMPORTS),
    ("registry:duplicates", _lazy("Catatan ganda"), "table", registry.WHO_SEE_PAIRS),
    ("fieldwork:campaigns", _lazy("Pemeriksaan di rumah"), "check", fieldwork.WHO_SEE_ALL),
    ("programmes:catalogue", pgettext_lazy("banyak", "Program"), "programmes", EVERY_OFFICER),
    ("targeting:rounds", pgettext_lazy("banyak", "Penetapan"), "target", targeting.WHO_SEE_ROUNDS),
    ("targeting:nominations", _lazy("Usulan keluarga"), "nominate", targeting.WHO_NOMINATE),
    ("community:meetings", _lazy("Musyawarah"), "calendar", community.WHO_SEE_MEETINGS),
    ("community:proposals", _lazy("Usulan warga"), "edit", community.WHO_SEE_PROPOSALS),
    ("delivery:entitlements", _lazy("Penyaluran"), "hand", delivery.WHO_SEE_LIST),
    ("delivery:orders", _lazy("Perintah bayar"), "receipt", delivery.WHO_SEE_ORDERS),
    ("stores:stores", _lazy("Gudang"), "box", stores.WHO_SEE),
    ("stores:emergencies", _lazy("Darurat"), "warning", stores.WHO_SEE_RELIEF),
    ("works:works", pgettext_lazy("bangunan", "Pekerjaan"), "building", works.WHO_SEE),
    ("works:tranches", _lazy("Termin"), "rupiah", works.WHO_PAY),
    ("loans:funds", _lazy("Dana bergulir"), "cycle", loans.WHO_SEE_FUNDS),
    ("ledger:trial_balance", _lazy("Buku besar"), "ledger", ledger.WHO_SEE_BOOK),
    ("portal:editions", _lazy("Halaman kota"), "publish", (Role.PLANNER, Role.INSPECTOR, Role.ADMINISTRATOR)),
    ("places:city", pgettext_lazy("banyak", "Wilayah"), "map", EVERY_OFFICER),
    ("privacy:requests", _lazy("Data pribadi"), "lock", (*privacy.WHO_ANSWER, Role.INSPECTOR)),
    ("privacy:partner", _lazy("Keluarga yang dirujuk"), "families", (Role.PARTNER,)),
    ("privacy:analysis", _lazy("Untuk analisis"), "download", (Role.ANALYST,)),
    ("privacy:breach", _lazy("Siapa melihat apa"), "eye", (Role.ADMINISTRATOR,)),
    ("access:officers", pgettext_lazy("banyak", "Petugas"), "person", (Role.ADMINISTRATOR, Role.INSPECTOR)),
    ("journal:lines", _lazy("Jurnal"), "journal", (Role.ADMINISTRATOR, Role.INSPECTOR)),
]
# With which entry a part of a long menu begins, and what the part is about.
PARTS: dict[str, Any] = {
    "registry:families": _lazy("Siapa"),
    "programmes:catalogue": _lazy("Apa dan untuk siapa"),
    "delivery:entitlements": _lazy("Uang dan barang"),
    "portal:editions": _lazy("Kota dan datanya"),
}
# A menu as short as this is read at a glance.
SHORT_MENU = 8
# What an officer finds behind an entry: told on the first page when nothing waits there.
ABOUT: dict[str, Any] = {
    "registry:families": _lazy("Mencari keluarga, melihat anggota dan riwayatnya."),
    "registry:imports": _lazy("Memasukkan keluarga dan desil dari lembar sebar, dan membetulkan yang salah."),
    "counter:desk": _lazy("Melayani warga: di mana terdaftar, apa yang dapat diperoleh, surat, rujukan dan slipnya."),
    "fieldwork:mine": _lazy("Rumah yang Anda datangi, dan apa yang ditanyakan di sana."),
    "fieldwork:campaigns": _lazy("Siapa memeriksa siapa di rumah, sejauh mana, dan apa yang ditemukan."),
    "community:meetings": _lazy("Siapa berkumpul, apa yang diputuskan, dan berita acara yang ditandatangani."),
    "community:proposals": _lazy("Apa yang diminta kelurahan, berapa suaranya, dan apa jawabannya."),
    "registry:duplicates": _lazy("Catatan yang mungkin satu orang: dilihat berdampingan dan diputuskan."),
    "delivery:entitlements": _lazy("Siapa yang berhak, siapa yang sudah menerima, dan tanda terimanya."),
    "loans:funds": _lazy(
        "Modal kelurahan yang dipinjamkan dan kembali: siapa memohon, siapa berutang, apa yang terlambat."
    ),
    "delivery:orders": _lazy("Apa yang dibayar sekaligus: siapa membuat, siapa memeriksa, sudah cair atau belum."),
    "stores:stores": _lazy("Beras, buku, alat: apa yang ada di gudang, dari mana datangnya dan ke mana perginya."),
    "stores:emergencies": _lazy(
        "Barang yang diserahkan lebih dahulu sesudah bencana, dan nama yang dicocokkan kemudian."
    ),
    "works:works": _lazy("Rumah, air, sanitasi, drainase, irigasi: sejauh mana, untuk siapa, dan berapa yang dibayar."),
    "works:tranches": _lazy("Yang dibayar untuk tahap pekerjaan yang disahkan."),
    "programmes:catalogue": _lazy("Apa yang ditawarkan, oleh siapa, dengan syarat dan pagu berapa."),
    "targeting:rounds": _lazy("Siapa yang memenuhi syarat, dan mengapa; dihitung satu orang, disetujui orang lain."),
    "targeting:nominations": _lazy("Keluarga yang diusulkan warga, RT/RW, petugas dan mitra, dan apa jadinya."),
    "ledger:trial_balance": _lazy("Di mana setiap rupiah berada."),
    "portal:editions": _lazy("Apa yang dilihat semua warga, dan apa yang akan terbit."),
    "privacy:requests": _lazy("Permintaan orang atas datanya sendiri, dan jam jawabannya."),
    "privacy:partner": _lazy("Keluarga yang setuju dirujuk kepada lembaga Anda, selama mereka setuju."),
    "privacy:analysis": _lazy("Data tanpa nama untuk dihitung; kelompok yang terlalu kecil ditahan."),
    "privacy:breach": _lazy("Keluarga mana yang dilihat seorang petugas, bila sebuah akun bocor."),
    "places:city": _lazy("Kecamatan dan kelurahan dengan kode dan batasnya."),
    "access:officers": _lazy("Siapa yang dapat masuk, sebagai apa, dan untuk wilayah mana."),
    "journal:lines": _lazy("Apa yang dilakukan, oleh siapa, kapan dan untuk apa."),
}
WHO_SEE_FIGURES = tuple(role for role in Role if role not in (Role.FUND_COMMITTEE, Role.PARTNER, Role.ADMINISTRATOR))
# What each room says of the work that waits for an officer.
WAITING: list[Callable[[Actor], list[Waiting]]] = [
    registry.waiting_for,
    fieldwork.waiting_for,
    community.waiting_for,
    targeting.waiting_for,
    delivery.waiting_for,
    stores.waiting_for,
    counter.waiting_for,
    loans.waiting_for,
    works.waiting_for,
    ledger.waiting_for,
    programmes.waiting_for,
    portal.waiting_for,
    privacy.waiting_for,
]


def _parts_begun(names: list[str]) -> dict[str, Any]:
    """The first entry of each part that this menu holds, with the part's name; of a short menu none."""
    begun: dict[str, Any] = {}
    if len(names) < SHORT_MENU:
        return begun
    part = None
    for name, *_rest in ENTRIES:
        part = PARTS.get(name, part)
        if name in names and part not in begun.values():
            begun[name] = part
    return begun


def navigation(request: HttpRequest) -> dict[str, object]:
    """For every page: the home city, whether it is made up, and the work of this role."""
    home = places.home()
    context: dict[str, object] = {"home_city": home, "made_up": places.is_made_up(), "navigation": []}
    if getattr(request, "user", None) is None or not request.user.is_authenticated:
        return context
    role = cast(Actor, request.user).role
    items = [Item(_("Hari ini"), reverse("desk"), "home", request.path == reverse("desk"))]
    shown = [entry for entry in ENTRIES if role in entry[-1]]
    parts = _parts_begun([name for name, *_rest in shown])
    # One entry may lie below another (imports below families): only the nearest is where the reader is.
    urls = [reverse(name) for name, *_rest in shown]
    here = max((url for url in urls if request.path.startswith(url)), key=len, default="")
    items += [
        Item(str(label), url, icon, url == here, str(ABOUT.get(name, "")), str(parts.get(name, "")))
        for url, (name, label, icon, _roles) in zip(urls, shown, strict=True)
    ]
    context["navigation"] = items
    return context


@door(*EVERY_OFFICER)
def page(request: HttpRequest) -> HttpResponse:
    """What waits for this officer today, the oldest clock first, and the figures of their places."""
    actor = cast(Actor, request.user)
    today = places.today()
    waiting = [work for ask in WAITING for work in ask(actor) if work.count]
    waiting.sort(key=lambda work: (work.since is None, work.since or date.max))
    aged = [(work, (today - work.since).days if work.since else None) for work in waiting]
    home = places.home()
    figures = registry.figures_of(home.pk) if home and actor.role in WHO_SEE_FIGURES else None
    served = access.places_of(actor.id)
    context = {"waiting": aged, "figures": figures, "served": served, "today": today}
    return render(request, "desk.html", context)
