"""Mail with the procedure's own words."""

from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives

from bpmn.package.messages import Message, render
from bpmn.versions import bundle
from engine.jobs.contract import HandlerRefused, Task
from engine.jobs.workshop import Letter


def written(task: Task) -> Message:
    """The message that the task's header `message` names, with the case's variables filled in.

    Raises:
        HandlerRefused: the procedure has no such message.
    """
    name = task.parameter("message")
    raw = bundle(task.version).find(f"messages/{name}.md", task.job.process_id)
    if raw is None:
        raise HandlerRefused("unknown-message", name)
    return render(raw, {**task.variables, "publicUrl": task.workshop.public_url})


def post(task: Task, message: Message, *, to: Sequence[str] = (), bcc: Sequence[str] = ()) -> None:
    """Mail a message.

    One that is sent twice carries the same Message-ID, so that a mailbox shows it once.
    """
    held = task.workshop.held_letters
    if held is not None:
        held.append(Letter((*to, *bcc), message.subject, message.text))
        return
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=to,
        bcc=bcc,
        headers={"Message-ID": f"<{task.job.id}@ventanilla>"},
    )
    mail.attach_alternative(message.html, "text/html")
    mail.send()
