"""What the archive's events say to people."""

import json
from collections.abc import Mapping

from archive.models import ArchiveEvent
from web.shell.record_sentences import PROBLEMS

_KINDS: Mapping[str, str] = {
    "expediente.opened": "Se abrió el expediente.",
    "expediente.closed": "Se cerró el expediente: desde este día cuenta la retención.",
    "expediente.transferred-to-central": "Pasó al archivo central, acta {act}.",
    "expediente.transferred-to-historical": "Pasó al archivo histórico, acta {act}.",
    "expediente.eliminated": "Se eliminó su contenido, acta {act}.",
    "expediente.left": "El acta {act} no lo movió. {problem}",
    "holding.incorporated": "Entró el documento n.º {order} ({kind}).",
    "holding.incorporated-late": "Entró el documento n.º {order} ({kind}) después del cierre.",
    "holding.copied": "Se guardó la copia de conservación n.º {order} del documento n.º {of}.",
    "hold.placed": "Se puso una retención legal: {authority}, {act}.",
    "hold.released": "Se levantó una retención legal.",
    "act.proposed": "Se propuso el acta{of_act}.",
    "act.approval-given": "Dio su aprobación ({given} de {needed}).",
    "act.approved": "El acta{of_act} quedó aprobada.",
    "act.rejected": "El acta{of_act} se rechazó. {reason}",
    "act.sealed": "El acta se selló con estampa de tiempo, nivel {level}.",
    "act.published": "El inventario se publicó hasta el {until}.",
    "act.started": "Empezó la ejecución.",
    "act.executed": "Terminó la ejecución: {done} hechos, {refused} sin hacer.",
    "schedule.loaded": "Se cargó la TRD del archivo de la entidad, con {lines} series.",
    "schedule.drafted": "Empezó el borrador.",
    "schedule.line-written": "Escribió la serie {series}.",
    "schedule.line-removed": "Quitó la serie {series}.",
    "schedule.submitted": "Pidió la revisión.",
    "schedule.sent-back": "La devolvió a borrador.",
    "schedule.adopted": "Quedó adoptada por {act}; rige desde el {since}.",
}


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def told(event: ArchiveEvent) -> str:
    """The event in a sentence; its own name where there is none."""
    data = json.loads(event.data)
    data["problem"] = PROBLEMS.get(data.get("problem", ""), data.get("problem", ""))
    data["of_act"] = f" {data['act']}" if data.get("act") else ""
    return _KINDS.get(event.kind, event.kind).format_map(_Blank(data)).strip()
