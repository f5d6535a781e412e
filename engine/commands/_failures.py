"""Turns failures of a model into the engine's own error; the transaction undoes the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine import runtime
from engine.clock.errors import ClockError
from engine.errors import CaseStuck


@contextmanager
def model_failures(job: runtime.OpenedJob | None = None) -> Iterator[None]:
    """Name the element of the model at which what runs inside failed.

    Args:
        job: the task that runs inside, if it is one.

    Raises:
        CaseStuck: the model, its state or a legal term of it did not hold.
    """
    process = job.process_id if job else ""
    element = job.element_id if job else ""
    try:
        yield
    except (runtime.StateRefused, runtime.UnknownToken) as error:
        raise CaseStuck(
            reason=error.code, process=process, element=element, detail=str(error)
        ) from error
    except ClockError as error:
        raise CaseStuck(
            reason=error.code, process=process, element=element, detail=str(error)
        ) from error
    except runtime.RunFailed as error:
        raise CaseStuck(
            reason=error.code,
            process=error.process_id,
            element=error.element_id or "",
            detail=str(error.detail),
        ) from error
