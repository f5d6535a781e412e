"""Addresses in the country's standard form. Source: inventory C.5 (DIAN and IGAC nomenclature)."""

import re

from django.utils.translation import gettext as _

_WAYS = {
    "CALLE": "CL", "CLL": "CL", "CL": "CL", "CARRERA": "KR", "CRA": "KR", "CR": "KR", "KR": "KR",
    "DIAGONAL": "DG", "DIAG": "DG", "DG": "DG", "TRANSVERSAL": "TV", "TRANS": "TV", "TV": "TV",
    "AVENIDA": "AV", "AV": "AV", "AVENIDA CALLE": "AC", "AC": "AC", "AVENIDA CARRERA": "AK",
    "AK": "AK", "MANZANA": "MZ", "MZ": "MZ", "VEREDA": "VDA", "VDA": "VDA", "KILOMETRO": "KM",
    "KM": "KM", "CORREGIMIENTO": "CRG", "CRG": "CRG", "CORR": "CRG",
}  # fmt: skip
_WAY = "|".join(sorted(map(re.escape, _WAYS), key=len, reverse=True))
_URBAN = re.compile(
    rf"(?P<way>{_WAY})\.?\s*(?P<number>\d{{1,3}})\s*(?P<letter>[A-Z]?)\s*(?P<bis>BIS)?"
    r"\s*(?P<quadrant>NORTE|SUR|ESTE|OESTE|[NSEO])?\s*(?:#|NO\.?|N°|Nº|\s)\s*"
    r"(?P<cross>\d{1,3})\s*(?P<cross_letter>[A-Z]?)\s*[-–]\s*(?P<plate>\d{1,3})"
    r"(?P<rest>.*)"
)
_RURAL = re.compile(rf"(?P<way>{_WAY})\.?\s+(?P<rest>\S.*)")


class AddressProblem(ValueError):
    """The text is no address that we can place; it says what to write."""


def read_address(typed: str) -> str:
    """The address as it is kept, for example `CL 18 28-45` or `VDA LA LAGUNA, CASA 4`.

    Raises:
        AddressProblem: it is no address of the standard.
    """
    text = " ".join(typed.upper().split())
    urban = _URBAN.fullmatch(text)
    if urban:
        part = {name: value or "" for name, value in urban.groupdict().items()}
        way = f"{_WAYS[part['way']]} {part['number']}{part['letter']}"
        way += f" {part['bis']}" if part["bis"] else ""
        way += f" {part['quadrant'][0]}" if part["quadrant"] else ""
        rest = part["rest"].strip(" ,")
        kept = f"{way} {part['cross']}{part['cross_letter']}-{part['plate']}"
        return f"{kept}, {rest}" if rest else kept
    rural = _RURAL.fullmatch(text)
    if rural and _WAYS[rural["way"]] in ("VDA", "KM", "CRG", "MZ"):
        return f"{_WAYS[rural['way']]} {rural['rest']}"
    raise AddressProblem(
        _("Escriba la dirección como en un recibo: «CL 18 28-45», o «VDA La Laguna» si es rural.")
    )
