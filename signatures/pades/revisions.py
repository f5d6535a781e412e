"""The revisions that a signature appends to a PDF, without the network: pyHanko writes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import (
    DocumentTimestamp,
    PreparedByteRangeDigest,
    SignatureObject,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signatures.moment import moment
from signatures.pades.fields import Place, free_name, new_field
from signatures.pades.intake import appending
from signatures.pades.profile import Profile
from signatures.pades.proofs import Proofs

DIGEST = "sha256"


@dataclass(frozen=True)
class Words:
    """What stands beside a signature, for its reader."""

    reason: str
    location: str


@dataclass(frozen=True)
class Opening:
    """A revision whose signature or timestamp is still to be filled in.

    Attributes:
        claimed_at: aware; of this machine's clock.
    """

    stream: BytesIO
    prepared: PreparedByteRangeDigest
    claimed_at: datetime

    @property
    def digest(self) -> bytes:
        """SHA-256 of what is to be signed."""
        return self.prepared.document_digest

    def fill(self, container: bytes) -> None:
        """Put the container in its place; `fits` says whether it has room."""
        self.prepared.fill_with_cms(self.stream, container)

    def fits(self, container: bytes) -> bool:
        """Whether the room that was left is enough, in hexadecimal digits."""
        room = self.prepared.reserved_region_end - self.prepared.reserved_region_start - 2
        return 2 * len(container) <= room


def open_signature(
    writer: IncrementalPdfFileWriter,
    place: Place,
    words: Words,
    profile: Profile,
    room: int,
) -> Opening:
    """Append the revision of a signature.

    Args:
        writer: over the document.
        place: its field.
        words: for the reader.
        profile: of which only the certification matters here.
        room: bytes to keep for the container.
    Source: ISO 32000-2, 12.8.1; ETSI EN 319 142-1, clause 6.3.
    """
    writer.ensure_output_version(version=(1, 7))  # type: ignore[no-untyped-call]
    if writer.output_version < (2, 0):
        writer.register_extension(ESIC_EXTENSION_1)
    claimed_at = moment(None)
    signature = SignatureObject(
        timestamp=claimed_at,
        subfilter=SigSeedSubFilter.PADES,
        reason=words.reason,
        location=words.location,
        bytes_reserved=2 * room,
    )
    embedder = PdfCMSEmbedder(new_field(place, words.reason))
    steps: Any = embedder.write_cms(place.name, writer, existing_fields_only=place.is_prepared)
    field = next(steps).get_object()
    steps.send(SigObjSetup(signature, mdp_setup=_restrictions(field, profile)))
    prepared, stream = steps.send(SigIOSetup(DIGEST))
    return Opening(stream, prepared, claimed_at)


def _restrictions(field: Any, profile: Profile) -> SigMDPSetup:
    """What the signature forbids from now on: by its certification, and by its field's lock."""
    found = field.get("/Lock")
    lock = {} if found is None else found.get_object()
    permission = profile.certify or lock.get("/P")
    return SigMDPSetup(
        DIGEST,
        certify=profile.certify is not None,
        field_lock=FieldMDPSpec.from_pdf_object(lock) if lock else None,
        docmdp_perms=MDPPerm(permission) if permission else None,
    )


def append_proofs(stream: BytesIO, proofs: Iterable[Proofs]) -> None:
    """Append a revision that only holds proofs."""
    writer = appending(stream)
    _store(writer, proofs)
    writer.write_in_place()  # type: ignore[no-untyped-call]


def open_timestamp(stream: BytesIO, proofs: Iterable[Proofs], label: str, room: int) -> Opening:
    """Append the revision that holds the proofs and a document timestamp over everything.

    Args:
        stream: the document; written to.
        proofs: of all certificates, that of the timestamping service among them.
        label: what readers call the timestamp.
        room: bytes to keep for the token.
    Source: ETSI EN 319 142-1, clause 5.5.
    """
    writer = appending(stream)
    _store(writer, proofs)
    name = free_name(writer.prev, "Estampa")
    field = SigFieldSpec(name, on_page=0, readable_field_name=label)
    steps: Any = PdfCMSEmbedder(field).write_cms(name, writer)
    next(steps)
    stamp = DocumentTimestamp(bytes_reserved=2 * room)  # type: ignore[no-untyped-call]
    steps.send(SigObjSetup(stamp))
    prepared, written = steps.send(SigIOSetup(DIGEST, in_place=True))
    return Opening(written, prepared, moment(None))


def _store(writer: IncrementalPdfFileWriter, proofs: Iterable[Proofs]) -> None:
    for found in proofs:
        DocumentSecurityStore.supply_dss_in_writer(
            writer, None, certs=found.certificates, ocsps=found.ocsps, crls=found.crls
        )
