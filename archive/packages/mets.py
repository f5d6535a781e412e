"""The structure of a package in METS: which files there are, in which order, with which hash.

Source: METS 1.12 (Library of Congress), with the attributes of the E-ARK CSIP where they fit; the folders
are those of a bag, so no conformance to the CSIP is claimed.
"""

from collections.abc import Iterable

from lxml import etree

from archive.models import Expediente
from archive.packages.contents import Brought, Piece
from archive.packages.elements import Elements

NAMESPACE = "http://www.loc.gov/METS/"
_XLINK = "http://www.w3.org/1999/xlink"
_E = Elements(NAMESPACE, mets=NAMESPACE, xlink=_XLINK)


def mets(expediente: Expediente, pieces: Iterable[Piece], brought: Brought) -> bytes:
    """The METS document, in UTF-8; its paths are relative to `metadata/`."""
    listed = list(pieces)
    root = _E.mets(
        _E.metsHdr(
            _E.agent(_E.name(brought.entity), ROLE="CREATOR", TYPE="ORGANIZATION"),
            CREATEDATE=brought.made_at.isoformat(),
        ),
        _E.amdSec(
            _E.digiprovMD(_E.mdRef(_at("premis.xml"), LOCTYPE="URL", MDTYPE="PREMIS"), ID="premis")
        ),
        _E.fileSec(*_groups(listed)),
        _structure(expediente, listed),
        OBJID=expediente.number,
        LABEL=expediente.title,
        TYPE="Expediente",
    )
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _groups(pieces: list[Piece]) -> list[etree._Element]:
    uses = {"documents": "original", "preservation": "preservation", "data": "index"}
    groups: dict[str, etree._Element] = {}
    for piece in pieces:
        use = uses[piece.path.split("/")[-2]]
        group = groups.setdefault(use, _E.fileGrp(USE=use))
        group.append(
            _E.file(
                _E.FLocat(_at(f"../{piece.path}"), LOCTYPE="URL"),
                ID=_name(piece),
                MIMETYPE=piece.holding.media_type,
                SIZE=str(piece.holding.size_bytes),
                CREATED=piece.holding.created_at.isoformat(),
                CHECKSUM=piece.holding.sha256,
                CHECKSUMTYPE="SHA-256",
            )
        )
    return list(groups.values())


def _structure(expediente: Expediente, pieces: list[Piece]) -> etree._Element:
    whole = _E.div(LABEL=expediente.title, TYPE="expediente", ADMID="premis")
    for piece in pieces:
        holding = piece.holding
        whole.append(
            _E.div(
                _E.fptr(FILEID=_name(piece)),
                ORDER=str(holding.order),
                LABEL=holding.title,
                TYPE=holding.kind,
            )
        )
    return _E.structMap(whole, TYPE="PHYSICAL")


def _name(piece: Piece) -> str:
    return f"file-{piece.holding.order:03d}"


def _at(path: str) -> dict[str, str]:
    return {f"{{{_XLINK}}}href": path, f"{{{_XLINK}}}type": "simple"}
