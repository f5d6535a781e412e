"""The procedures of the bench: twelve user tasks with a loop of corrections, and many instances.

The first is drawn twice, for us (a folder, published like any other) and for stock SpiffWorkflow:

    t01 -> t02 -> ... -> t08 -> gateway -> t09 -> t10 (with a timer of 30 days) -> t11 -> t12 -> end
            ^--------------------- correction (7 tasks and the gateway)
"""

import json
from collections.abc import Mapping
from typing import Any

SLUG = "banco-de-doce-tareas"
MANY_SLUG = "banco-de-instancias"
TASKS = tuple(f"t{number:02}" for number in range(1, 13))
FIRST, DECIDES, TIMED = TASKS[0], TASKS[7], TASKS[9]
TASKS_OF_A_CORRECTION = 7
_FIELDS = tuple(f"campo_{number:02}" for number in range(1, 21))
# Twenty fields of 160 characters and their names: 3.5 kB as JSON.
FORM_DATA = {name: f"{name} " + "respuesta de la persona " * 6 for name in _FIELDS}


def answers(element: str, *, corrects: bool = False) -> dict[str, Any]:
    """What is answered at a task."""
    if element == FIRST:
        return {name: value.strip() for name, value in FORM_DATA.items()}
    if element == DECIDES:
        return {"decision": "corregir" if corrects else "seguir"}
    return {f"nota_{element}": "Revisado y conforme"}


def publish() -> None:
    """Publish the procedure of twelve tasks."""
    from tests.engine.runtime import models

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
    from tests.engine.runtime import models

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
    from tests.bench.window import FORM_GROUP
    from tests.engine.runtime import models

    return models.user(
        element,
        models.zeebe("formDefinition", formId=element),
        models.zeebe("assignmentDefinition", candidateGroups=FORM_GROUP),
        name=f"Tarea {element}",
        **more,
    )


def _publish(slug: str, flow: list[str], forms: Mapping[str, bytes]) -> None:
    from bpmn import versions
    from bpmn.package import from_files
    from engine.commands import clock
    from tests.bpmn.samples import documented_files
    from tests.engine.runtime import models

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
