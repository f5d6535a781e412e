"""Notices: the procedure's text, filled in and sent by mail."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from engine.jobs.contract import Done, Task
from engine.jobs.languages import as_written
from engine.jobs.mailing import written
from engine.jobs.telling import kind_of, tell


def send(task: Task) -> Done:
    """Send the message that the header `message` names to the case's people, as they chose.

    Header `notice` (`novedad` or `recordatorio`) says that they may stop it; else the law demands it.

    Raises:
        HandlerRefused: the procedure has no such message.
    """
    name, message = task.parameter("message"), written(task)
    recipients = _recipients(task.variables)
    if not recipients:
        return Done(variables={"sentAt": None}, events=(("notice.skipped", {"message": name}),))
    kind = kind_of(task)
    told = tell(task, partial(as_written, message), kind, recipients)
    facts = {"message": name, "subject": message.subject, "kind": kind.value}
    events = [("notice.sent", {**facts, "text": told.is_texted})] if told.mailed else []
    if told.stopped:
        events.append(("notice.stopped", {**facts, "people": told.stopped}))
    return Done(variables={"sentAt": task.now if told.mailed else None}, events=tuple(events))


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
