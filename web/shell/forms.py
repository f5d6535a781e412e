"""Forms that the window writes itself; those of procedures are made in the room `forms`."""

from typing import Any

from django import forms
from django.utils.translation import get_language


class DressedForm(forms.Form):
    """Gives every field the window's class."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "entrada"


class DataSelect(forms.Select):
    """A list of names that stay Spanish in every language: procedures, offices, series."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        if option["value"] and not str(get_language()).startswith("es"):
            option["attrs"]["lang"] = "es"
        return option
