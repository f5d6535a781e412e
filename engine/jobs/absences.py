"""Mail when somebody's absence begins and ends, to who is away and to who stands in, as they chose."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

from bpmn.package.messages import render
from engine import commands
from engine.clock import legal_day
from engine.jobs import mailing, telling, workshop
from engine.jobs.languages import speaking_to
from engine.models import Absence, NoticeKind
from engine.queries.words import day_text

_BEGINS, _ENDS = "begins", "ends"
_TEXTS = {
    (_BEGINS, "substitute"): gettext_noop("""---
subject: "Desde hoy usted atiende las tareas de {{ person }}"
---
Por {{ act }} usted atiende las tareas de **{{ person }}** desde hoy y hasta el {{ until }}{{ signing }}.

Sus tareas aparecen en [su bandeja]({{ link }}).
"""),
    (_BEGINS, "person"): gettext_noop("""---
subject: "Desde hoy {{ substitute }} atiende sus tareas"
---
Por {{ act }} usted está ausente hasta el {{ until }}. Sus tareas las atiende **{{ substitute }}**.

Si ya volvió, dígalo en [Ausencias]({{ link }}ausencias/).
"""),
    (_ENDS, "substitute"): gettext_noop("""---
subject: "Terminó su encargo de las tareas de {{ person }}"
---
Terminó el encargo de {{ act }}. Las tareas de **{{ person }}** ya no aparecen en [su bandeja]({{ link }}).
"""),
    (_ENDS, "person"): gettext_noop("""---
subject: "Sus tareas volvieron a usted"
---
Terminó el encargo de {{ act }}. Lo que **{{ substitute }}** no terminó está otra vez en [su bandeja]({{ link }}).
"""),
}


def tell_all(now: datetime) -> int:
    """Send what has not been sent; how many absences it was about.

    Each is marked after its mails: one that is sent twice carries the same Message-ID.
    """
    begun, over = _begun(now), _over(now)
    for absence in begun:
        _tell(absence, _BEGINS)
        Absence.objects.filter(pk=absence.pk).update(begin_told_at=now)
    for absence in over:
        _tell(absence, _ENDS)
        Absence.objects.filter(pk=absence.pk).update(end_told_at=now)
    return len(begun) + len(over)


def _begun(now: datetime) -> list[Absence]:
    today = legal_day(now)
    standing = Absence.objects.filter(starts_on__lte=today, ends_on__gte=today, revoked_at=None)
    return list(standing.filter(begin_told_at=None).select_related("person", "substitute"))


def _over(now: datetime) -> list[Absence]:
    """Of those whose beginning was told: what nobody heard of needs no end."""
    ended = Q(ends_on__lt=legal_day(now)) | ~Q(revoked_at=None)
    told = Absence.objects.filter(ended, end_told_at=None).exclude(begin_told_at=None)
    return list(told.select_related("person", "substitute"))


def _tell(absence: Absence, what: str) -> None:
    for part, person in _people(absence):
        who = commands.person(person.pk)
        if commands.ways_of(who, NoticeKind.DESK).by_mail:
            with speaking_to(person):
                _mail(absence, what, part, who, str(getattr(person, "email", None)))


def _people(absence: Absence) -> Iterable[tuple[str, AbstractBaseUser]]:
    both = (("person", absence.person), ("substitute", absence.substitute))
    return [(part, one) for part, one in both if one.is_active and one.email]


def _mail(absence: Absence, what: str, part: str, who: str, address: str) -> None:
    public_url = workshop.current().public_url
    variables = {
        "person": str(absence.person),
        "substitute": str(absence.substitute),
        "act": absence.act,
        "until": day_text(absence.ends_on),
        "signing": gettext(", también para firmar") if absence.signs else "",
        "link": f"{public_url}/oficina/",
    }
    url = telling.way_out(public_url, NoticeKind.DESK, who)
    text = gettext(_TEXTS[what, part]).encode()
    message = telling.with_way_out(render(text, variables), NoticeKind.DESK, url)
    mailing.send(message, message_id=f"{absence.pk}.{what}.{part}", to=[address], stop_url=url)
