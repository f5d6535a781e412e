"""Identity documents and NIT. Source: inventory C.1 and C.2; DIAN, check digit of the NIT."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from stdnum.co import nit

_SEPARATORS = re.compile(r"[.\s]")
_SHAPES: dict[str, tuple[str, str]] = {
    "CC": (
        r"\d{3,10}",
        gettext_noop("La cédula de ciudadanía tiene entre 3 y 10 cifras, sin letras."),
    ),
    "TI": (r"\d{10,11}", gettext_noop("La tarjeta de identidad tiene 10 u 11 cifras.")),
    "RC": (r"[A-Z0-9]{10,11}", gettext_noop("El registro civil tiene 10 u 11 letras o cifras.")),
    "CE": (
        r"\d{3,7}|[A-Z0-9]{6,10}",
        gettext_noop("La cédula de extranjería tiene entre 3 y 10 letras o cifras."),
    ),
    "PA": (r"[A-Z0-9]{5,16}", gettext_noop("El pasaporte tiene entre 5 y 16 letras o cifras.")),
    "PPT": (
        r"[A-Z0-9]{5,15}",
        gettext_noop("El permiso por protección temporal tiene entre 5 y 15 cifras."),
    ),
    "DIE": (
        r"[A-Z0-9]{3,20}",
        gettext_noop("El documento extranjero tiene entre 3 y 20 letras o cifras."),
    ),
}


class DocumentProblem(ValueError):
    """The number cannot be of that kind of document; the text says what to do."""


def check_digit(number: str) -> str:
    """Check digit of a NIT given without it (inventory C.2)."""
    return str(nit.calc_check_digit(number))


def read_document(kind: str, typed: str) -> str:
    """The number as it is kept: no points, no spaces, capitals.

    Args:
        kind: type of document of inventory C.1.
        typed: as the person wrote it.

    Raises:
        DocumentProblem: it cannot be a number of that kind.
    """
    number = _SEPARATORS.sub("", typed).upper()
    if kind == "NIT":
        return _read_nit(number)
    number = number.replace("-", "")
    shape, sentence = _SHAPES.get(
        kind, (r"[A-Z0-9]{3,20}", gettext_noop("Revise el número del documento."))
    )
    if not re.fullmatch(shape, number):
        raise DocumentProblem(_(sentence))
    if kind in ("CC", "TI") and set(number) == {"0"}:
        raise DocumentProblem(_("El número no puede ser sólo ceros."))
    return number


def _read_nit(number: str) -> str:
    digits = number.replace("-", "")
    if not re.fullmatch(r"\d{9,11}", digits):
        raise DocumentProblem(
            _("El NIT tiene 9 cifras y su dígito de verificación. Por ejemplo: 891280000-3.")
        )
    if "-" not in number and len(digits) == 9:
        raise DocumentProblem(
            _("Falta el dígito de verificación del NIT. Escríbalo después de un guion.")
        )
    if not nit.is_valid(digits):
        raise DocumentProblem(
            _("El dígito de verificación no corresponde a ese NIT. Cópielo como está en el RUT.")
        )
    return f"{digits[:-1]}-{digits[-1]}"
