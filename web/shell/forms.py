"""Forms that the window writes itself; those of procedures are made in the room `forms`."""

from typing import Any

from django import forms


class DressedForm(forms.Form):
    """Gives every field the window's class."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "entrada"
