"""What states, lateness and changes are called on the pages of the fund."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lontar.kit import formats
from lontar.science.instalments.paying import Standing
from lontar.science.instalments.penalties import Penalty

APPLICATION_WORDS = {
    "received": gettext_lazy("menunggu komite"), "approved": gettext_lazy("disetujui, belum cair"),
    "refused": gettext_lazy("ditolak"), "withdrawn": gettext_lazy("ditarik"), "paid_out": gettext_lazy("sudah cair"),
}  # fmt: skip
LOAN_WORDS = {
    "live": gettext_lazy("berjalan"), "repaid": gettext_lazy("lunas"), "written_off": gettext_lazy("dihapus buku"),
    "waived": gettext_lazy("dibebaskan"),
}  # fmt: skip
CHANGE_WORDS = {
    "rescheduled": gettext_lazy("Dijadwalkan lagi"), "written_off": gettext_lazy("Dihapus buku"),
    "recovered": gettext_lazy("Kembali sesudah dihapus buku"), "waived": gettext_lazy("Dibebaskan"),
    "pardoned": gettext_lazy("Denda dibebaskan"), "corrected": gettext_lazy("Dibetulkan dengan putusan perkara"),
    "cleared": gettext_lazy("Dibetulkan sesudah dihapus buku, dengan putusan perkara"),
}  # fmt: skip
DISPUTE_WORDS = {
    "open": gettext_lazy("menunggu usulan"), "proposed": gettext_lazy("menunggu orang kedua"),
    "decided": gettext_lazy("diputus"),
}  # fmt: skip
DISPUTE_LOOKS = {"open": ("warn", "clock"), "proposed": ("info", "clock"), "decided": ("good", "check")}
VERDICT_WORDS = {"book": gettext_lazy("buku yang diikuti"), "borrower": gettext_lazy("peminjam yang diikuti")}
JOINT_WORDS = {
    "equal": gettext_lazy("yang tidak dibayar seorang anggota ditanggung anggota lain sama rata"),
    "share": gettext_lazy("yang tidak dibayar seorang anggota ditanggung anggota lain menurut bagiannya"),
    "none": gettext_lazy("setiap anggota hanya menanggung bagiannya sendiri"),
}  # fmt: skip
PROMISE_WORDS = {
    "kept": gettext_lazy("ditepati"), "waiting": gettext_lazy("belum tiba"), "broken": gettext_lazy("tidak ditepati"),
}  # fmt: skip
PROMISE_LOOKS = {"kept": ("good", "check"), "waiting": ("info", "clock"), "broken": ("bad", "warning")}
SIGN_WORDS = {
    "first_missed": gettext_lazy("angsuran pertama terlewat"), "promise_broken": gettext_lazy("janji tidak ditepati"),
    "growing": gettext_lazy("tunggakan bertambah"),
}  # fmt: skip
BUCKET_WORDS = (
    gettext_lazy("1–30 hari"), gettext_lazy("31–60 hari"), gettext_lazy("61–90 hari"),
    gettext_lazy("lebih dari 90 hari"),
)  # fmt: skip


def penalty_words(penalty: Penalty) -> str:
    """What lateness costs, in a sentence; nothing where it costs nothing."""
    if penalty.rule == "none":
        return ""
    share = (Decimal(penalty.amount) / 10_000).normalize()
    shown = formats.percent(float(share), max(-int(share.as_tuple().exponent), 0))
    costs = {
        "share": _("%(share)s sehari dari yang belum dibayar"), "daily": _("%(sum)s sehari untuk tiap angsuran"),
        "once": _("%(sum)s sekali untuk tiap angsuran"),
    }[penalty.rule] % {
        "share": shown, "sum": formats.rupiah(penalty.amount),
    }  # fmt: skip
    return _("%(costs)s, sesudah %(grace)s hari, paling banyak %(cap)s%% dari angsurannya") % {
        "costs": costs, "grace": penalty.grace, "cap": penalty.cap,
    }  # fmt: skip


def late_words(standing: Standing) -> str:
    """How late a loan is, or nothing."""
    if not standing.days:
        return ""
    shown = formats.number(standing.days)
    return ngettext("terlambat %(shown)s hari", "terlambat %(shown)s hari", standing.days) % {"shown": shown}


def next_words(standing: Standing) -> str:
    """What comes next of a loan."""
    if standing.next_date is None:
        return _("tidak ada lagi")
    return _("%(sum)s pada %(day)s") % {
        "sum": formats.rupiah(standing.next_amount), "day": formats.day(standing.next_date),
    }  # fmt: skip
