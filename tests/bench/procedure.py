"""The procedures of the bench: twelve user tasks with a loop of corrections, and many instances.

The first is drawn twice, for us (a folder, published like any other) and for stock SpiffWorkflow:

    t01 -> t02 -> ... -> t08 -> gateway -> t09 -> t10 (with a timer of 30 days) -> t11 -> t12 -> end
            ^--------------------- correction (7 tasks and the gateway)
"""

import json
from collections.abc import Mapping
from typing import Any

from bpmn import versions
from bpmn.package import from_files
from engine.commands import clock
from tests.bench.window import FORM_GROUP
from tests.bpmn.samples import documented_files
from tests.engine.runtime import models

SLUG = "banco-de-doce-tareas"
MANY_SLUG = "banco-de-instancias"
TASKS = tuple(f"t{number:02}" for number in range(1, 13))
FIRST, DECIDES, TIMED = TASKS[0], TASKS[7], TASKS[9]
TASKS_OF_A_CORRECTION = 7
# What a person would write: packed, prose keeps about half of its length.
_PROSE = """
Solicito la constancia para presentarla ante la entidad que reconoce el subsidio de vivienda rural
porque vivo en la vereda desde hace once años con mi madre, dos hijos menores y un sobrino enfermo.
El predio queda junto a la quebrada, después del puente colgante, y no tiene nomenclatura oficial;
la casa fue construida en bahareque por mi abuelo y ampliada con bloque durante la ola invernal.
Adjunto el recibo de energía del último bimestre, la certificación de la junta de acción comunal
y una declaración juramentada que firmaron tres vecinos ante el notario segundo del circuito.
Mi número de cédula cambió de lugar de expedición por un error que corrigió la registraduría en mayo.
Trabajo como jornalera en cultivos de papa y los domingos vendo empanadas cerca del mercado central.
Ninguna persona del hogar recibe pensión, salario fijo ni ayuda de otro programa del departamento.
Autorizo que me escriban al correo de mi hija, pues en la zona la señal del celular llega muy débil.
La visita puede hacerse cualquier tarde entre semana, excepto el jueves, cuando viajo a diálisis.
Pido además que se revise el estrato asignado: los recibos de agua dicen tres y los de aseo, uno.
Hace cuatro meses presenté otra petición con el mismo propósito, pero se venció sin respuesta alguna.
El certificado anterior fue rechazado porque la fecha de nacimiento aparecía con el mes equivocado.
Si faltara algún documento, agradezco que me lo indiquen antes de cerrar el trámite, como manda la ley.
Los planos del levantamiento topográfico reposan en la oficina de planeación desde el año pasado.
No existe proceso judicial, embargo ni querella policiva sobre el inmueble, según folio de matrícula.
Declaro que conozco las sanciones por faltar a la verdad y que los datos aquí escritos son exactos.
Requiero copia física, porque el banco agrario de la cabecera municipal todavía no recibe archivos.
Agradezco a quienes atienden la ventanilla por la paciencia con que explican cada uno de los pasos.
Firmo en nombre propio; mi apoderado, cuyo poder reposa en el expediente, podrá recoger el resultado.
El acueducto veredal suspendió dos veces el servicio y por eso la inspección de sanidad quedó pendiente.
Entre los anexos va la fotografía del contador, tomada el martes a las siete y cuarto de la mañana.
Mi esposo figura como titular del servicio de gas aunque falleció durante la pandemia, hace un lustro.
La escuela donde estudian los niños exige probar el lugar de vivienda para asignarles el transporte.
Quien habita el segundo piso paga arriendo verbal, sin contrato, desde diciembre de dos mil veintitrés.
Ruego corregir el segundo apellido: en la base municipal escribieron Bastidas y es Bastidias, con i.
Cultivamos mora, curuba, ullucos y algo de cebada, que bajamos en mula hasta la carretera principal.
Para la notificación prefiero mensajes cortos; los formularios extensos no abren bien en mi teléfono.
El lindero norte lo fijó la comisión de baldíos con mojones numerados, visibles desde el camino real.
Acepto que un funcionario recorra la huerta, el establo y la enramada, siempre que avise la víspera.
"""
_FIELDS = tuple(f"campo_{number:02}" for number in range(1, 21))
_LINES = " ".join(_PROSE.split())
# Twenty fields and their names: 3.5 kB as JSON in UTF-8.
_LENGTH = len(_LINES) // len(_FIELDS)
FORM_DATA = {
    name: _LINES[at * _LENGTH : (at + 1) * _LENGTH].strip() for at, name in enumerate(_FIELDS)
}


