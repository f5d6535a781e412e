"""What the archive's events say to people."""

import json
from collections.abc import Mapping
from string import Formatter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.models import ArchiveEvent
from engine.queries.words import Told, neutral, tell
from web.shell.record_sentences import PROBLEMS

_KINDS: Mapping[str, str] = {
    "expediente.opened": gettext_noop("Se abrió el expediente."),
    "expediente.closed": gettext_noop(
        "Se cerró el expediente: desde este día cuenta la retención."
    ),
    "expediente.transferred-to-central": gettext_noop("Pasó al archivo central, acta {act}."),
    "expediente.transferred-to-historical": gettext_noop("Pasó al archivo histórico, acta {act}."),
    "expediente.eliminated": gettext_noop("Se eliminó su contenido, acta {act}."),
    "expediente.left": gettext_noop("El acta {act} no lo movió. {problem}"),
    "holding.incorporated": gettext_noop("Entró el documento n.º {order} ({kind})."),
    "holding.incorporated-late": gettext_noop(
        "Entró el documento n.º {order} ({kind}) después del cierre."
    ),
    "holding.copied": gettext_noop(
        "Se guardó la copia de conservación n.º {order} del documento n.º {of}."
    ),
    "hold.placed": gettext_noop("Se puso una retención legal: {authority}, {act}."),
    "hold.released": gettext_noop("Se levantó una retención legal."),
    "act.proposed": gettext_noop("Se propuso el acta{of_act}."),
    "act.approval-given": gettext_noop("Dio su aprobación ({given} de {needed})."),
    "act.approved": gettext_noop("El acta{of_act} quedó aprobada."),
    "act.rejected": gettext_noop("El acta{of_act} se rechazó. {reason}"),
    "act.sealed": gettext_noop("El acta se selló con estampa de tiempo, nivel {level}."),
    "act.published": gettext_noop("El inventario se publicó hasta el {until}."),
    "act.started": gettext_noop("Empezó la ejecución."),
    "act.executed": gettext_noop("Terminó la ejecución: {done} hechos, {refused} sin hacer."),
    "schedule.loaded": gettext_noop(
        "Se cargó la TRD del archivo de la entidad, con {lines} series."
    ),
    "schedule.drafted": gettext_noop("Empezó el borrador."),
    "schedule.line-written": gettext_noop("Escribió la serie {series}."),
    "schedule.line-removed": gettext_noop("Quitó la serie {series}."),
    "schedule.submitted": gettext_noop("Pidió la revisión."),
    "schedule.sent-back": gettext_noop("La devolvió a borrador."),
    "schedule.adopted": gettext_noop("Quedó adoptada por {act}; rige desde el {since}."),
}


# What people wrote; the rest are numbers and codes.
_DATA = ("act", "authority", "reason", "series")


def told(event: ArchiveEvent) -> Told:
    """The event in a sentence that knows which parts are data; its own name where there is no sentence."""
    given = json.loads(event.data)
    given["problem"] = _(PROBLEMS.get(given.get("problem", ""), given.get("problem", "")))
    given["of_act"] = f" {given['act']}" if given.get("act") else ""
    data = {name: one if name in _DATA else neutral(str(one)) for name, one in given.items()}
    sentence = _(_KINDS.get(event.kind, event.kind))
    blank = {name: "" for _text, name, *_rest in Formatter().parse(sentence) if name}
    return tell(sentence, **{**blank, **data})
