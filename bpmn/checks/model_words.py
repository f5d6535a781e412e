"""Spanish sentences for what the compiler of models finds, by its code."""

from collections.abc import Mapping

from bpmn.checks.event_words import EVENT_WORDS
from bpmn.package.outline import KINDS

_DRAW = "Corríjalo en el modelador."
_DIALECT = "Use sólo los elementos que lista docs/procedure-folder.md."
_FEEL = "Revise la expresión FEEL; va después de un «=»."

_WORDS: Mapping[str, tuple[str, str]] = {
    **EVENT_WORDS,
    "condition-not-allowed": (
        "El flujo «{detail}» tiene condición y sale de donde no se escoge.",
        "Ponga antes una compuerta exclusiva, inclusiva o compleja, o quite la condición.",
    ),
    "condition-on-default-flow": (
        "El flujo por defecto «{detail}» tiene condición.",
        "Quítele la condición.",
    ),
    "duplicate-decision": (
        "Dos tablas tienen una decisión con este identificador ({detail}).",
        "Cambie uno de los dos.",
    ),
    "duplicate-id": ("Dos elementos tienen el mismo identificador.", "Cambie uno de los dos."),
    "empty-condition": ("El flujo tiene una condición vacía.", _FEEL),
    "empty-process": ("No hay nada dentro.", "Dibuje al menos una actividad, o bórrelo."),
    "feel-syntax": ("La expresión no es FEEL: {detail}.", _FEEL),
    "flow-after-end": (
        "Sale un flujo de donde el camino termina ({detail}).",
        "Quite ese flujo: ni un fin, ni lo que compensa, ni un subproceso de evento llevan a otro.",
    ),
    "flow-crosses-scope": (
        "El flujo cruza el borde de un subproceso ({detail}).",
        "Llévelo hasta el subproceso; para salir de él use un fin, un error o un escalamiento.",
    ),
    "flow-into-start": (
        "Entra un flujo a lo que empieza por un evento ({detail}).",
        "Quite ese flujo, o llévelo a la actividad que sigue.",
    ),
    "flow-without-condition": (
        "El flujo «{detail}» sale de una compuerta y no tiene condición.",
        "Póngale una condición FEEL, o hágalo el flujo por defecto.",
    ),
    "flow-without-end": ("El flujo no une dos elementos ({detail}).", _DRAW),
    "gateway-without-flow": (
        "Esta compuerta no reúne ni reparte nada ({detail}).",
        "Conéctela o bórrela.",
    ),
    "mapping-target": ("«{detail}» no sirve como variable de destino.", "Use letras y cifras."),
    "mapping-without-source": ("La asignación a «{detail}» está vacía.", _FEEL),
    "no-activation-condition": (
        "La compuerta compleja reúne varios flujos y no dice cuándo seguir.",
        "Póngale activationCondition, por ejemplo =activationCount >= 2.",
    ),
    "no-called-process": ("La llamada no dice a qué proceso.", "Ponga processId."),
    "no-decision": ("La tarea de regla no dice qué decisión usa.", "Ponga decisionId."),
    "no-end-event": ("El proceso no tiene fin.", "Agregue un evento de fin."),
    "no-id": ("Un elemento no tiene identificador ({detail}).", "Póngale un id."),
    "no-job-type": ("La tarea no dice qué trabajo hace.", "Ponga el tipo en taskDefinition."),
    "no-none-start": (
        "El proceso «{detail}» sólo empieza por un evento, así que no se le puede llamar.",
        "Agregue en él un inicio sin evento.",
    ),
    "join-of-a-choice": (
        "Esta compuerta paralela espera por todos sus caminos, y «{detail}» sólo toma uno: el caso se quedaría aquí.",
        "Reúna antes esos caminos en una compuerta exclusiva, y entre aquí con uno solo.",
    ),
    "no-outgoing-flow": (
        "El camino se queda aquí sin llegar a un fin.",
        "Llévelo a otro elemento o a un fin.",
    ),
    "no-plain-start": (
        "Nadie puede pedir este trámite: todos sus inicios esperan un evento.",
        "Agregue un inicio sin evento, o déjelo así si sólo empieza por un mensaje o un momento.",
    ),
    "no-result-variable": ("No dice en qué variable queda el resultado.", "Ponga resultVariable."),
    "no-script": ("La tarea de script no tiene expresión.", _FEEL),
    "not-a-number": ("No es un número: {detail}.", "Escriba un número o una expresión FEEL."),
    "not-bpmn": ("El archivo no es un diagrama BPMN ({detail}).", "Guárdelo desde el modelador."),
    "not-built": (
        "El diagrama no se pudo armar ({detail}).",
        "Avise a quien mantiene la ventanilla.",
    ),
    "not-executable": ("El proceso no es ejecutable.", "Marque «Executable» en el modelador."),
    "not-feel": ("Aquí va una expresión FEEL ({detail}).", _FEEL),
    "not-one-process": (
        "El archivo debe tener un solo proceso ejecutable y tiene {detail}.",
        "Ponga cada proceso ejecutable en su carpeta.",
    ),
    "not-static": ("Aquí no cabe una expresión ({detail}).", "Escriba el nombre tal cual."),
    "pair-without-name": ("Hay un par sin nombre o repetido ({detail}).", _DRAW),
    "process-id-differs": (
        "El proceso se llama «{detail}» y la carpeta de otro modo.",
        "Use el mismo nombre en la carpeta, la ficha y el proceso.",
    ),
    "recursive-call": (
        "La llamada a «{detail}» vuelve a este proceso.",
        "Compruebe que alguna vez deja de llamarse, o rompa el círculo.",
    ),
    "script-language": (
        "El script está en un lenguaje que no se ejecuta ({detail}).",
        "Escríbalo en FEEL, con zeebe:script o con scriptFormat feel.",
    ),
    "unknown-called-process": (
        "No hay un proceso «{detail}».",
        "Corrija processId, o agregue esa carpeta a bpmn/shared.",
    ),
    "unknown-decision": ("No hay una decisión «{detail}».", "Agregue la tabla en decisions/."),
    "unknown-default-flow": ("El flujo por defecto «{detail}» no sale de aquí.", _DRAW),
    "unknown-process": (
        "No hay un proceso «{detail}» en el diagrama.",
        "Use el mismo nombre en la carpeta, la ficha y el proceso.",
    ),
    "unreachable": ("A este elemento no llega nada ({detail}).", "Conéctelo o bórrelo."),
    "unsupported-attribute": ("Este atributo no tendría efecto ({detail}).", _DIALECT),
    "unsupported-element": ("Este elemento no se ejecuta ({detail}).", _DIALECT),
    "unsupported-event": ("Este evento no se ejecuta aquí ({detail}).", _DIALECT),
    "unsupported-extension": ("Esta extensión no tendría efecto ({detail}).", _DIALECT),
    "way-back-out-of-branch": (
        "Este flujo vuelve, desde una sola rama, a antes de la compuerta «{detail}» que la abrió.",
        "Reúna las ramas antes de volver; si no, las otras se repiten.",
    ),
    "xml-doctype": ("El diagrama trae un DOCTYPE.", "Quite esas líneas; BPMN no las usa."),
    "xml-malformed": (
        "El diagrama no es XML que se pueda leer ({detail}).",
        "Guárdelo desde el modelador.",
    ),
    "xml-too-large": ("El diagrama es demasiado grande ({detail}).", "Divídalo en subprocesos."),
}


def sentence(code: str, detail: str) -> tuple[str, str]:
    """Message and remedy for a code; a code without its own sentence gets a general one."""
    general = (f"El diagrama no se puede ejecutar ({code}: {{detail}}).", _DIALECT)
    message, remedy = _WORDS.get(code, general)
    # A kind of element is told in words; everything else is a name or an id.
    return message.replace("{detail}", KINDS.get(detail, detail)), remedy


def known_codes() -> frozenset[str]:
    """Codes that have a sentence of their own."""
    return frozenset(_WORDS)
