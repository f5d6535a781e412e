"""Mail that says that there is a message on a case; its text stays in the window."""

from collections.abc import Iterable
from functools import partial

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bpmn.package.messages import Message, render
from engine.jobs import telling
from engine.jobs.contract import Done, Task
from engine.jobs.languages import by_language
from engine.jobs.mailing import post
from engine.models import Case, ItemStatus, NoticeKind

_TO_OFFICE = gettext_noop("""---
subject: "Hay un mensaje en el trámite {{ radicado }}"
---
Quien pidió el trámite **{{ radicado }}** ({{ procedure }}) escribió a la entidad.

Léalo y responda en [el caso]({{ link }}).
""")
_TO_CITIZEN = gettext_noop("""---
subject: "La entidad le escribió sobre su trámite {{ radicado }}"
---
{{ greeting }}

Tiene un mensaje de la entidad sobre su trámite **{{ radicado }}** ({{ procedure }}).

Léalo y responda en [su trámite]({{ link }}).
""")


def tell(task: Task) -> Done:
    """Tell the other side, by mail, that variable `side` (`citizen` or `office`) wrote on the case."""
    case, is_citizen = task.case, task.variables.get("side") == "citizen"
    if is_citizen:
        people = sorted(set(_office(case)))
        for place, (language, addresses) in enumerate(by_language(people)):
            with language:
                message = _written(task, _TO_OFFICE, "oficina/expediente")
                post(task, message, bcc=addresses, part=place)
        told = len(people)
    else:
        address = case.owner.email if case.owner else case.applicant_email
        write = partial(_written, task, _TO_CITIZEN, "mis-tramites")
        told = telling.tell(task, write, NoticeKind.LETTER, [address] if address else []).mailed
    return Done(events=(("letter.told", {"people": told, "side": task.variables.get("side")}),))


def _written(task: Task, text: str, place: str) -> Message:
    case = task.case
    variables = {
        "radicado": case.radicado or "",
        "procedure": case.procedure_name,
        "greeting": _greeting(case.applicant_name),
        "link": f"{task.workshop.public_url}/{place}/{case.radicado}/#mensajes",
    }
    return render(_(text).encode(), variables)


def _greeting(name: str) -> str:
    return _("Hola, {name}:").format(name=name) if name else _("Hola:")


def _office(case: Case) -> Iterable[str]:
    """Who has it in hand; else the roles to which it is offered; else those that ever had it."""
    open_items = case.items.filter(status__in=[ItemStatus.READY, ItemStatus.CLAIMED])
    active = get_user_model().objects.filter(is_active=True).exclude(email="")
    holders = active.filter(pk__in=open_items.exclude(assignee=None).values("assignee_id"))
    if holders.exists():
        return holders.values_list("email", flat=True)
    groups = {name for offered in open_items.values_list("groups", flat=True) for name in offered}
    members = active.filter(groups__name__in=groups or case.roles)
    return members.values_list("email", flat=True)
