"""Mails a new code to who lost theirs; what it says is nowhere else."""

from bpmn.package.messages import render
from engine.commands import addresses
from engine.jobs.contract import Done, Task
from engine.jobs.mailing import post

_TEXT = """---
subject: "Su código nuevo para el radicado {{ radicado }}"
---
Usted pidió un código nuevo para consultar el radicado **{{ radicado }}**. Es **{{ code }}**.

El anterior ya no sirve. Escriba el número y el código en [Consultar un radicado]({{ publicUrl }}/radicado/). Guárdelo: con él se ve todo el trámite.
"""


def send(task: Task) -> Done:
    """Mail the case's code, as it is now, to the address that was given with it."""
    to = addresses(task.case)
    if to:
        told = {
            "radicado": task.case.radicado or "",
            "code": task.case.verification_code or "",
            "publicUrl": task.workshop.public_url,
        }
        post(task, render(_TEXT.encode(), told), to=to[:1])
    return Done()
