"""Preservation metadata of a package: what each file is, what happened to it, and who did it.

Source: PREMIS Data Dictionary 3.0 and its XML schema (Library of Congress); event types are those of its
vocabulary, and `timestamp renewal` is ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from archive.models import Expediente
from archive.packages.contents import Brought, Piece
from archive.packages.elements import Elements

NAMESPACE = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_E = Elements(NAMESPACE, premis=NAMESPACE, xsi=_XSI)
_SYSTEM = "ventanilla"
_FORMATS = {
    "application/pdf": "Portable Document Format",
    "application/xml": "Extensible Markup Language",
    "image/jpeg": "JPEG File Interchange Format",
    "image/png": "Portable Network Graphics",
}
# Kinds of our own events, as PREMIS calls them.
_OF_CASE = {
    "document.drafted": "creation",
    "document.sealed": "digital signature generation",
    "document.signed": "digital signature generation",
    "document.archived": "ingestion",
    "document.renewed": "timestamp renewal",
}
_OF_ARCHIVE = {
    "expediente.opened": "creation",
    "holding.incorporated": "accession",
    "holding.incorporated-late": "accession",
    "holding.copied": "normalization",
    "expediente.closed": "information package creation",
}


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One event in PREMIS' words."""

    identifier: str
    kind: str
    at: str
    detail: str
    agent: str
    objects: tuple[str, ...]
    outcome: str = ""
    note: str = ""


def premis(
    expediente: Expediente,
    pieces: Iterable[Piece],
    happenings: Iterable[Happening],
    brought: Brought,
) -> bytes:
    """The PREMIS document, in UTF-8."""
    listed, told = list(pieces), list(happenings)
    root = _E.premis(version="3.0")
    root.append(_entity(expediente))
    for piece in listed:
        root.append(_file(piece, expediente))
    for happening in told:
        root.append(_event(happening))
    for name in sorted({happening.agent for happening in told} | {brought.entity, _SYSTEM}):
        root.append(_agent(name, brought.entity))
    root.append(_rights(expediente))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def happenings_of(
    expediente: Expediente,
    pieces: Iterable[Piece],
    archive_rows: Iterable[Mapping[str, Any]],
    data_of: Mapping[str, Mapping[str, Any]],
    brought: Brought,
) -> list[Happening]:
    """All that the ledgers, the checks at entry and the verification reports tell of the files.

    Args:
        expediente: whose package it is.
        pieces: its files.
        archive_rows: the archive's own chain of it.
        brought: what the caller knows; the case's chain is in it.
        data_of: the content of each event, by its hash.
    """
    listed = list(pieces)
    by_hash = {piece.holding.sha256: piece.identifier for piece in listed}
    found = [
        _from_row(row, _OF_CASE[row["kind"]], data_of[row["hash"]], by_hash, expediente)
        for row in brought.case.rows
        if row.get("kind") in _OF_CASE
    ]
    found += [
        _from_row(row, _OF_ARCHIVE[row["kind"]], data_of[row["hash"]], by_hash, expediente)
        for row in archive_rows
        if row["kind"] in _OF_ARCHIVE
    ]
    for piece in listed:
        found += _of_piece(piece, brought)
    return found


def _from_row(
    row: Mapping[str, Any],
    kind: str,
    data: Mapping[str, Any],
    by_hash: Mapping[str, str],
    expediente: Expediente,
) -> Happening:
    about = by_hash.get(str(data.get("sha256", "")), expediente.number)
    return Happening(
        identifier=f"sha256:{row['hash']}",
        kind=kind,
        at=str(row["at"]),
        detail=str(row["kind"]),
        agent=str(row["actor"]["name"] or _SYSTEM),
        objects=(about,),
    )


def _of_piece(piece: Piece, brought: Brought) -> list[Happening]:
    about, moment = (piece.identifier,), brought.made_at.isoformat()
    found = []
    check = piece.check
    if check is not None:
        told = ", ".join(str(finding["code"]) for finding in check.findings)
        found.append(
            Happening(
                identifier=f"entry-check:{piece.holding.sha256}",
                kind="validation",
                at=check.checked_at.isoformat(),
                detail=f"PDF/A: {check.check_name}",
                agent=_SYSTEM,
                objects=about,
                outcome=_compliance(check.is_compliant, check.claim),
                note=told,
            )
        )
    report = brought.reports.get(piece.holding.sha256)
    if report is not None:
        found.append(
            Happening(
                identifier=f"signature-validation:{piece.holding.sha256}",
                kind="digital signature validation",
                at=moment,
                detail="ETSI EN 319 102-1",
                agent=_SYSTEM,
                objects=about,
                outcome=str(report.get("verdict", "")),
                note=str(report.get("sub_indication") or ""),
            )
        )
    found.append(
        Happening(
            identifier=f"fixity-check:{piece.holding.sha256}",
            kind="fixity check",
            at=moment,
            detail="SHA-256",
            agent=_SYSTEM,
            objects=about,
            outcome="success",
        )
    )
    return found


