"""What people read for each named error: what happened and what to do next. No error holds a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


class _Blank(dict[str, str]):
    """Leaves nothing where an error brought no word."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Sentence:
    """One error for people.

    Attributes:
        status: HTTP status of its page.
        title: heading of the page.
        happened: what happened; `{by}` and the like come from the error's data.
        next_step: what the person can do now.
    """

    status: int
    title: str
    happened: str
    next_step: str

    def happened_with(self, data: Mapping[str, str]) -> str:
        """What happened, with the error's own words put in."""
        return self.happened.format_map(_Blank(data))


SENTENCES: Mapping[str, Sentence] = {
    "engine-error": Sentence(
        500,
        "Tuvimos una falla",
        "Algo no funcionó de nuestro lado y no se cambió nada de su trámite.",
        "Espere unos minutos e inténtelo otra vez. Si sigue igual, escríbanos.",
    ),
    "procedure-not-found": Sentence(
        404,
        "No encontramos ese trámite",
        "El trámite que busca no existe o ya no se ofrece en esta ventanilla.",
        "Vuelva al inicio y búsquelo por su nombre o por lo que necesita hacer.",
    ),
    "case-not-found": Sentence(
        404,
        "No encontramos ese radicado",
        "Ningún trámite suyo tiene ese número de radicado.",
        "Revise que el número esté completo y que haya entrado con la cuenta con la que radicó.",
    ),
    "draft-not-found": Sentence(
        404,
        "Ese borrador ya no está",
        "El borrador se envió, se eliminó o pertenece a otra cuenta.",
        "Mire en «Mis trámites» si ya quedó radicado; si no, empiece de nuevo.",
    ),
    "item-not-found": Sentence(
        404,
        "No encontramos esa tarea",
        "La tarea no existe o no está asignada a un rol suyo.",
        "Vuelva a su bandeja para ver las tareas que tiene pendientes.",
    ),
    "document-not-found": Sentence(
        404,
        "No encontramos ese documento",
        "El documento no existe, o usted no tiene acceso a él con esta cuenta.",
        "Revise el código o el enlace. Si el documento es suyo, entre con la cuenta con la que radicó.",
    ),
    "job-not-found": Sentence(
        404,
        "No encontramos ese trabajo",
        "El trabajo no existe o ya no admite esa acción.",
        "Actualice la página para ver en qué estado está.",
    ),
    "not-allowed": Sentence(
        403,
        "Usted no puede hacer esto",
        "Su cuenta no tiene permiso para esta acción.",
        "Si cree que debería tenerlo, pídalo a quien administra la ventanilla.",
    ),
    "answers-refused": Sentence(
        400,
        "Hay respuestas por corregir",
        "Algunas respuestas del formulario no cumplen las reglas y no se envió nada.",
        "Vuelva al formulario: cada campo por corregir dice qué le falta.",
    ),
    "item-already-claimed": Sentence(
        409,
        "Otra persona tomó esta tarea",
        "La tarea ya está en manos de {by}.",
        "Vuelva a la bandeja y tome otra, o pídale a esa persona que la libere.",
    ),
    "item-not-claimed": Sentence(
        409,
        "Primero tome la tarea",
        "Solo quien tiene la tarea puede terminarla, y usted no la ha tomado.",
        "Abra la tarea, presione «Tomar» y continúe.",
    ),
    "item-finished": Sentence(
        409,
        "Esta tarea ya terminó",
        "La tarea ya fue terminada o cancelada. {by}",
        "Vuelva a la bandeja para ver las tareas que siguen abiertas.",
    ),
    "nothing-awaits-message": Sentence(
        409,
        "Esto ya estaba hecho",
        "El trámite ya no espera esta acción: seguramente se registró antes.",
        "Mire el recorrido del trámite para ver cuándo quedó registrada.",
    ),
    "case-stuck": Sentence(
        503,
        "No pudimos continuar el trámite",
        "Hubo una falla en el recorrido del trámite. No se cambió nada y ya quedó registrada.",
        "Inténtelo en unos minutos. Sus respuestas siguen guardadas.",
    ),
    "procedure-does-not-number": Sentence(
        503,
        "No pudimos radicar",
        "El trámite no entregó un número de radicado, así que no se radicó nada.",
        "Sus respuestas siguen guardadas como borrador. Inténtelo más tarde o escríbanos.",
    ),
    "event-rewrite-refused": Sentence(
        409,
        "El registro no se puede cambiar",
        "Lo que quedó escrito en el historial de un trámite no se modifica ni se borra.",
        "Si hay un error, registre una actuación nueva que lo corrija.",
    ),
    "form-expired": Sentence(
        403,
        "La página se venció",
        "Por seguridad, el formulario que envió ya no es válido. No se guardó nada de este envío.",
        "Vuelva a la página anterior, recárguela y envíe otra vez. Revise que su navegador acepte cookies.",
    ),
    "ObjectMissing": Sentence(
        503,
        "El documento no está disponible",
        "El archivo no pudo entregar el documento en este momento.",
        "Inténtelo en unos minutos. Si sigue igual, escríbanos con el número de radicado.",
    ),
}


def sentence_for(error: Exception) -> Sentence:
    """The sentence of an error, with its own words put in; that of an unknown failure otherwise."""
    code = getattr(error, "code", None)
    sentence = SENTENCES.get(code if isinstance(code, str) else "", SENTENCES["engine-error"])
    data = getattr(error, "data", None) or {}
    words = {key: str(value) for key, value in data.items()} if isinstance(data, Mapping) else {}
    return replace(sentence, happened=sentence.happened_with(words))