def answers(element: str, *, corrects: bool = False) -> dict[str, Any]:
    """What is answered at a task."""
    if element == FIRST:
        return dict(FORM_DATA)
    if element == DECIDES:
        return {"decision": "corregir" if corrects else "seguir"}
    return {f"nota_{element}": "Revisado y conforme"}


def publish() -> None:
    """Publish the procedure of twelve tasks."""
    flow = [_task(element) for element in TASKS]
    flow += [
        models.xor("decide", default="decide-t09"),
        models.flow("t08", "decide"),
        models.flow("decide", "t02", '=decision = "corregir"'),
        models.flow("decide", "t09"),
        models.hangs("vence", TIMED, models.on_time("P30D")),
        models.end("vencido"),
        models.flow("vence", "vencido"),
        models.end("fin"),
        models.chain("expediente", *TASKS[:8]),
        models.chain(*TASKS[8:], "fin"),
    ]
    forms = {f"forms/{e}.form": _form([f"nota_{e}"]) for e in TASKS if e not in (FIRST, DECIDES)}
    forms |= {"forms/t01.form": _form(_FIELDS), "forms/t08.form": _form(["decision"])}
    _publish(SLUG, flow, forms)


def publish_many(*, sequential: bool) -> str:
    """Publish a procedure with one user task for each of `cantidad`; its slug."""
    slug = f"{MANY_SLUG}-{'en-fila' if sequential else 'a-la-vez'}"
    many = models.many(
        "=for i in 1..cantidad return i",
        sequential=sequential,
        inputElement="uno",
        outputCollection="respuestas",
        outputElement="=nota",
    )
    flow = [
        models.script("lee", "=number(answers.note)", "cantidad"),
        _task("cada", loop=many),
        models.end("fin"),
        models.chain("expediente", "lee", "cada", "fin"),
    ]
    _publish(slug, flow, {"forms/cada.form": _form(["nota"])})
    return slug


def _task(element: str, **more: Any) -> str:
    return models.user(
        element,
        models.zeebe("formDefinition", formId=element),
        models.zeebe("assignmentDefinition", candidateGroups=FORM_GROUP),
        name=f"Tarea {element}",
        **more,
    )


def _publish(slug: str, flow: list[str], forms: Mapping[str, bytes]) -> None:
    _, files = documented_files()
    sheet = files["procedure.toml"].decode().split("[documents.constancia]")[0]
    begun = (
        models.start(),
        models.job("numera", kind="case.number"),
        models.job("plazo", kind="case.term"),
        models.job("expediente", kind="record.open"),
        models.chain("start", "numera", "plazo", "expediente"),
    )
    folder = from_files(
        slug,
        {
            "procedure.toml": sheet.replace("constancia-asistencia", slug).encode(),
            "process.bpmn": models.document(slug, *begun, *flow),
            "forms/inicio.form": _form(["note"]),
            **forms,
        },
    )
    versions.publish(
        folder, library=versions.shelf_library(), author="ana", publisher="luis", now=clock.now()
    )


def _form(keys: Any) -> bytes:
    fields = [{"type": "textfield", "id": key, "key": key, "label": key} for key in keys]
    return json.dumps(
        {"type": "default", "id": "f", "schemaVersion": 16, "components": fields}
    ).encode()
