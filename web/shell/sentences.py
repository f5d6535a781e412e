"""What people read for each named error: what happened and what to do next. No error holds a sentence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from web.shell.code_sentences import CODE_SENTENCES
from web.shell.colleague_sentences import COLLEAGUE_SENTENCES
from web.shell.desk_sentences import DESK_SENTENCES
from web.shell.draft_sentences import DRAFT_SENTENCES
from web.shell.follow_sentences import FOLLOW_SENTENCES
from web.shell.payment_sentences import PAYMENT_SENTENCES
from web.shell.purpose_sentences import PURPOSE_SENTENCES
from web.shell.record_sentences import RECORD_SENTENCES
from web.shell.sentence import Sentence
from web.shell.signing_sentences import SIGNING_SENTENCES
from web.shell.templatetags.fechas import fecha, fecha_hora

__all__ = ["SENTENCES", "Sentence", "sentence_for", "sentence_of"]


SENTENCES: Mapping[str, Sentence] = {
    **CODE_SENTENCES,
    **COLLEAGUE_SENTENCES,
    **DESK_SENTENCES,
    **DRAFT_SENTENCES,
    **FOLLOW_SENTENCES,
    **PAYMENT_SENTENCES,
    **PURPOSE_SENTENCES,
    **RECORD_SENTENCES,
    **SIGNING_SENTENCES,
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
    "batch-not-found": Sentence(
        404,
        "Ese lote ya no está",
        "No encontramos un lote de firmas suyo en esta dirección.",
        "Vuelva a «Firmar en lote» y elija otra vez los documentos.",
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
        "La tarea está en manos de {by} desde {at}",
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
        "La tarea ya fue terminada o cancelada: {by} {at}",
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
        "El recorrido del trámite tiene una falla. No se cambió nada y ya avisamos al equipo que lo corrige.",
        "Sus respuestas siguen guardadas: cuando la falla esté corregida, envíelas otra vez sin volver a escribirlas.",
    ),
    "case-over": Sentence(
        409,
        "Este trámite ya no admite esa acción",
        "El trámite ya se decidió o terminó, así que no se puede hacer nada más en él.",
        "Abra el trámite para ver cómo terminó. Si no está de acuerdo, mire en la decisión qué recurso tiene.",
    ),
    "reason-missing": Sentence(
        400,
        "Falta el motivo",
        "Esta acción queda en el expediente y necesita un motivo. No se cambió nada.",
        "Escriba el motivo y envíe otra vez.",
    ),
    "person-not-found": Sentence(
        404,
        "No encontramos a esa persona",
        "Ninguna otra persona activa de la entidad tiene esa cuenta. La tarea sigue donde estaba.",
        "Elija a alguien de la lista de funcionarios.",
    ),
    "item-delegated": Sentence(
        409,
        "Esta tarea ya está delegada",
        "La tarea es de otra persona, que se la delegó a usted. No se puede delegar otra vez.",
        "Termínela, o suéltela para que vuelva a quien se la delegó.",
    ),
    "item-not-delegated": Sentence(
        409,
        "No hay nada que retomar",
        "Usted no tiene delegada esta tarea.",
        "Vuelva a la bandeja para ver en manos de quién está.",
    ),
    "signing-not-delegable": Sentence(
        403,
        "La firma no se delega así",
        "Esta tarea firma un acto, y sólo firma la persona a quien le corresponde.",
        "Si le corresponde a otra persona, pida a quien supervisa que se la reasigne.",
    ),
    "term-not-running": Sentence(
        409,
        "Este trámite no tiene un término",
        "No hay un término legal corriendo que se pueda suspender, reanudar o prorrogar.",
        "Revise el recorrido del trámite para ver si el término ya empezó a contar.",
    ),
    "already-suspended": Sentence(
        409,
        "El término ya está suspendido",
        "El término de este trámite ya no está contando.",
        "Mire en el recorrido desde cuándo y por qué. Podrá reanudarlo cuando llegue lo que falta.",
    ),
    "not-suspended": Sentence(
        409,
        "El término no está suspendido",
        "El término de este trámite está contando, así que no hay nada que reanudar.",
        "Mire en el recorrido cuándo se reanudó.",
    ),
    "term-over": Sentence(
        409,
        "El término ya se venció",
        "El último día del término ya pasó, y un término vencido no se suspende.",
        "Decida el trámite cuanto antes.",
    ),
    "cause-does-not-suspend": Sentence(
        400,
        "Esa causa no suspende el término",
        "La ley no permite suspender el término por esa causa. No se cambió nada.",
        "Elija una de las causas que la ley prevé.",
    ),
    "suspension-out-of-order": Sentence(
        409,
        "Esa fecha no puede ser",
        "La suspensión empezaría o terminaría antes de tiempo. No se cambió nada.",
        "Revise las suspensiones anteriores en el recorrido del trámite.",
    ),
    "extension-too-long": Sentence(
        409,
        "La prórroga es muy larga",
        "Con la prórroga el término pasaría de lo que permite la ley, que es el doble del inicial.",
        "Pida menos días.",
    ),
    "extension-too-late": Sentence(
        409,
        "Es tarde para prorrogar",
        "Una prórroga se informa antes de que se venza el término, y este ya se venció.",
        "Decida el trámite cuanto antes.",
    ),
    "extension-repeated": Sentence(
        409,
        "Ya hubo una prórroga",
        "La ley permite una sola prórroga de este término.",
        "Decida el trámite dentro del término que queda.",
    ),
    "extension-in-other-unit": Sentence(
        400,
        "La prórroga se cuenta distinto",
        "La prórroga tiene que contarse en la misma unidad que el término del trámite.",
        "Escríbala en esa unidad, por ejemplo en días hábiles (DH).",
    ),
    "term-unreadable": Sentence(
        400,
        "No entendimos el plazo",
        "El plazo se escribe con un número y su unidad, por ejemplo «5 DH», «10 D» o «1 M».",
        "Escríbalo así y envíe otra vez.",
    ),
    "running-term-unreadable": Sentence(
        503,
        "No pudimos leer el término del trámite",
        "Lo que está guardado del término no se entiende. No se cambió nada.",
        "Avise a quien administra la ventanilla y dele el número de radicado.",
    ),
    "calendar-too-short": Sentence(
        503,
        "El calendario no alcanza",
        "El plazo llega a un año cuyos días hábiles todavía no se conocen.",
        "Avise a quien administra la ventanilla.",
    ),
    "moment-without-zone": Sentence(
        503,
        "No pudimos ubicar la fecha",
        "Una fecha llegó sin su hora legal, así que no sabemos de qué día es.",
        "Avise a quien administra la ventanilla.",
    ),
    "rule-unknown": Sentence(
        503,
        "Falta una regla legal",
        "No hay una regla vigente con ese código para esa fecha.",
        "Avise a quien administra la ventanilla.",
    ),
    "clock-error": Sentence(
        503,
        "No pudimos contar el término",
        "Algo no funcionó al contar los días del término. No se cambió nada.",
        "Avise a quien administra la ventanilla y dele el número de radicado.",
    ),
    "migration-impossible": Sentence(
        409,
        "El trámite no cabe en esa versión",
        "Alguna parte del trámite no tiene lugar en la otra versión. No se cambió nada.",
        "Mire el plan de migración: dice qué falta ubicar y por qué. Ubíquelo y pida el plan otra vez.",
    ),
    "modification-refused": Sentence(
        409,
        "El trámite no se puede cambiar así",
        "El cambio nombra algo que no está en el trámite, o el recorrido no puede seguir después. No se cambió nada.",
        "Revise en qué puntos espera el trámite y proponga el cambio otra vez.",
    ),
    "incident-not-found": Sentence(
        404,
        "No encontramos esa falla",
        "La falla no existe o ya se resolvió.",
        "Actualice la lista de fallas para ver las que siguen abiertas.",
    ),
    "incident-not-retriable": Sentence(
        409,
        "Esto no se repite desde aquí",
        "Lo que falló ya no está, o sólo puede repetirlo la persona que lo hizo.",
        "Pida a esa persona que lo intente otra vez, o cierre la falla explicando qué se hizo.",
    ),
    "job-lock-lost": Sentence(
        409,
        "Otro proceso tomó este trabajo",
        "El resultado llegó tarde: otro proceso ya se encarga del trabajo.",
        "No hay que hacer nada; el trabajo sigue su curso.",
    ),
    "start-event-not-found": Sentence(
        404,
        "Ese inicio ya no está",
        "La versión publicada del trámite no empieza de esa manera.",
        "Revise en el diagrama publicado con qué empieza el trámite.",
    ),
    "duration-unreadable": Sentence(
        400,
        "No entendimos la duración",
        "La duración se escribe en segundos o como «PT1H» o «P1D».",
        "Escríbala así y envíe otra vez.",
    ),
    "name-too-long": Sentence(
        400,
        "El nombre es muy largo",
        "El nombre, la clave o el identificador del mensaje pasa de {limit} caracteres. No se envió nada.",
        "Acórtelo y envíe otra vez.",
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
    "form-error": Sentence(
        503,
        "El formulario no está disponible",
        "Algo no funcionó con el formulario y no se cambió nada.",
        "Inténtelo en unos minutos. Si sigue igual, escríbanos.",
    ),
    "form-refused": Sentence(
        503,
        "El formulario tiene errores",
        "El formulario de este trámite no se puede mostrar.",
        "Ya quedó registrado. Inténtelo más tarde o haga el trámite en la oficina.",
    ),
    "upload-refused": Sentence(
        400,
        "No recibimos el archivo",
        "El archivo está vacío, dañado, con clave, es muy grande o no es PDF, JPG ni PNG.",
        "Guárdelo otra vez como PDF o foto, sin clave, y adjúntelo de nuevo.",
    ),
    "upload-not-found": Sentence(
        404,
        "No encontramos el archivo",
        "El archivo adjunto ya no está o pertenece a otra cuenta.",
        "Adjúntelo de nuevo en el formulario.",
    ),
    "object-missing": Sentence(
        503,
        "El documento no está disponible",
        "El archivo no entregó el documento en este momento.",
        "Inténtelo en unos minutos. Si sigue igual, escríbanos con el número de radicado.",
    ),
    "object-corrupt": Sentence(
        503,
        "El documento no se puede entregar",
        "El documento guardado no coincide con su huella, así que no lo entregamos.",
        "Ya avisamos a quien administra el archivo. Escríbanos con el número de radicado.",
    ),
    "retention-active": Sentence(
        409,
        "Todavía no se puede eliminar",
        "La tabla de retención documental obliga a guardar este documento por más tiempo.",
        "Espere a la fecha en que termina su retención.",
    ),
    "retention-cannot-shrink": Sentence(
        409,
        "La retención no se acorta",
        "El tiempo de retención de un documento solo se puede alargar.",
        "Elija una fecha posterior a la que ya tiene.",
    ),
    "object-unreadable": Sentence(
        503,
        "El documento no se puede leer",
        "El archivo lo tiene, pero su disco no lo entrega.",
        "Avise a quien administra el archivo y escríbanos con el número de radicado.",
    ),
    "object-held": Sentence(
        409,
        "Este documento no se puede eliminar",
        "Está bajo reserva legal: alguien con autoridad pidió conservarlo, sin importar su fecha.",
        "Pida a quien la ordenó que la levante.",
    ),
    "store-not-worm": Sentence(
        503,
        "El archivo no es seguro",
        "El lugar donde se guardan los documentos permitió cambiar uno protegido. No guardamos nada allí.",
        "Avise a quien administra el archivo: manage.py prove_store dice qué falló.",
    ),
    "form-expired": Sentence(
        403,
        "La página se venció",
        "Por seguridad, el formulario que envió ya no es válido. No se guardó nada de este envío.",
        "Vuelva a la página anterior, recárguela y envíe otra vez. Revise que su navegador acepte cookies.",
    ),
    "form-expired-kept": Sentence(
        403,
        "La página se venció",
        "Usted ingresó otra vez mientras el formulario estaba abierto. No lo enviamos, pero guardamos lo que escribió.",
        "Vuelva al formulario: lo encuentra lleno. Revíselo y envíelo.",
    ),
    "store-unavailable": Sentence(
        503,
        "El archivo no responde",
        "El lugar donde guardamos los documentos no responde en este momento. No se perdió nada.",
        "Espere unos minutos e inténtelo otra vez.",
    ),
    "event-not-sealed": Sentence(
        404,
        "Ese evento aún no tiene su prueba",
        "El registro se estampa cada pocos minutos, y este evento espera la próxima estampa.",
        "Vuelva en unos minutos.",
    ),
    "version-unknown": Sentence(
        404,
        "No encontramos esa versión",
        "Esa versión del trámite no existe en esta ventanilla.",
        "Abra el trámite desde la lista y elija una de sus versiones.",
    ),
    "publish-refused": Sentence(
        409,
        "No se publicó la versión",
        "La carpeta del trámite tiene hallazgos por corregir. Lo publicado sigue igual.",
        "Corrija los hallazgos y publique otra vez.",
    ),
    "author-is-publisher": Sentence(
        403,
        "Otra persona debe publicar",
        "Quien escribe una versión no puede publicarla.",
        "Pida a otra persona con permiso que la revise y la publique.",
    ),
    "folder-refused": Sentence(
        400,
        "La carpeta no se puede leer",
        "La carpeta del trámite tiene archivos que faltan o que no se entienden.",
        "Corrija los hallazgos y cárguela otra vez.",
    ),
    "message-refused": Sentence(
        503,
        "No pudimos escribir el aviso",
        "La plantilla de un aviso tiene un error. El trámite sigue en pie.",
        "Ya quedó registrado; inténtelo más tarde.",
    ),
    "model-refused": Sentence(
        503,
        "El flujo del trámite tiene errores",
        "El diagrama del trámite no se puede ejecutar.",
        "Corrija los hallazgos del diagrama y publique otra vez.",
    ),
    "entity-unknown": Sentence(
        503,
        "Falta configurar la entidad",
        "La ventanilla no encuentra los datos de la entidad.",
        "Avise a quien administra la ventanilla.",
    ),
    "entity-refused": Sentence(
        503,
        "Los datos de la entidad tienen errores",
        "La ventanilla no puede leer los datos de la entidad.",
        "Avise a quien administra la ventanilla.",
    ),
    "registry-unknown": Sentence(
        503,
        "Falta un registro de la entidad",
        "El trámite consulta un registro que la entidad no tiene.",
        "Avise a quien administra la ventanilla.",
    ),
    "notice-not-found": Sentence(
        404,
        "Ese aviso no está publicado",
        "El trámite no tiene en el sitio un aviso con ese número.",
        "Revise la lista de avisos. Si debía estar allí, avise a quien administra la ventanilla.",
    ),
}


def sentence_of(code: str, data: Mapping[str, str]) -> Sentence:
    """The sentence of an error that was kept by its code, with its own words put in."""
    sentence = SENTENCES.get(code, SENTENCES["engine-error"]).spoken()
    return replace(sentence, happened=sentence.happened_with(data))


def sentence_for(error: Exception, own: Mapping[str, Sentence] | None = None) -> Sentence:
    """The sentence of an error, with its own words put in; that of an unknown failure otherwise.

    Args:
        error: with a code.
        own: sentences of the page, which count before those of all.
    """
    found = getattr(error, "code", None)
    code = found if isinstance(found, str) else ""
    known = (own or {}).get(code) or SENTENCES.get(code, SENTENCES["engine-error"])
    sentence = known.spoken()
    return replace(sentence, happened=sentence.happened_with(_words(error)))


def _words(error: Exception) -> dict[str, str]:
    data = getattr(error, "data", None)
    if not isinstance(data, Mapping):
        return {}
    return {str(key): _word(value) for key, value in data.items()}


def _word(value: object) -> str:
    if isinstance(value, datetime):
        return fecha_hora(value)
    if isinstance(value, date):
        return fecha(value)
    return "" if value is None else str(value)
