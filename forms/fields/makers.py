"""One Django field for each kind of component, with its sentences in Spanish."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import regex
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _

from forms.fields.upload import UploadField
from forms.schema import Component

_REGEX_SECONDS = 0.25
_NUMBER = regex.compile(r"-?\d{1,20}(\.\d+)?|-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d{1,20},\d+")
_THOUSANDS = regex.compile(r"-?\d{1,3}(\.\d{3})+")


def make_field(component: Component) -> forms.Field:
    """The Django field of a leaf."""
    field = _MAKERS[component.type](component)
    field.label = component.label
    field.help_text = component.help
    field.initial = component.default
    if component.type == "number" and component.default is not None:
        field.initial = as_typed(component.default)
    if component.autocomplete:
        field.widget.attrs["autocomplete"] = component.autocomplete
    return field


def _common(component: Component, required: str) -> dict[str, Any]:
    return {
        "required": component.rules.required,
        "error_messages": {"required": required},
    }


def _text(component: Component) -> forms.Field:
    rules = component.rules
    kind: Callable[..., forms.Field] = forms.CharField
    attributes: dict[str, Any] = {"class": "entrada"}
    if rules.kind == "email" or component.autocomplete == "email":
        kind = forms.EmailField
        attributes["inputmode"] = "email"
    elif rules.kind == "phone" or rules.validator == "mobile":
        attributes["inputmode"] = "tel"
    elif rules.validator in ("docid", "cedula", "nit"):
        attributes |= {"autocapitalize": "characters", "spellcheck": "false"}
    long = component.type == "textarea"
    widget: forms.Widget = (
        forms.Textarea(attributes | {"rows": 5}) if long else forms.TextInput(attributes)
    )
    if kind is forms.EmailField:
        widget = forms.EmailInput(attributes)
    field = kind(
        widget=widget,
        max_length=rules.max_length or (4000 if long else 300),
        min_length=rules.min_length,
        **_common(component, _write(component)),
    )
    field.error_messages["invalid"] = _("Escriba un correo como nombre@ejemplo.com.")
    for validator in field.validators:
        _speak(validator, rules.min_length, rules.max_length)
    if rules.pattern:
        field.validators.append(_pattern(rules.pattern))
    return field


def _write(component: Component) -> str:
    return _("Escriba «{question}».").format(question=component.label)


def _speak(validator: Any, shortest: int | None, longest: int | None) -> None:
    code = getattr(validator, "code", "")
    if code == "min_length":
        validator.message = _("Es muy corto: escriba al menos {shortest} caracteres.").format(
            shortest=shortest
        )
    elif code == "max_length":
        limit = longest or getattr(validator, "limit_value", None)
        validator.message = _("Es muy largo: escriba como máximo {limit} caracteres.").format(
            limit=limit
        )
    elif isinstance(validator, RegexValidator) or code == "invalid":
        validator.message = _("Escriba un correo como nombre@ejemplo.com.")


def _pattern(pattern: str) -> Callable[[str], None]:
    compiled = regex.compile(pattern)

    def check(value: str) -> None:
        try:
            fits = compiled.search(value, timeout=_REGEX_SECONDS) is not None
        except TimeoutError:
            fits = False
        if not fits:
            raise ValidationError(_("Revise el formato: compárelo con el ejemplo de la ayuda."))

    return check


def as_typed(number: Decimal | float | str) -> str:
    """A number, or its text with a decimal point, as people write it: `1.125` would be a thousand."""
    return format(Decimal(str(number)), "f").replace(".", ",")


class SpanishNumberField(forms.DecimalField):
    """A number as people write it here: points between thousands, a comma before decimals."""

    def to_python(self, value: Any) -> Any:
        """The number, or None when nothing was typed.

        Raises:
            ValidationError: it is no number, or could be read in two ways.
        """
        if value in self.empty_values or isinstance(value, Decimal):
            return value if isinstance(value, Decimal) else None
        text = str(value).strip().replace("\u00a0", "").replace(" ", "")
        if not _NUMBER.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if "," in text or _THOUSANDS.fullmatch(text):
            text = text.replace(".", "").replace(",", ".")
        return Decimal(text)


def _number(component: Component) -> forms.Field:
    rules = component.rules
    field = SpanishNumberField(
        widget=forms.TextInput({"class": "entrada entrada--corta", "inputmode": "decimal"}),
        min_value=Decimal(rules.minimum) if rules.minimum else None,
        max_value=Decimal(rules.maximum) if rules.maximum else None,
        max_digits=20,
        decimal_places=component.decimals,
        **_common(component, _write(component)),
    )
    field.error_messages["invalid"] = _("Escriba sólo números, por ejemplo 1.250.000 o 72,5.")
    for validator in field.validators:
        code = getattr(validator, "code", "")
        if code == "min_value":
            text = _("El menor valor posible es {minimum}.").format(minimum=rules.minimum)
            validator.message = text  # type: ignore[attr-defined]
        elif code == "max_value":
            text = _("El mayor valor posible es {maximum}.").format(maximum=rules.maximum)
            validator.message = text  # type: ignore[attr-defined]
        elif code == "":
            validator.messages = {  # type: ignore[attr-defined]
                **validator.messages,  # type: ignore[attr-defined]
                "max_digits": _("Es un número demasiado largo: revise cuántas cifras escribió."),
                "max_decimal_places": _("Escriba menos decimales."),
                "max_whole_digits": _(
                    "Es un número demasiado largo: revise cuántas cifras escribió."
                ),
            }
    return field


def _choices(component: Component) -> list[tuple[str, str]]:
    return [(option.value, option.label) for option in component.options]


def _select(component: Component) -> forms.Field:
    field = forms.ChoiceField(
        choices=[("", _("Elija una opción")), *_choices(component)],
        widget=forms.Select({"class": "entrada"}),
        **_common(component, _("Elija una opción.")),
    )
    field.error_messages["invalid_choice"] = _("Elija una de las opciones de la lista.")
    return field


def _radio(component: Component) -> forms.Field:
    field = forms.ChoiceField(
        choices=_choices(component),
        widget=forms.RadioSelect,
        **_common(component, _("Elija una opción.")),
    )
    field.error_messages["invalid_choice"] = _("Elija una de las opciones.")
    return field


def _checklist(component: Component) -> forms.Field:
    field = forms.MultipleChoiceField(
        choices=_choices(component),
        widget=forms.CheckboxSelectMultiple,
        **_common(component, _("Marque al menos una opción.")),
    )
    field.error_messages["invalid_choice"] = _("Marque sólo opciones de la lista.")
    return field


def _checkbox(component: Component) -> forms.Field:
    return forms.BooleanField(
        widget=forms.CheckboxInput, **_common(component, _("Marque esta casilla para continuar."))
    )


def _date(component: Component) -> forms.Field:
    field = forms.DateField(
        widget=forms.DateInput(
            {"class": "entrada entrada--corta", "type": "date"}, format="%Y-%m-%d"
        ),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        **_common(component, _write(component)),
    )
    field.error_messages["invalid"] = _(
        "Escriba la fecha como día/mes/año, por ejemplo 20/11/2026."
    )
    return field


def _file(component: Component) -> forms.Field:
    if component.multiple:
        required = _common(component, _("Adjunte al menos un archivo para continuar."))
        return UploadField(accepts=component.accepts, most=component.most_files, **required)
    required = _common(component, _("Adjunte el archivo para continuar."))
    return UploadField(accepts=component.accepts, **required)


_MAKERS: Mapping[str, Callable[[Component], forms.Field]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "select": _select,
    "radio": _radio,
    "checkbox": _checkbox,
    "checklist": _checklist,
    "datetime": _date,
    "filepicker": _file,
}
