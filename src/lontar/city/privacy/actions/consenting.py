"""Consent to a partner, referral to it, and the end of both."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.privacy import queries
from lontar.city.privacy.models import Consent, Referral
from lontar.city.registry import queries as registry
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.trouble import Refusal


@deed
def record_consent(
    person_id: int, *, agency: str, purpose: str, proof: str, given_on: date, by: Actor, on: date
) -> Consent:  # fmt: skip
    """Write down that a person allows one partner to know them, for one purpose."""
    require(by, *queries.WHO_REFER)
    person = registry.person_or_none(person_id)
    if person is None:
        raise Refusal(_("Orang ini tidak ada di wilayah Anda."))
    partner = access.agency_by_code(agency)
    if partner is None or partner.kind != "partner":
        raise Refusal(_("Pilih mitra yang dimaksud."), field="agency")
    for field, value in (("purpose", purpose), ("proof", proof)):
        if not value.strip():
            raise Refusal(_("Isian ini wajib: persetujuan tanpa tujuan atau bukti tidak berlaku."), field=field)
    if given_on > on:
        raise Refusal(_("Tanggal persetujuan belum tiba."), field="given_on")
    if Consent.objects.filter(person=person, agency=partner, withdrawn_at=None).exists():
        raise Refusal(_("Orang ini sudah menyetujui mitra itu."), advice=_("Langsung rujuk saja."))
    made = Consent.objects.create(
        person=person, place_id=person.place_id, agency=partner, purpose=purpose.strip()[:300],
        proof=proof.strip()[:200], given_on=given_on, recorded_by_id=by.id,
    )  # fmt: skip
    record(
        "record_consent", subject=made, by=by, on=on, place_id=made.place_id, details={"agency": partner.code}
    )  # fmt: skip
    return made


@deed
def refer(consent_id: int, *, reason: str, by: Actor, on: date) -> Referral:
    """Refer the consenting person's family to the partner; from then on the partner sees it, and nobody else's."""
    require(by, *queries.WHO_REFER)
    consent = Consent.objects.select_for_update().filter(pk=consent_id, withdrawn_at=None).first()
    if consent is None:
        raise Refusal(_("Persetujuan ini tidak ada lagi."), advice=_("Tanyakan dan catat persetujuan baru."))
    if not reason.strip():
        raise Refusal(_("Tuliskan untuk apa keluarga ini dirujuk."), field="reason")
    family = registry.present_family_of(consent.person_id)
    if family is None:
        raise Refusal(_("Orang ini tidak tercatat dalam keluarga mana pun."))
    serving = access.officers_serving(consent.place_id, consent.place_id, (Role.PARTNER,))
    if not any(officer.agency_id == consent.agency_id for officer in serving):
        raise Refusal(
            _("Belum ada petugas mitra itu yang bertugas di kelurahan ini, jadi tidak seorang pun akan melihat rujukannya."),
            advice=_("Mintalah administrator menambahkan kelurahan ini pada petugas mitra itu, lalu rujuk lagi."),
            field="agency",
        )  # fmt: skip
    if Referral.objects.filter(family_id=family, agency_id=consent.agency_id, ended_at=None).exists():
        raise Refusal(_("Keluarga ini sudah dirujuk ke mitra itu."))
    made = Referral.objects.create(
        family_id=family, place_id=consent.place_id, consent=consent, agency_id=consent.agency_id,
        reason=reason.strip()[:300], referred_on=on, referred_by_id=by.id,
    )  # fmt: skip
    record(
        "refer", subject=("registry.family", family), by=by, on=on, place_id=made.place_id, reason=reason.strip(),
        details={"agency": consent.agency.code},
    )  # fmt: skip
    return made


@deed
def end_referral(referral_id: int, *, why: str, by: Actor, on: date) -> None:
    """The partner sees the family no more, from this moment."""
    require(by, *queries.WHO_REFER)
    if not why.strip():
        raise Refusal(_("Tuliskan alasannya."), field="why")
    found = Referral.objects.select_for_update().filter(pk=referral_id, ended_at=None).first()
    if found is None:
        raise Refusal(_("Rujukan ini sudah berakhir."))
    Referral.objects.filter(pk=found.pk).update(ended_at=timezone.now(), ended_why=why.strip()[:300])
    record(
        "end_referral", subject=("registry.family", found.family_id), by=by, on=on, place_id=found.place_id,
        reason=why.strip(),
    )  # fmt: skip


@deed
def end_consent(consent_id: int, *, why: str, by: Actor, on: date) -> None:
    """A withdrawn consent ends every referral that rests on it, at once: three days are the law's limit, not ours."""
    require(by, *queries.WHO_REFER)
    consent = Consent.objects.select_for_update().filter(pk=consent_id, withdrawn_at=None).first()
    if consent is None:
        raise Refusal(_("Persetujuan ini tidak ada lagi."))
    now = timezone.now()
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=now)
    ended = Referral.objects.filter(consent=consent, ended_at=None).update(ended_at=now, ended_why=why[:300])
    record(
        "end_consent", subject=consent, by=by, on=on, place_id=consent.place_id, reason=why, details={"referrals": ended}
    )  # fmt: skip
