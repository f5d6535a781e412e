"""Questions to registries of the entity and to services of others."""

from collections.abc import Mapping
from typing import Any

from bpmn.entity import RegistryUnknown
from engine import commands
from engine.exchange import Answer, AnswerStatus, ExchangeService, Question, ServiceUnavailable
from engine.exchange.directory import is_outside
from engine.exchange.evidence import ask
from engine.exchange.late import response_of
from engine.jobs.contract import BusinessError, Done, HandlerRefused, Task
from engine.jobs.plain import plain

_CONSENT = "consent_interop"


def query(task: Task) -> Done:
    """Ask the service of header `service` for the variable `query` and keep its answer as evidence.

    Raises:
        HandlerRefused: no such service is configured.
        BusinessError: nothing was found, and the model has an answer for that (`notFoundError`).
        ServiceUnavailable: the service did not answer, or only says that it will.
    """
    name, service = _service(task)
    question = _question(task, name, may_be_late=False)
    answer = _asked(task, service, question)
    if answer.status is AnswerStatus.PENDING:
        raise ServiceUnavailable(f"{name} answers later")
    if answer.status is AnswerStatus.NOT_FOUND and task.headers.get("notFoundError"):
        raise BusinessError(task.headers["notFoundError"])
    return Done(
        variables={"response": response_of(answer)},
        events=(("registry.asked", _evidence(name, answer)),),
    )


def request(task: Task) -> Done:
    """Ask the service for the variable `query`; the answer may come later, under `correlationId`.

    Raises:
        HandlerRefused: no such service is configured.
        ServiceUnavailable: the service did not take the question.
    """
    name, service = _service(task)
    question = _question(task, name, may_be_late=True)
    answer = _asked(task, service, question)
    return Done(
        variables={"correlationId": question.correlation_id, "response": response_of(answer)},
        events=(("exchange.asked", _evidence(name, answer)),),
    )


def find(task: Task) -> Done:
    """Leave in `rows` the rows of registry `registry` that agree with variable `filter`.

    Raises:
        HandlerRefused: the entity keeps no such registry, or there is no filter.
    """
    name = task.parameter("registry")
    where = task.variables.get("filter")
    if not isinstance(where, Mapping):
        raise HandlerRefused("filter-missing", name)
    try:
        rows = commands.registry_rows(task.workshop.entity.divipola, name, where)
    except RegistryUnknown as unknown:
        raise HandlerRefused(unknown.code, name) from unknown
    return Done(variables={"rows": rows})


def _service(task: Task) -> tuple[str, ExchangeService]:
    name = task.parameter("service")
    service = task.workshop.exchange.get(name)
    if service is None:
        raise HandlerRefused("unknown-service", name)
    return name, service


def _question(task: Task, service: str, *, may_be_late: bool) -> Question:
    asked = task.variables.get("query")
    case = task.case
    consents = task.variables.get("consents")
    may_share = isinstance(consents, Mapping) and consents.get(_CONSENT) is True
    return Question(
        correlation_id=str(task.job.id),
        service=service,
        tenant=task.workshop.entity.divipola,
        purpose=task.version.sheet.official_name,
        payload=plain(asked) if isinstance(asked, Mapping) else {"key": plain(asked)},
        asked_at=task.now,
        requester=f"{case.slug} {case.radicado or case.id}",
        consent_ref=str(case.radicado or case.id) if may_share else "",
        may_be_late=may_be_late,
    )


def _asked(task: Task, service: ExchangeService, question: Question) -> Answer:
    if not is_outside(service):
        return service.ask(question)
    return ask(service, question, task.case, task.job.element_id)


def _evidence(service: str, answer: Answer) -> dict[str, Any]:
    return {"service": service, "status": answer.status.value, "source": answer.source}
