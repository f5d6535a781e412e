"""Mail with the procedure's own words."""

from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives

from bpmn.package.messages import Message, render
from bpmn.versions import bundle
from engine.jobs.chosen import told_variables
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
    return render(raw, {**told_variables(task), "publicUrl": task.workshop.public_url})


def post(
    task: Task,
    message: Message,
    *,
    to: Sequence[str] = (),
    bcc: Sequence[str] = (),
    stop_url: str = "",
    part: int = 0,
) -> None:
    """Mail a message.

    One that is sent twice carries the same Message-ID, so that a mailbox shows it once.

    Args:
        task: whose job it is.
        message: what it says.
        to: addresses that see each other.
        bcc: addresses that do not.
        stop_url: where a mail program stops such mail with one click; empty: it cannot be stopped.
        part: which of the job's mails it is, from 0.

    Source: RFC 8058, 3.1 and 3.2.
    """
    held = task.workshop.held_letters
    if held is not None:
        held.append(Letter((*to, *bcc), message.subject, message.text))
        return
    name = f"{task.job.id}{f'.{part}' if part else ''}"
    send(message, message_id=name, to=to, bcc=bcc, stop_url=stop_url)


def send(
    message: Message,
    *,
    message_id: str,
    to: Sequence[str] = (),
    bcc: Sequence[str] = (),
    stop_url: str = "",
) -> None:
    """Mail a message that is no task's; the arguments are those of `post`.

    Args:
        message: what it says.
        message_id: the same each time that it is sent.
        to: addresses that see each other.
        bcc: addresses that do not.
        stop_url: where a mail program stops such mail with one click; empty: it cannot be stopped.
    """
    headers = {"Message-ID": f"<{message_id}@ventanilla>"}
    if stop_url:
        headers["List-Unsubscribe"] = f"<{stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=to,
        bcc=bcc,
        headers=headers,
    )
    mail.attach_alternative(message.html, "text/html")
    mail.send()
