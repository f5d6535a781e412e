"""What happens to a document between the store and the expediente: its check at entry and its copy."""

from django.conf import settings

from archive.preservation import keeping
from archive.stores import StoredObject
from engine.jobs.contract import Task
from engine.models import Document

_ATTACHMENT = "anexo"


def check_at_entry(task: Task, document: Document, stored: StoredObject, content: bytes) -> None:
    """Check a document that the store has taken, and keep its preservation copy beside it.

    A copy that cannot be made stops nothing: it is listed for the archivist.

    Raises:
        StoreUnavailable: the copy could not be written; the job is tried again.
    """
    if not task.workshop.keeps_copies:
        return
    entry = keeping.Entry(
        stored=stored,
        content=content,
        document_id=document.id,
        title=document.title,
        author=task.workshop.entity.name,
        is_ours=document.kind != _ATTACHMENT,
    )
    keeping.enter(entry, task.workshop.store, validator=settings.PDFA_VALIDATOR, now=task.now)


def join_copies(task: Task) -> None:
    """Give the copies of the case's documents their places in the expediente, where they have none."""
    if task.workshop.keeps_copies:
        keeping.join_copies(task.case.expediente, now=task.now)
