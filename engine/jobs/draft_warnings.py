"""Mail that says that a draft is about to be thrown away, to who did not stop reminders."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext, gettext_noop

from bpmn.package.messages import Message, render
from engine import commands
from engine.commands import EndingDraft
from engine.jobs.languages import speaking_to
from engine.jobs.mailing import send
from engine.jobs.telling import way_out, with_way_out
from engine.models import NoticeKind
from engine.queries.words import day_text

_log = logging.getLogger(__name__)
_WORDS = gettext_noop("""---
subject: "Su borrador de «{{ procedure }}» se borra después del {{ last }}"
---
Hola:

Usted empezó una solicitud de **{{ procedure }}** y todavía no la ha radicado: la entidad no la ha recibido.

[Siga donde iba]({{ link }}) a más tardar el **{{ last }}**. Después de ese día borramos el borrador y sus anexos, y tendría que empezar de nuevo.

Si ya no la necesita, no tiene que hacer nada.
""")


def warn() -> int:
    """Mail everybody whose draft ends in three days, once for each; how many were told.

    A mail that is sent twice, because a worker died in between, carries the same Message-ID.
    """
    told = 0
    for draft in commands.ending_drafts():
        try:
            told += _tell(draft)
        except OSError as error:
            # The mail server fails; tomorrow's sweep tries again, while there are days left.
            _log.warning("a draft's warning was not sent: %s", error)
            continue
        commands.mark_warned(draft)
    return told


def _tell(draft: EndingDraft) -> bool:
    who = commands.person(draft.owner_id)
    if not commands.ways_of(who, NoticeKind.REMINDER).by_mail:
        return False
    url = way_out(settings.PUBLIC_URL, NoticeKind.REMINDER, who)
    with speaking_to(get_user_model().objects.filter(pk=draft.owner_id).first()):
        message = with_way_out(_message(draft), NoticeKind.REMINDER, url)
    send(
        message,
        message_id=f"draft.{draft.id}.{draft.last_day.isoformat()}",
        to=[draft.email],
        stop_url=url,
    )
    return True


def _message(draft: EndingDraft) -> Message:
    variables = {
        "procedure": draft.name,
        "last": day_text(draft.last_day),
        "link": f"{settings.PUBLIC_URL}/borradores/{draft.id}/",
    }
    return render(gettext(_WORDS).encode(), variables)
