"""Signature fields: which one is signed now, and those of several people who sign in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
    enumerate_sig_fields,
)

from signatures.errors import (
    FieldAlreadySigned,
    SigningLocked,
    SigningOutOfOrder,
    SigningRefused,
)
from signatures.pades.intake import writer_for
from signatures.pades.profile import Changes


@dataclass(frozen=True)
class SignatureField:
    """A place for one signer.

    Attributes:
        name: of the field, without dots.
        label: what a reader's signature panel and a screen reader say, in Spanish.
    """

    name: str
    label: str


@dataclass(frozen=True)
class Place:
    """Where a signature goes: a field of its own, or an empty one that was prepared."""

    name: str
    is_prepared: bool


def prepare(pdf: bytes, fields: Sequence[SignatureField]) -> bytes:
    """Add an empty field for each signer, in the order in which they will sign; nothing is shown.

    Each signature locks what was signed up to it, the last one the whole document. The bytes of the
    document stay, and the fields follow as an incremental update, before anybody signs.

    Args:
        pdf: not signed yet.
        fields: of the signers, first to last.

    Raises:
        SigningRefused: no PDF that can be signed, or two fields of one name.
        FieldAlreadySigned: it has a signature.
    Source: ISO 32000-2, 12.7.5.5 (field lock), 12.8.2.4 (FieldMDP).
    """
    writer = writer_for(pdf)
    for name, value, _ in enumerate_sig_fields(writer.prev):
        if value is not None:
            raise FieldAlreadySigned(field=name)
        raise SigningRefused(detail="fields-prepared-already")
    names = [field.name for field in fields]
    if len(set(names)) != len(names) or any("." in name or not name for name in names):
        raise SigningRefused(detail="field-names")
    for position, field in enumerate(fields):
        append_signature_field(writer, _specification(field, names, position))
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def place_for(reader: PdfFileReader, wanted: str, *, certifies: bool) -> Place:
    """Which field a signer signs.

    Args:
        reader: of the document as it is.
        wanted: name of the signer's field. In a document without prepared fields a name that is taken
            gets a number.
        certifies: the signature is to say what may change afterwards.

    Raises:
        SigningOutOfOrder: another field comes first, or this one was not prepared.
        FieldAlreadySigned: it holds a signature and others still wait.
        SigningLocked: an earlier signature does not allow another one, or none that certifies.
    """
    found = [(str(name), value) for name, value, _ in enumerate_sig_fields(reader)]
    waiting = [name for name, value in found if value is None]
    signed = {name for name, value in found if value is not None}
    if waiting and wanted in signed:
        raise FieldAlreadySigned(field=wanted)
    if waiting and wanted != waiting[0]:
        raise SigningOutOfOrder(field=wanted, expected=waiting[0])
    name = wanted if waiting else _free(signed, wanted)
    for holder, value in found:
        if value is None:
            continue
        if certifies or _forbids(value.get_object(), name):
            raise SigningLocked(field=name, by=holder)
    return Place(name, is_prepared=bool(waiting))


def free_name(reader: PdfFileReader, wanted: str) -> str:
    """The name, with a number when it is taken."""
    return _free({str(name) for name, _, _ in enumerate_sig_fields(reader)}, wanted)


def _free(taken: set[str], wanted: str) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}{number}"
    return name


def _specification(field: SignatureField, names: list[str], position: int) -> SigFieldSpec:
    """The field with its lock; never on all fields: a timestamp that renews the proofs is one too."""
    is_last = position == len(names) - 1
    return SigFieldSpec(
        field.name,
        on_page=0,
        readable_field_name=field.label,
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, names[: position + 1]),
        doc_mdp_update_value=MDPPerm.NO_CHANGES if is_last else None,
    )


def _forbids(signature: Any, name: str) -> bool:
    """Whether a signature's transforms forbid another signature in the field.

    Source: ISO 32000-2, tables 257 and 259.
    """
    for method, parameters in _transforms(signature):
        if parameters.get("/P") == Changes.NONE:
            return True
        if method == "/FieldMDP" and FieldMDPSpec.from_pdf_object(parameters).is_locked(name):
            return True
    return False


def _transforms(signature: Any) -> Iterator[tuple[str, Any]]:
    listed = signature.get("/Reference")
    for reference in () if listed is None else listed.get_object():
        transform = reference.get_object()
        if "/TransformParams" in transform:
            yield str(transform["/TransformMethod"]), transform["/TransformParams"]


def new_field(place: Place, label: str) -> SigFieldSpec | None:
    """What a field that is not there yet has to be."""
    if place.is_prepared:
        return None
    return SigFieldSpec(place.name, on_page=0, readable_field_name=label)
