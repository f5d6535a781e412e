"""Mail that says that a colleague put something before somebody; what it says stays in the window."""

from functools import partial

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils.translation import gettext, gettext_noop

from bpmn.package.messages import Message, render
from engine.commands import ANSWERED, ASKED, GIVEN
from engine.jobs import telling
from engine.jobs.contract import Done, Task
from engine.models import NoticeKind

# A supervisor passes on five hundred at once: that is one mail, and the inbox shows them all.
_QUIET_SECONDS = 600
_TEXTS = {
    ASKED: gettext_noop("""---
subject: "{{ by }} le consulta sobre el radicado {{ radicado }}"
---
{{ by }} le pide su concepto sobre la tarea **{{ item }}** del radicado **{{ radicado }}** ({{ procedure }}).

Léalo y responda en [Consultas]({{ link }}).
"""),
    ANSWERED: gettext_noop("""---
subject: "{{ by }} respondió su consulta sobre el radicado {{ radicado }}"
---
{{ by }} respondió lo que usted le consultó sobre la tarea **{{ item }}** del radicado **{{ radicado }}** ({{ procedure }}).

Léalo en [la tarea]({{ link }}).
"""),
    GIVEN: gettext_noop("""---
subject: "{{ by }} le pasó una tarea del radicado {{ radicado }}"
---
Desde ahora está en sus manos la tarea **{{ item }}** del radicado **{{ radicado }}** ({{ procedure }}). Se la pasó {{ by }}.

Ábrala en [su bandeja]({{ link }}). Si le pasan varias seguidas, este es el único correo: allí están todas.
"""),
}


def tell(task: Task) -> Done:
    """Tell the person of variable `to` what a colleague asked, answered or gave them (`about`), if they want to know."""
    about, to = str(task.variables.get("about")), task.variables.get("to")
    person = get_user_model().objects.filter(pk=int(str(to)), is_active=True).first()
    is_quiet, key = about == GIVEN, f"colleague-told:{to}"
    if person is None or about not in _TEXTS or (is_quiet and cache.get(key)):
        return Done()
    telling.tell_person(task, partial(_written, task, about), NoticeKind.DESK, person)
    if is_quiet:
        cache.set(key, True, _QUIET_SECONDS)
    return Done()


def _written(task: Task, about: str) -> Message:
    given, case = task.variables, task.case
    places = {
        ASKED: f"oficina/consultas/{given.get('consultation')}/",
        ANSWERED: f"oficina/tarea/{given.get('item')}/",
        GIVEN: f"oficina/tarea/{given.get('item')}/",
    }
    variables = {
        "by": given.get("by") or "",
        "radicado": case.radicado or "",
        "procedure": case.procedure_name,
        "item": given.get("itemName") or "",
        "link": f"{task.workshop.public_url}/{places[about]}",
    }
    return render(gettext(_TEXTS[about]).encode(), variables)
