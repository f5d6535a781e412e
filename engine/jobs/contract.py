"""What a handler gets and gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from bpmn import versions
from engine.jobs.workshop import Workshop
from engine.models import Case, Job

_DOCUMENTS = UUID("6f2d54a4-4f2b-5d0c-9d0a-0f1f6a1f9c11")


class BusinessError(Exception):
    """An error that the model has an answer for: thrown at the job's element.

    Attributes:
        code: the BPMN error code.
    """

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        super().__init__(message or code)


class HandlerRefused(Exception):
    """The job cannot be done as the model asks; trying again would not help.

    Attributes:
        code: stable name in kebab-case.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One job as its handler sees it.

    Attributes:
        variables: FEEL values of the element's scope.
        now: moment at which this try began, aware.
    """

    job: Job
    case: Case
    version: versions.Version
    variables: Mapping[str, Any]
    workshop: Workshop
    now: datetime

    @property
    def headers(self) -> Mapping[str, str]:
        """Static headers of the model's element."""
        return dict(self.job.headers)

    @property
    def document_id(self) -> UUID:
        """Id of the document that this job makes: the same at every try."""
        return document_of(self.job.id)

    def parameter(self, name: str) -> str:
        """A parameter from the headers, or from a variable of the same name."""
        return str(self.headers.get(name) or self.variables.get(name) or "")


@dataclass(frozen=True, kw_only=True)
class Done:
    """A handler's result: variables for the case, and events for its chain."""

    variables: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[tuple[str, Mapping[str, Any]], ...] = ()


def document_of(job_id: UUID) -> UUID:
    """Id of the document that a job makes: the same at every try."""
    return uuid5(_DOCUMENTS, str(job_id))
