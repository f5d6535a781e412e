"""The words that people read for states and events."""

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "BORRADOR": "Borrador",
    "RADICADO": "Radicado",
    "EN_REVISION": "En revisión",
    "REQUERIDO": "Le pedimos completar algo",
    "EN_ESTUDIO": "En estudio",
    "PENDIENTE_PAGO": "Pendiente de pago",
    "EN_CONCEPTOS": "En conceptos de otras dependencias",
    "EN_VISITA": "En visita",
    "PARA_FIRMA": "Para firma",
    "DECIDIDO_FAVORABLE": "Aprobado",
    "DECIDIDO_DESFAVORABLE": "Negado",
    "DECIDIDO_PARCIAL": "Aprobado en parte",
    "EN_NOTIFICACION": "En notificación",
    "EN_RECURSO": "En recurso",
    "EN_FIRME": "En firme",
    "ARCHIVADO": "Terminado",
    "DESISTIDO_TACITO": "Desistido por no completar",
    "DESISTIDO_EXPRESO": "Desistido por usted",
    "RECHAZADO": "Rechazado",
    "TRASLADADO": "Trasladado a otra entidad",
    "CANCELADO": "Cancelado",
    "NO_PAGADO": "No pagado",
    "REVOCADO": "Revocado",
    "VENCIDO": "Vencido",
    "SILENCIO_POSITIVO": "Aprobado por silencio positivo",
    "EN_CONTINGENCIA": "En trámite con contingencia",
    "SUSPENDIDO": "Suspendido",
}


def state_text(state: str) -> str:
    """The state in plain words; an unknown one as it is."""
    return STATES.get(state, state.replace("_", " ").capitalize())
