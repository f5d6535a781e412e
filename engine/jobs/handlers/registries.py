"""Questions to registries of the entity and of others."""

from collections.abc import Mapping
from typing import Any

from engine.jobs.contract import BusinessError, Done, HandlerRefused, Task
from engine.jobs.exchange import AnswerStatus, Question
from engine.jobs.plain import plain


def query(task: Task) -> Done:
    """Ask the service of header `service` for the variable `query` and keep its answer as evidence.

    Raises:
        HandlerRefused: no such service is configured.
        BusinessError: nothing was found, and the model has an answer for that (`notFoundError`).
        ServiceUnavailable: the service did not answer.
    """
    name = task.parameter("service")
    service = task.workshop.exchange.get(name)
    if service is None:
        raise HandlerRefused("unknown-service", name)
    asked = task.variables.get("query")
    answer = service.ask(
        Question(
            correlation_id=str(task.job.id),
            service=name,
            tenant=task.workshop.entity.divipola,
            purpose=task.version.sheet.official_name,
            payload=plain(asked) if isinstance(asked, Mapping) else {"key": plain(asked)},
            asked_at=task.now,
        )
    )
    if answer.status is AnswerStatus.NOT_FOUND and task.headers.get("notFoundError"):
        raise BusinessError(task.headers["notFoundError"])
    response: dict[str, Any] = {
        "status": answer.status.value,
        "payload": answer.payload,
        "source": answer.source,
        "obtainedAt": answer.obtained_at,
    }
    evidence = {"service": name, "status": answer.status.value, "source": answer.source}
    return Done(variables={"response": response}, events=(("registry.asked", evidence),))
