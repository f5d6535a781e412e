"""Keys of a parcel. Source: inventory C.6 (NPN of 30 digits, earlier code of 20, registry folio)."""

import re

from django.utils.translation import gettext as _

from forms.validators.addresses import AddressProblem, read_address

_FOLIO = re.compile(r"\d{3}-\d{1,8}")
_NPN = re.compile(r"\d{20}|\d{30}")


class ParcelProblem(ValueError):
    """The text is no key of a parcel; it says what to write."""


def read_parcel_key(search_by: str, typed: str) -> str:
    """The key as it is kept.

    Args:
        search_by: `folio`, `npn` or `direccion`.
        typed: as the person wrote it.

    Raises:
        ParcelProblem: it is no key of that kind.
    """
    text = typed.strip().replace(" ", "")
    if search_by == "folio":
        if not _FOLIO.fullmatch(text):
            raise ParcelProblem(
                _("El folio tiene tres cifras, un guion y hasta ocho cifras: 240-100001.")
            )
        return text
    if search_by == "npn":
        if not _NPN.fullmatch(text):
            raise ParcelProblem(
                _("El número predial tiene 20 o 30 cifras. Está en el recibo predial.")
            )
        return text
    try:
        return read_address(typed)
    except AddressProblem as problem:
        raise ParcelProblem(str(problem)) from problem
