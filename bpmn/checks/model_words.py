"""Spanish sentences for what the compiler of models finds, by its code."""

from collections.abc import Mapping

_DRAW = "Corríjalo en el modelador."
_DIALECT = "Use sólo los elementos que lista docs/procedure-folder.md."
_FEEL = "Revise la expresión FEEL; va después de un «=»."

_WORDS: Mapping[str, tuple[str, str]] = {
    "boundary-on-wrong-element": (
        "Este evento de borde no está sobre una tarea que pueda fallar ({detail}).",
        "Póngalo sobre una tarea de servicio, una llamada o un subproceso.",
    ),
    "boundary-without-error": ("Este evento de borde no es de error ({detail}).", _DIALECT),
    "condition-not-allowed": (
        "El flujo «{detail}» tiene condición y no sale de una compuerta exclusiva.",
        "Ponga una compuerta exclusiva antes, o quite la condición.",
    ),
    "condition-on-default-flow": (
        "El flujo por defecto «{detail}» tiene condición.",
        "Quítele la condición.",
    ),
    "decision-refused": ("La decisión no se puede usar: {detail}.", "Corrija la tabla."),
    "duplicate-error-code": (
        "Dos eventos de borde atrapan el mismo error ({detail}).",
        "Deje uno solo.",
    ),
    "duplicate-id": ("Dos elementos tienen el mismo identificador.", "Cambie uno de los dos."),
    "empty-condition": ("El flujo tiene una condición vacía.", _FEEL),
    "error-code-not-static": ("El código de error es una expresión.", "Escríbalo tal cual."),
    "error-without-code": ("El error no tiene código ({detail}).", "Dele un errorCode."),
    "feel-syntax": ("La expresión no es FEEL: {detail}.", _FEEL),
    "flow-after-end": ("Sale un flujo de un fin ({detail}).", _DRAW),
    "flow-crosses-scope": ("El flujo cruza el borde de un subproceso ({detail}).", _DRAW),
    "flow-into-start": ("Entra un flujo a un inicio o a un borde ({detail}).", _DRAW),
    "flow-without-condition": (
        "El flujo «{detail}» sale de una compuerta y no tiene condición.",
        "Póngale una condición FEEL, o hágalo el flujo por defecto.",
    ),
    "flow-without-end": ("El flujo no une dos elementos ({detail}).", _DRAW),
    "loop-output": (
        "La repetición recoge resultados a medias ({detail}).",
        "Ponga las dos claves.",
    ),
    "loop-variable": ("«{detail}» no sirve como nombre de variable.", "Use letras y cifras."),
    "loop-without-collection": ("La repetición no dice sobre qué lista.", "Ponga inputCollection."),
    "mapping-target": ("«{detail}» no sirve como variable de destino.", "Use letras y cifras."),
    "mapping-without-source": ("La asignación a «{detail}» está vacía.", _FEEL),
    "message-without-key": (
        "El mensaje «{detail}» no dice con qué se correlaciona.",
        "Ponga correlationKey, por ejemplo =radicado.",
    ),
    "message-without-name": ("El mensaje no tiene un nombre fijo ({detail}).", "Dele un nombre."),
    "no-called-process": ("La llamada no dice a qué proceso.", "Ponga processId."),
    "no-decision": ("La tarea de regla no dice qué decisión usa.", "Ponga decisionId."),
    "no-end-event": ("El proceso no tiene fin.", "Agregue un evento de fin."),
    "no-id": ("Un elemento no tiene identificador ({detail}).", "Póngale un id."),
    "no-job-type": ("La tarea no dice qué trabajo hace.", "Ponga el tipo en taskDefinition."),
    "no-message": ("El evento no dice qué mensaje espera.", "Elija un mensaje."),
    "no-outgoing-flow": ("El proceso se queda sin salida aquí.", "Llévelo a otro elemento."),
    "no-result-variable": ("No dice en qué variable queda el resultado.", "Ponga resultVariable."),
    "no-script": ("La tarea de script no tiene expresión.", _FEEL),
    "no-start-event": ("El proceso no tiene inicio ({detail}).", "Agregue un evento de inicio."),
    "not-a-number": ("No es un número: {detail}.", "Escriba un número o una expresión FEEL."),
    "not-bpmn": ("El archivo no es un diagrama BPMN ({detail}).", "Guárdelo desde el modelador."),
    "not-executable": ("El proceso no es ejecutable.", "Marque «Executable» en el modelador."),
    "not-feel": ("Aquí va una expresión FEEL ({detail}).", _FEEL),
    "not-one-process": (
        "El archivo debe tener un solo proceso y tiene {detail}.",
        "Ponga cada proceso en su carpeta.",
    ),
    "not-static": ("Aquí no cabe una expresión ({detail}).", "Escriba el nombre tal cual."),
    "pair-without-name": ("Hay un par sin nombre o repetido ({detail}).", _DRAW),
    "process-id-differs": (
        "El proceso se llama «{detail}» y la carpeta de otro modo.",
        "Use el mismo nombre en la carpeta, la ficha y el proceso.",
    ),
    "recursive-call": ("La llamada a «{detail}» vuelve a este proceso.", "Rompa el círculo."),
    "several-start-events": ("El proceso tiene varios inicios ({detail}).", "Deje uno solo."),
    "unknown-called-process": (
        "No hay un proceso «{detail}».",
        "Corrija processId, o agregue esa carpeta a bpmn/shared.",
    ),
    "unknown-decision": ("No hay una decisión «{detail}».", "Agregue la tabla en decisions/."),
    "unknown-default-flow": ("El flujo por defecto «{detail}» no sale de aquí.", _DRAW),
    "unreachable": ("A este elemento no llega nada ({detail}).", "Conéctelo o bórrelo."),
    "unsupported-attribute": ("Este atributo no tendría efecto ({detail}).", _DIALECT),
    "unsupported-element": ("Este elemento todavía no se ejecuta ({detail}).", _DIALECT),
    "unsupported-event": ("Este evento todavía no se ejecuta ({detail}).", _DIALECT),
    "unsupported-extension": ("Esta extensión no tendría efecto ({detail}).", _DIALECT),
}
_XML = ("El diagrama no es XML que se pueda leer ({detail}).", "Guárdelo desde el modelador.")
_DTD = ("El diagrama trae un DOCTYPE o entidades.", "Quite esas líneas; BPMN no las usa.")


def sentence(code: str, detail: str) -> tuple[str, str]:
    """Message and remedy for a code; a code without its own sentence gets a general one."""
    if code in _WORDS:
        message, remedy = _WORDS[code]
    elif "dtd" in code or "doctype" in code or "entit" in code:
        message, remedy = _DTD
    elif code.startswith(("xml", "malformed", "too-")):
        message, remedy = _XML
    else:
        message, remedy = (f"El diagrama no se puede ejecutar ({code}: {{detail}}).", _DIALECT)
    return message.replace("{detail}", detail), remedy
