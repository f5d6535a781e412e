"""The named validators of `properties.validator`."""

import re
from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms.validators import read_address, read_document, read_parcel_key

_MOBILE = re.compile(r"3\d{9}")


def apply_validator(name: str, key: str, value: str, beside: Mapping[str, str]) -> str:
    """The value as it is kept.

    Args:
        name: validator of the component.
        key: key of the component.
        value: what was typed.
        beside: answers next to it that the validator looks at.

    Raises:
        ValidationError: with what to do, in Spanish.
    """
    try:
        return _VALIDATORS[name](key, value, beside)
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem


def _document(key: str, value: str, beside: Mapping[str, str]) -> str:
    kind = beside.get(key.replace("doc_number", "doc_type")) or beside.get("doc_type") or "CC"
    return read_document(kind, value)


def _mobile(_key: str, value: str, _beside: Mapping[str, str]) -> str:
    digits = re.sub(r"[\s().-]", "", value).removeprefix("+57")
    if not _MOBILE.fullmatch(digits):
        raise ValueError(
            _("Escriba un celular de 10 cifras que empiece por 3, por ejemplo 3001234567.")
        )
    return digits


_VALIDATORS: Mapping[str, Callable[[str, str, Mapping[str, str]], str]] = {
    "docid": _document,
    "cedula": lambda _key, value, _beside: read_document("CC", value),
    "nit": lambda _key, value, _beside: read_document("NIT", value),
    "address": lambda _key, value, _beside: read_address(value),
    "cadastral": lambda _key, value, beside: read_parcel_key(beside.get("search_by", ""), value),
    "mobile": _mobile,
}
