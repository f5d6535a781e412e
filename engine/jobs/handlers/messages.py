"""Notices: the procedure's text, filled in and sent by mail."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives

from bpmn.package.messages import render
from bpmn.versions import bundle
from engine.jobs.contract import Done, HandlerRefused, Task


def send(task: Task) -> Done:
    """Send the message that the header `message` names to the case's people.

    A mail that is sent twice carries the same Message-ID, so that a mailbox shows it once.

    Raises:
        HandlerRefused: the procedure has no such message.
    """
    name = task.parameter("message")
    raw = bundle(task.version).find(f"messages/{name}.md", task.job.process_id)
    if raw is None:
        raise HandlerRefused("unknown-message", name)
    message = render(raw, {**task.variables, "publicUrl": task.workshop.public_url})
    recipients = _recipients(task.variables)
    if not recipients:
        return Done(variables={"sentAt": None}, events=(("notice.skipped", {"message": name}),))
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=recipients,
        headers={"Message-ID": f"<{task.job.id}@ventanilla>"},
    )
    mail.attach_alternative(message.html, "text/html")
    mail.send()
    return Done(
        variables={"sentAt": task.now},
        events=(("notice.sent", {"message": name, "subject": message.subject}),),
    )


def _address(recipient: Any) -> Any:
    return recipient.get("email") if isinstance(recipient, Mapping) else recipient


def _recipients(variables: Mapping[str, Any]) -> list[str]:
    chosen = variables.get("recipients")
    if isinstance(chosen, list) and chosen:
        return [str(address) for address in map(_address, chosen) if address]
    for group, key in (("notification", "notif_email"), ("applicant", "email")):
        person = variables.get(group)
        if isinstance(person, Mapping) and person.get(key):
            return [str(person[key])]
    return []
