"""Everything that is held about one person, from every room, as one document in words.

Rooms below tell what they hold in the shape of `kit.holdings`; they are asked here, so no arrow turns. What a room
has not put into words yet is listed as it stands in its tables: a new table is never forgotten.
"""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import BinaryField, ForeignKey, OneToOneField, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.counter import queries as counter
from lontar.city.delivery import queries as delivery
from lontar.city.fieldwork import queries as fieldwork
from lontar.city.journal import queries as journal
from lontar.city.loans import queries as loans
from lontar.city.places import queries as places
from lontar.city.privacy.models import PersonRequest
from lontar.city.privacy.queries.asked import consents_of, referrals_of
from lontar.city.privacy.queries.codes import part_in_words, purpose_told, role_told, way_told
from lontar.city.privacy.queries.kept import sources
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries as targeting
from lontar.city.works import queries as works
from lontar.kit.gate import Actor
from lontar.kit.holdings import Belonging, Held, belonged, families_of, said

ROWS_MOST = 500
# Told in words by their rooms.
IN_WORDS = {
    "registry.person", "registry.family", "registry.identifier", "registry.membership", "registry.residence",
    "registry.decile", "registry.happening", "registry.livingconditions", "targeting.decision", "targeting.amendment",
    "targeting.nomination", "targeting.objection", "targeting.answer", "delivery.entitlement",
    "programmes.recipient", "counter.errand", "fieldwork.visit", "fieldwork.change", "fieldwork.rosterfamily",
    "works.work", "loans.application", "loans.groupmember", "loans.loan", "loans.borrower", "loans.share", "loans.memberpayment",
    "privacy.consent", "privacy.referral", "privacy.personrequest",
}  # fmt: skip
# Where a flight from violence is kept: told by the named officers, not by a document that may be found at home.
NOT_ON_PAPER = {"registry.shield", "registry.shieldevent"}


def document(person: Any, by: Actor) -> dict[str, Any]:
    """The document as data: who asked about whom, each kind of thing held, each source with its ground."""
    times = registry.belongings_of(person)
    language = "en" if (get_language() or "id").startswith("en") else "id"
    coded = (_("Keputusan"), _("Keadaan"), _("Jenis"), _("Urusan"), _("Jawaban"), _("Bukti"))
    parts = [
        *registry.held_about(person),
        fieldwork.held_about(times),
        targeting.held_about(times, language, by),
        delivery.held_about(times, person.name, by),
        programmes.held_about(times),
        counter.held_about(times),
        loans.held_about(person.pk),
        works.held_about(times),
        _asked(person),
        _allowed(person, times),
        _seen(times),
        _journal(person, times),
        *_as_it_stands(person, [one.family_id for one in times if one.until is None]),
    ]
    home = places.home()
    return {
        "title": _("Data pribadi yang disimpan tentang Anda"),
        "city": home.name if home else "",
        "made_up": places.is_made_up(),
        "made_at": timezone.localtime(timezone.now()).isoformat(timespec="minutes"),
        "person": person.local_number,
        "parts": [part_in_words(part, coded).as_json() for part in parts],
        "sources": [
            {"name": _(one.name), "purpose": _(one.purpose), "basis": one.basis_words, "law": one.law_words}
            for one in sources()
        ],
        "rights": _(
            "Anda dapat meminta pembetulan, mengajukan keberatan, menarik persetujuan, atau meminta penghapusan di "
            "kelurahan. Jawabannya paling lama 3×24 jam; yang wajib disimpan menurut hukum dijelaskan alasannya."
        ),
    }


def _asked(person: Any) -> Held:
    rows = [
        (_moment(one.received_at), one.kind, one.words, one.state, said(one.answer))
        for one in PersonRequest.objects.filter(person_id=person.pk).order_by("pk")
    ]
    heads = (_("Diterima"), _("Jenis"), _("Permintaan"), _("Keadaan"), _("Jawaban"))
    return Held(_("Permintaan Anda"), heads, rows)


def _allowed(person: Any, times: list[Belonging]) -> Held:
    rows = [
        (one.agency.name, one.purpose, said(one.given_on), said(one.withdrawn_at)) for one in consents_of(person.pk)
    ]
    rows += [
        (one.agency.name, one.reason, said(one.referred_on), said(one.ended_at))
        for one in referrals_of(families_of(times))
        if belonged(times, one.family_id, one.referred_on)
    ]
    return Held(_("Persetujuan dan rujukan"), (_("Mitra"), _("Untuk apa"), _("Sejak"), _("Berakhir")), rows)


def _seen(times: list[Belonging]) -> Held:
    """Who saw the family: the database gives only sightings of families in the acting officer's places."""
    found: dict[tuple[Any, ...], None] = {}
    with connection.cursor() as cursor:
        for family in families_of(times):
            cursor.execute("SELECT * FROM privacy_seen(%s::bigint[]) LIMIT %s", [[family], ROWS_MOST])
            found |= dict.fromkeys(row for row in cursor.fetchall() if belonged(times, family, row[0]))
    latest = sorted(found, key=lambda row: row[0], reverse=True)[:ROWS_MOST]
    rows = [
        (
            _moment(at), name, role_told(role), way_told(way), _("dengan nama") if named else _("tanpa nama"),
            said(purpose_told(purpose)),
        )
        for at, way, named, purpose, name, role in latest
    ]  # fmt: skip
    heads = (_("Waktu"), _("Petugas"), _("Peran"), _("Cara"), _("Nama"), _("Keperluan"))
    return Held(_("Siapa yang melihat data keluarga Anda"), heads, rows)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")


def _journal(person: Any, times: list[Belonging]) -> Held:
    lines = list(journal.lines_about("registry.person", person.pk)[:ROWS_MOST])
    for family in families_of(times):
        of_family = journal.lines_about("registry.family", family)[:ROWS_MOST]
        lines += [line for line in of_family if belonged(times, family, line.at)]
    lines.sort(key=lambda line: -line.pk)
    rows = [(_moment(line.at), journal.told(line.verb), line.actor_name, said(line.reason)) for line in lines]
    return Held(_("Apa yang dilakukan"), (_("Waktu"), _("Tindakan"), _("Petugas"), _("Alasan")), rows)


def _as_it_stands(person: Any, families: list[int]) -> list[Held]:
    """Rows of tables that no room has put into words: found by their keys to persons and present families.

    A row that names another person is theirs, though it stands beside the family.
    """
    parts = []
    for model in apps.get_models():
        label = model._meta.label_lower
        if (
            not model.__module__.startswith("lontar.city.")
            or label in IN_WORDS | NOT_ON_PAPER
            or hasattr(model, "pgh_tracked_model")
        ):
            continue
        keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey | OneToOneField)]
        wanted = {"registry.person": [person.pk], "registry.family": families}
        for field in keys:
            told_of = wanted.get(field.related_model._meta.label_lower)
            if told_of is None:
                continue
            names = [one.attname for one in model._meta.concrete_fields if not isinstance(one, BinaryField)]
            manager = model._default_manager
            found = manager.filter(**{f"{field.attname}__in": told_of})
            of_family = field.related_model._meta.label_lower == "registry.family"
            for other in keys:
                if of_family and other.related_model._meta.label_lower == "registry.person":
                    found = found.filter(Q(**{other.attname: None}) | Q(**{other.attname: person.pk}))
            rows = list(found.values_list(*names)[:ROWS_MOST])
            if rows:
                parts.append(
                    Held(
                        _("Baris lain yang menyebut Anda: %(table)s") % {"table": label},
                        tuple(names),
                        [tuple(said(value) for value in row) for row in rows],
                    )
                )
    return parts