def _compliance(is_compliant: bool | None, claim: str) -> str:
    if is_compliant is None:
        return f"claims PDF/A-{claim}" if claim else "no PDF/A claim"
    return "compliant" if is_compliant else "not compliant"


def _identifier(name: str, value: str, kind: str = "local") -> etree._Element:
    return _E(
        f"{name}Identifier", _E(f"{name}IdentifierType", kind), _E(f"{name}IdentifierValue", value)
    )


def _entity(expediente: Expediente) -> etree._Element:
    made = _E.object(_identifier("object", expediente.number), _E.originalName(expediente.title))
    made.set(f"{{{_XSI}}}type", "premis:intellectualEntity")
    return made


def _file(piece: Piece, expediente: Expediente) -> etree._Element:
    holding = piece.holding
    claim = piece.check.claim if piece.check else ""
    name = [_E.formatName(_FORMATS.get(holding.media_type, holding.media_type))]
    version = [_E.formatVersion(f"PDF/A-{claim}")] if claim else []
    made = _E.object(
        _identifier("object", piece.identifier),
        _E.objectCharacteristics(
            _E.compositionLevel("0"),
            _E.fixity(
                _E.messageDigestAlgorithm("SHA-256"),
                _E.messageDigest(holding.sha256),
                _E.messageDigestOriginator(_SYSTEM),
            ),
            _E.size(str(holding.size_bytes)),
            _E.format(_E.formatDesignation(*name, *version)),
        ),
        _E.originalName(holding.title),
        _E.storage(
            _E.contentLocation(_E.contentLocationType("path"), _E.contentLocationValue(piece.path))
        ),
        _related("structural", "is included in", expediente.number),
    )
    if holding.copy_of is not None:
        original = f"sha256:{holding.copy_of.sha256}"
        made.append(_related("derivation", "has source", original))
    made.set(f"{{{_XSI}}}type", "premis:file")
    return made


def _related(kind: str, subtype: str, value: str) -> etree._Element:
    return _E.relationship(
        _E.relationshipType(kind),
        _E.relationshipSubType(subtype),
        _E(
            "relatedObjectIdentifier",
            _E.relatedObjectIdentifierType("local"),
            _E.relatedObjectIdentifierValue(value),
        ),
    )


def _event(happening: Happening) -> etree._Element:
    made = _E.event(
        _identifier("event", happening.identifier),
        _E.eventType(happening.kind),
        _E.eventDateTime(_moment(happening.at)),
        _E.eventDetailInformation(_E.eventDetail(happening.detail)),
    )
    if happening.outcome:
        outcome = _E.eventOutcomeInformation(_E.eventOutcome(happening.outcome))
        if happening.note:
            outcome.append(_E.eventOutcomeDetail(_E.eventOutcomeDetailNote(happening.note)))
        made.append(outcome)
    made.append(_identifier("linkingAgent", happening.agent))
    for about in happening.objects:
        made.append(_identifier("linkingObject", about))
    return made


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).isoformat()


def _agent(name: str, entity: str) -> etree._Element:
    kinds = {entity: "organization", _SYSTEM: "software", "Sistema": "software"}
    return _E.agent(
        _identifier("agent", name), _E.agentName(name), _E.agentType(kinds.get(name, "person"))
    )


def _rights(expediente: Expediente) -> etree._Element:
    return _E.rights(
        _E.rightsStatement(
            _identifier("rightsStatement", f"{expediente.number}/conservacion"),
            _E.rightsBasis("statute"),
            _E.statuteInformation(
                _E.statuteJurisdiction("CO"), _E.statuteCitation("Ley 594 de 2000")
            ),
            _E.rightsGranted(_E.act("replicate"), _E.restriction("Ley 1581 de 2012")),
            _identifier("linkingObject", expediente.number),
        )
    )
