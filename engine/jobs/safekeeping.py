"""What a backup of this installation holds, and whether an installation is empty enough to be filled by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import QuerySet

from archive.custody.backup import Source
from archive.models import Expediente
from archive.stores import ObjectCorrupt, ObjectMissing, open_store
from engine.models import Case, Document, DocumentStatus
from signatures import trust
from signatures.verification import Report, verify_isolated
from signatures.verification.report import not_verifiable

_PDF = "application/pdf"


@dataclass(frozen=True)
class Verified:
    """A signed document of the archive and what its signatures are worth."""

    document: Document
    report: Report


def source(*, with_secrets: bool) -> Source:
    """This installation as a backup sees it.

    Signing keys that lie in the database are in it as they are there: closed by their owners' PINs.

    Args:
        with_secrets: also the keys of sessions and of keys at rest, and the private keys of the
            development PKI.
    """
    var, pki = Path(settings.VAR_DIR), Path(settings.PKI_DIR)
    folders = {"uploads": Path(settings.UPLOAD_DIR), "pki/certs": pki / "certs"}
    if with_secrets:
        folders |= {"pki": pki}
        folders |= {name: var / name for name in ("secret-key", "key-encryption")}
    return Source(
        database=connection,
        store=open_store(settings.ARCHIVE_URL),
        folders=folders,
        witnesses={"log-witness": Path(settings.LOG_WITNESS_DIR)},
        has_secrets=with_secrets,
    )


def is_empty() -> bool:
    """Whether nobody works here yet: no tables, or no people, cases and expedientes in them."""
    tables = set(connection.introspection.table_names())
    kept: tuple[QuerySet[Case] | QuerySet[Expediente], ...] = (
        Case.objects.all(),
        Expediente.objects.all(),
    )
    people = get_user_model().objects.all()
    return not any(rows.exists() for rows in (*kept, people) if rows.model._meta.db_table in tables)


def verified_documents() -> Iterator[Verified]:
    """Every signed document that the archive holds, verified from its bytes there.

    Raises:
        StoreUnavailable: the store does not answer.
    """
    store, roots = open_store(settings.ARCHIVE_URL), trust.from_settings()
    signed = Document.objects.filter(status=DocumentStatus.ARCHIVED, media_type=_PDF)
    for document in signed.exclude(signed_at=None).defer("content").iterator():
        try:
            report = verify_isolated(store.get(document.archive_key), roots)
        except (ObjectMissing, ObjectCorrupt) as error:
            report = not_verifiable(error.code)
        yield Verified(document, report)
